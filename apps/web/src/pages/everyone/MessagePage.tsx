import type { MailboxMessage } from "@punctual/contract";
import {
  ErrorState,
  Fact,
  Facts,
  formatFull,
  Loading,
  PageHeader,
  Skeleton,
  Tabs,
  useMailboxMessage,
  useTimeView,
} from "@punctual/react";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { MessageFrame } from "../../mailbox/MessageFrame.tsx";
import { BackLink } from "../../shell/BackLink.tsx";
import { useTitle } from "../../shell/use-title.ts";
import { InvitationBadge } from "./MailboxPage.tsx";

/** One message, as the person would have received it. */
export function MessagePage() {
  const { messageId } = useParams({ from: "/signed-in/mailbox/$messageId" });
  const message = useMailboxMessage(messageId);
  useTitle(message.data?.subject ?? "Message");
  const back = <BackLink to="/mailbox">Mailbox</BackLink>;
  if (message.isPending) {
    return (
      <>
        <PageHeader back={back} title="Message" />
        <Loading label="Loading the message">
          <Skeleton className="mb-6 h-16 w-full" />
          <Skeleton className="h-80 w-full" />
        </Loading>
      </>
    );
  }
  if (message.isError) {
    return (
      <>
        <PageHeader back={back} title="Message" />
        <ErrorState
          title="This message cannot be shown."
          error={message.error}
          onRetry={() => void message.refetch()}
          retrying={message.isFetching}
        />
      </>
    );
  }
  return <Message message={message.data} back={back} />;
}

function Message({ message, back }: { readonly message: MailboxMessage; readonly back: React.ReactNode }) {
  const view = useTimeView();
  const [tab, setTab] = useState("page");
  return (
    <>
      <PageHeader
        back={back}
        title={message.subject}
        lead={`To ${message.to}, ${formatFull(message.sentAt, view)}`}
        actions={<InvitationBadge method={message.calendarMethod} />}
      />
      <div className="grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <Tabs
          label="The message"
          value={tab}
          onChange={setTab}
          tabs={[
            {
              value: "page",
              label: "As it looks",
              content: <MessageFrame messageId={message.id} title={message.subject} />,
            },
            { value: "text", label: "As text", content: <Plain>{message.text}</Plain> },
            ...(message.calendar === null
              ? []
              : [{ value: "calendar", label: "Calendar file", content: <Plain>{message.calendar}</Plain> }]),
          ]}
        />
        <Envelope message={message} />
      </div>
    </>
  );
}

function Plain({ children }: { readonly children: string }) {
  return (
    <pre className="rounded-md border bg-raised p-4 font-mono text-sm whitespace-pre-wrap text-ink">{children}</pre>
  );
}

const methodWords = {
  REQUEST: "REQUEST: put this into the calendar, or update it",
  CANCEL: "CANCEL: take it out of the calendar",
} as const;

/** The invitation's own facts, read back from the attachment: a canceled session keeps its UID. */
function Envelope({ message }: { readonly message: MailboxMessage }) {
  const view = useTimeView();
  const { invitation } = message;
  const rows: readonly (readonly [string, string])[] = [
    ["From", message.from],
    ["To", message.to],
    ...(invitation === null
      ? []
      : ([
          ["Method", methodWords[invitation.method]],
          ["Starts", formatFull(invitation.startAt, view)],
          ["Ends", formatFull(invitation.endAt, view)],
          ["Sequence", String(invitation.sequence)],
          ["UID", invitation.uid],
        ] as const)),
  ];
  return (
    <section aria-labelledby="facts">
      <h2 id="facts" className="mb-3 text-base font-semibold">
        {invitation === null ? "Envelope" : "Calendar invitation"}
      </h2>
      <Facts>
        {rows.map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      </Facts>
    </section>
  );
}
