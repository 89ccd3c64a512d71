import type { Session, SessionEvent } from "@punctual/contract";
import { formatFull } from "../time/format.ts";
import { useTimeView } from "../time/time-context.tsx";
import { textLinkClasses } from "../ui/button.tsx";

/** What happened to a session and to its invitees' bookings before and after they moved, oldest first. */
export function SessionHistory(props: {
  readonly session: Pick<Session, "id" | "history">;
  readonly sessionHref?: ((sessionId: string) => string) | undefined;
}) {
  const view = useTimeView();
  const { history } = props.session;
  if (history.length === 0) return <p className="text-sm text-ink-soft">Nothing is recorded yet.</p>;
  return (
    <ol className="border-l pl-5">
      {history.map((entry) => (
        <li key={`${entry.at} ${entry.what} ${entry.who} ${entry.from?.sessionId}`} className="relative pb-5 last:pb-0">
          <span aria-hidden="true" className="absolute top-1.5 -left-[1.4375rem] size-1.5 rounded-full bg-accent" />
          <p className="text-sm text-ink">
            {words[entry.what]}
            {entry.who === null ? null : <span className="text-ink-soft"> · {entry.who}</span>}
          </p>
          {entry.what === "moved" ? <Move entry={entry} {...props} /> : null}
          {entry.reason ? <p className="text-sm text-ink">“{entry.reason}”</p> : null}
          <time dateTime={entry.at} className="text-xs text-ink-soft">
            {formatFull(entry.at, view)}
          </time>
        </li>
      ))}
    </ol>
  );
}

const words: Record<SessionEvent["what"], string> = {
  booked: "Booked",
  moved: "Moved",
  canceled: "Canceled",
  no_show: "Marked as no-show",
  gone: "Deleted at Calendly",
};

function Move(props: {
  readonly entry: SessionEvent;
  readonly session: Pick<Session, "id">;
  readonly sessionHref?: ((sessionId: string) => string) | undefined;
}) {
  const { from, to } = props.entry;
  return (
    <p className="text-sm text-ink-soft">
      from {from === null ? "a time that is not known here" : <Time {...props} time={from} />} to{" "}
      {to === null ? "a time that is not known here" : <Time {...props} time={to} />}
    </p>
  );
}

/** A time of a booking; it leads to its session unless that is the one on the page. */
function Time(props: {
  readonly time: NonNullable<SessionEvent["to"]>;
  readonly session: Pick<Session, "id">;
  readonly sessionHref?: ((sessionId: string) => string) | undefined;
}) {
  const { time, session, sessionHref } = props;
  const view = useTimeView();
  const text = <time dateTime={time.startAt}>{formatFull(time.startAt, view)}</time>;
  if (sessionHref === undefined || time.sessionId === session.id) return text;
  return (
    <a href={sessionHref(time.sessionId)} className={textLinkClasses}>
      {text}
    </a>
  );
}
