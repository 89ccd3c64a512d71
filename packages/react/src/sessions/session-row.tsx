import type { SessionSummary } from "@punctual/contract";
import type { MouseEvent } from "react";
import { dateIn } from "../time/calendar.ts";
import { formatTime, formatWeekday, sameClock, zoneCity } from "../time/format.ts";
import { formatRelative } from "../time/relative.ts";
import { useTimeView } from "../time/time-context.tsx";
import { classNames } from "../ui/class-names.ts";
import { LocationLabel } from "./location.tsx";
import { SessionBadge } from "./session-status.tsx";

/** From whose side sessions are looked at: it decides who is named in a row. */
export type SessionPerspective = "coach" | "realtor" | "admin";

/** One session in a list: the time first and largest, then what, with whom, where, and how it stands. */
export function SessionRow(props: {
  readonly session: SessionSummary;
  readonly perspective: SessionPerspective;
  readonly href: string;
  readonly now: number;
  /** It came while the page was open. */
  readonly arrived: boolean;
  readonly onOpen: (session: SessionSummary) => void;
}) {
  const { session, now } = props;
  const view = useTimeView();
  const over = session.status === "canceled";
  const open = (event: MouseEvent) => {
    // A press with a modifier means 'in a new tab': that is the browser's.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    props.onOpen(session);
  };
  return (
    <li className={classNames("border-b last:border-b-0", props.arrived && "animate-arrive")}>
      <a
        href={props.href}
        data-session-row=""
        onClick={open}
        className={classNames(
          "-mx-3 grid grid-cols-[5.75rem_minmax(0,1fr)] gap-x-4 gap-y-1 rounded-md px-3 py-3.5 transition-colors hover:bg-sunken sm:grid-cols-[6.5rem_minmax(0,1fr)_auto] sm:items-center sm:gap-x-6",
          "focus-visible:rounded-md focus-visible:-outline-offset-2",
          props.arrived && "animate-arrived",
        )}
      >
        <span className="row-span-2 sm:row-span-1">
          <time
            dateTime={session.startAt}
            className={classNames(
              "block text-lg font-semibold whitespace-nowrap",
              over ? "text-ink-soft line-through" : "text-ink",
            )}
          >
            {formatTime(session.startAt, view)}
          </time>
          <span className="block text-xs whitespace-nowrap text-ink-soft">to {formatTime(session.endAt, view)}</span>
        </span>
        <span className="min-w-0">
          <span className="block truncate text-base font-medium text-ink">{whoOf(session, props.perspective)}</span>
          <span className="mt-0.5 flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
            <span>{session.name}</span>
            <Dot />
            <LocationLabel location={session.location} perspective={props.perspective} />
            <OtherClock session={session} perspective={props.perspective} />
          </span>
        </span>
        <span className="flex items-center gap-3 sm:justify-end">
          {over ? null : (
            <span className="text-sm whitespace-nowrap text-ink-soft max-sm:order-last">
              {relativeOf(session, now, view)}
            </span>
          )}
          <SessionBadge session={session} now={now} />
        </span>
      </a>
    </li>
  );
}

function relativeOf(session: SessionSummary, now: number, view: ReturnType<typeof useTimeView>): string {
  if (Date.parse(session.startAt) <= now && now < Date.parse(session.endAt)) {
    return `ends ${formatRelative(session.endAt, now, view)}`;
  }
  return formatRelative(session.startAt, now, view);
}

function Dot() {
  return (
    <span aria-hidden="true" className="max-sm:hidden">
      ·
    </span>
  );
}

/** The other side's time, where clocks differ. */
function OtherClock(props: { readonly session: SessionSummary; readonly perspective: SessionPerspective }) {
  const { session, perspective } = props;
  const view = useTimeView();
  const zone = perspective === "coach" ? (session.invitees[0]?.timeZone ?? null) : session.coach.timeZone;
  if (zone === null || sameClock(session.startAt, zone, view.timeZone)) return null;
  const there = { timeZone: zone, locale: view.locale };
  const otherDay = dateIn(session.startAt, zone) !== dateIn(session.startAt, view.timeZone);
  return (
    <>
      <Dot />
      <span className="whitespace-nowrap">
        {otherDay ? `${formatWeekday(session.startAt, there)} ` : ""}
        {formatTime(session.startAt, there)} in {zoneCity(zone)}
      </span>
    </>
  );
}

/** Who is met: the other side, or both for who oversees. */
export function whoOf(session: SessionSummary, perspective: SessionPerspective): string {
  const invitees = inviteeWords(session);
  if (perspective === "coach") return invitees;
  if (perspective === "realtor") return session.coach.name;
  return session.inviteeCount.limit > 1
    ? `${session.coach.name}: ${invitees}`
    : `${session.coach.name} with ${invitees}`;
}

function inviteeWords(session: SessionSummary): string {
  const { limit, active, total } = session.inviteeCount;
  if (limit > 1) return `${active} of ${limit} seats taken`;
  const [first] = session.invitees;
  if (first === undefined) return total === 0 ? "Nobody yet" : "One invitee";
  return first.name;
}
