import {
  Ago,
  Badge,
  EmptyState,
  ErrorState,
  Loading,
  PageHeader,
  ShowMore,
  Skeleton,
  useMailbox,
} from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { Ban, CalendarCheck2, Mail } from "lucide-react";
import { useViewer } from "../../identity/queries.ts";
import { LiveLine } from "../../shell/LiveLine.tsx";
import { useTitle } from "../../shell/use-title.ts";

/** The mail that Punctual would have sent: kept here where no mail server is configured. */
export function MailboxPage() {
  useTitle("Mailbox");
  const viewer = useViewer();
  const mailbox = useMailbox();
  const messages = mailbox.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHeader
        title="Mailbox"
        lead={
          viewer.role === "admin"
            ? "Every message of this programme. Nothing leaves this machine."
            : "Messages to you. Nothing leaves this machine."
        }
        actions={<LiveLine />}
      />
      {mailbox.isPending ? (
        <MailboxSkeleton />
      ) : mailbox.isError ? (
        <ErrorState
          title="The mailbox cannot be shown."
          error={mailbox.error}
          onRetry={() => void mailbox.refetch()}
          retrying={mailbox.isFetching}
        />
      ) : messages.length === 0 ? (
        <EmptyState title="No messages yet." icon={<Mail />}>
          When a session is booked or canceled, its invitation arrives here by itself.
        </EmptyState>
      ) : (
        <ul data-walk="" className="border-t">
          {messages.map((message) => (
            <li key={message.id} className="border-b">
              <Link
                to="/mailbox/$messageId"
                params={{ messageId: message.id }}
                className="-mx-3 grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 rounded-md px-3 py-3.5 transition-colors hover:bg-sunken focus-visible:rounded-md focus-visible:-outline-offset-2"
              >
                <span className="line-clamp-2 text-base font-medium">{message.subject}</span>
                <Ago
                  at={message.sentAt}
                  className="self-start pt-0.5 text-right text-sm whitespace-nowrap text-ink-soft"
                />
                <span className="truncate text-sm text-ink-soft">To {message.to}</span>
                <InvitationBadge method={message.calendarMethod} />
              </Link>
            </li>
          ))}
        </ul>
      )}
      <ShowMore pages={mailbox} />
    </>
  );
}

export function InvitationBadge({ method }: { readonly method: "REQUEST" | "CANCEL" | null }) {
  if (method === null) return <span />;
  return method === "REQUEST" ? (
    <Badge tone="confirmed" icon={CalendarCheck2}>
      Invitation
    </Badge>
  ) : (
    <Badge tone="canceled" icon={Ban}>
      Cancellation
    </Badge>
  );
}

function MailboxSkeleton() {
  return (
    <Loading label="Loading messages" className="border-t">
      {["one", "two", "three", "four"].map((row) => (
        <span key={row} className="flex flex-col gap-2 border-b py-4">
          <Skeleton className="h-4 w-72 max-w-full" />
          <Skeleton className="h-3 w-40" />
        </span>
      ))}
    </Loading>
  );
}
