import type { Invitee } from "@punctual/contract";
import { Ban, Check, Search, Undo2, UserX } from "lucide-react";
import { type ReactNode, useState } from "react";
import { formatFull, formatTime, sameClock, zoneCity } from "../time/format.ts";
import { useTimeView } from "../time/time-context.tsx";
import { Avatar } from "../ui/avatar.tsx";
import { Badge } from "../ui/badge.tsx";
import { textLinkClasses } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Select, TextField } from "../ui/field.tsx";
import { InviteeFacts } from "./invitee-facts.tsx";

type InviteeSort = "name" | "booked";

/** From this many on, a list is worth searching and sorting. */
const searchableFrom = 6;

/** Who booked a session: state, zone, answers. */
export function InviteeList(props: {
  readonly invitees: readonly Invitee[];
  /** The session's start, to show it on each invitee's own clock. */
  readonly startAt: string;
  readonly sessionHref?: (sessionId: string) => string;
  /** Actions beside an invitee. */
  readonly actionsFor?: (invitee: Invitee) => ReactNode;
}) {
  const [search, setSearch] = useState("");
  const [sort, setSort] = useState<InviteeSort>("name");
  const [status, setStatus] = useState<"any" | Invitee["status"]>("any");
  const searchable = props.invitees.length >= searchableFrom;
  const shown = arrange(props.invitees, { search, sort, status });

  if (props.invitees.length === 0) return <EmptyState title="Nobody has booked this session." />;
  return (
    <div>
      {searchable ? (
        <search className="mb-4 grid gap-3 sm:grid-cols-[1fr_10rem_10rem]">
          <TextField
            label="Search invitees"
            labelHidden
            type="search"
            icon={<Search />}
            placeholder="Name, e-mail or answer"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <Select
            label="Which invitees"
            labelHidden
            value={status}
            onChange={(event) => setStatus(statusOf(event.target.value))}
          >
            <option value="any">Everyone</option>
            <option value="active">Booked</option>
            <option value="canceled">Canceled</option>
          </Select>
          <Select
            label="Order"
            labelHidden
            value={sort}
            onChange={(event) => setSort(event.target.value === "booked" ? "booked" : "name")}
          >
            <option value="name">By name</option>
            <option value="booked">Latest first</option>
          </Select>
        </search>
      ) : null}
      {shown.length === 0 ? (
        <EmptyState title="No invitee matches." />
      ) : (
        <ul className="divide-y">
          {shown.map((invitee) => (
            <InviteeItem key={invitee.id} invitee={invitee} {...props} />
          ))}
        </ul>
      )}
    </div>
  );
}

function statusOf(value: string): "any" | Invitee["status"] {
  return value === "active" || value === "canceled" ? value : "any";
}

function arrange(
  invitees: readonly Invitee[],
  wish: { readonly search: string; readonly sort: InviteeSort; readonly status: "any" | Invitee["status"] },
): readonly Invitee[] {
  const words = wish.search.trim().toLocaleLowerCase();
  return invitees
    .filter((invitee) => wish.status === "any" || invitee.status === wish.status)
    .filter((invitee) => words === "" || textOf(invitee).includes(words))
    .toSorted((a, b) => (wish.sort === "name" ? a.name.localeCompare(b.name) : b.bookedAt.localeCompare(a.bookedAt)));
}

function textOf(invitee: Invitee): string {
  const answers = invitee.questionsAndAnswers.map(({ answer }) => answer);
  return [invitee.name, invitee.email, ...answers].join("\n").toLocaleLowerCase();
}

function InviteeItem(props: {
  readonly invitee: Invitee;
  readonly startAt: string;
  readonly sessionHref?: (sessionId: string) => string;
  readonly actionsFor?: (invitee: Invitee) => ReactNode;
}) {
  const { invitee, startAt, sessionHref } = props;
  const view = useTimeView();
  const moved = invitee.rescheduledToSessionId ?? invitee.rescheduledFromSessionId;
  return (
    <li className="flex gap-4 py-4 first:pt-0 last:pb-0">
      <Avatar name={invitee.name} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <p className="text-base font-medium text-ink">{invitee.name}</p>
          <InviteeBadge invitee={invitee} />
          {moved !== null && sessionHref !== undefined ? (
            <a href={sessionHref(moved)} className={`${textLinkClasses} text-sm`}>
              {invitee.rescheduledToSessionId === null ? "Moved from another time" : "Where it moved to"}
            </a>
          ) : null}
        </div>
        <p className="mt-0.5 text-sm text-ink-soft">
          {invitee.erasedAt === null ? (
            <a href={`mailto:${encodeURIComponent(invitee.email)}`} className="hover:text-ink hover:underline">
              {invitee.email}
            </a>
          ) : (
            `Calendly deleted their data on ${formatFull(invitee.erasedAt, view)}`
          )}
          {invitee.timeZone === null ? null : (
            <>
              {" · "}
              {sameClock(startAt, invitee.timeZone, view.timeZone)
                ? zoneCity(invitee.timeZone)
                : `${formatTime(startAt, { timeZone: invitee.timeZone, locale: view.locale })} in ${zoneCity(invitee.timeZone)}`}
            </>
          )}
          {" · "}
          <span>booked {formatFull(invitee.bookedAt, view)}</span>
        </p>
        {invitee.cancellation?.reason ? (
          <p className="mt-2 text-sm text-ink">
            <span className="text-ink-soft">Reason: </span>
            {invitee.cancellation.reason}
          </p>
        ) : null}
        <InviteeFacts invitee={invitee} />
        <Answers answers={invitee.questionsAndAnswers} />
        {invitee.routingAnswers.length > 0 ? (
          <>
            <p className="mt-4 text-sm font-medium text-ink">In the routing form</p>
            <Answers answers={invitee.routingAnswers} />
          </>
        ) : null}
        {props.actionsFor === undefined ? null : (
          <div className="mt-3 flex flex-wrap gap-2 empty:hidden">{props.actionsFor(invitee)}</div>
        )}
      </div>
    </li>
  );
}

function Answers({ answers }: { readonly answers: Invitee["questionsAndAnswers"] }) {
  if (answers.length === 0) return null;
  return (
    <dl className="mt-3 grid gap-3 border-l-2 pl-4">
      {answers.map(({ question, answer }) => (
        <div key={question}>
          <dt className="text-sm text-ink-soft">{question}</dt>
          <dd className="text-sm whitespace-pre-wrap text-ink">{answer === "" ? "No answer" : answer}</dd>
        </div>
      ))}
    </dl>
  );
}

function InviteeBadge({ invitee }: { readonly invitee: Invitee }) {
  if (invitee.noShowAt !== null) {
    return (
      <Badge tone="canceled" icon={UserX}>
        No-show
      </Badge>
    );
  }
  if (invitee.rescheduled) {
    return (
      <Badge tone="waiting" icon={Undo2}>
        Moved
      </Badge>
    );
  }
  return invitee.status === "canceled" ? (
    <Badge tone="canceled" icon={Ban}>
      Canceled
    </Badge>
  ) : (
    <Badge tone="confirmed" icon={Check}>
      Booked
    </Badge>
  );
}
