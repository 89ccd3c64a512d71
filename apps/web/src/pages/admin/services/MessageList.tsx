import type { OutgoingMessage } from "@punctual/contract";
import {
  Ago,
  Badge,
  Button,
  ErrorState,
  LoadingLines,
  notify,
  reasonOf,
  SegmentedControl,
  ShowMore,
  useOutgoingMessages,
  useSendMessage,
  When,
} from "@punctual/react";
import { RotateCw } from "lucide-react";
import { useState } from "react";
import { kindWords, messageStateTones, messageStateWords } from "./service-words.ts";

const shows = [
  { value: "all", label: "All" },
  { value: "waiting", label: "Waiting" },
  { value: "failed", label: "Given up" },
] as const;
type Show = (typeof shows)[number]["value"];

/** What was sent to an endpoint and what became of it, newest first. */
export function MessageList({ endpointId }: { readonly endpointId: string }) {
  const [show, setShow] = useState<Show>("all");
  const messages = useOutgoingMessages(endpointId, show === "all" ? undefined : show);
  const rows = messages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label="Messages" className="mt-6 border-t pt-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h3 className="text-sm font-medium">Messages of the last 30 days</h3>
        <SegmentedControl label="Which messages" value={show} options={shows} onChange={setShow} />
      </div>
      {messages.isPending ? (
        <LoadingLines label="Loading messages" className="mt-4" />
      ) : messages.isError && rows.length === 0 ? (
        <ErrorState
          title="The messages cannot be shown."
          error={messages.error}
          onRetry={() => void messages.refetch()}
          retrying={messages.isFetching}
        />
      ) : rows.length === 0 ? (
        <p className="mt-4 text-sm text-ink-soft">
          {show === "all" ? "None yet. A test shows whether they arrive." : "None of these."}
        </p>
      ) : (
        <ul className="mt-3 divide-y border-y" aria-busy={messages.isPlaceholderData || undefined}>
          {rows.map((message) => (
            <Row key={message.id} message={message} />
          ))}
        </ul>
      )}
      <ShowMore pages={messages} size="small" />
    </section>
  );
}

function Row({ message }: { readonly message: OutgoingMessage }) {
  const send = useSendMessage();
  const press = () =>
    send.mutate(message.id, {
      onSuccess: () => notify.success("It is sent again", { description: "With the same id: the receiver knows it." }),
      onError: (error) => notify.error("It was not sent", { description: reasonOf(error) }),
    });
  const attempts = message.attempts === 1 ? "1 attempt" : `${message.attempts} attempts`;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 gap-y-1 py-3 text-sm">
      <span className="min-w-0">
        <span className="block font-medium">{kindWords[message.kind]}</span>
        <span className="block text-ink-soft">
          <Ago at={message.createdAt} /> · {attempts}
          {message.state === "waiting" && message.nextAttemptAt !== null && message.attempts > 0 ? (
            <>
              , the next <When startAt={message.nextAttemptAt} />
            </>
          ) : null}
        </span>
        {message.lastTrouble === null ? null : <span className="mt-0.5 block">{message.lastTrouble}</span>}
      </span>
      <span className="flex flex-col items-end gap-1">
        <Badge tone={messageStateTones[message.state]}>{messageStateWords[message.state]}</Badge>
        <Button
          size="small"
          variant="quiet"
          icon={<RotateCw strokeWidth={1.5} />}
          busy={send.isPending}
          busyLabel="Sending"
          onClick={press}
        >
          Send again
        </Button>
      </span>
    </li>
  );
}
