import type { SessionSummary } from "@punctual/contract";
import {
  addDays,
  classNames,
  dateIn,
  formatTime,
  formatTimeRange,
  SessionRow,
  startOfDate,
  useNow,
  useSessions,
  useTimeView,
  whoOf,
} from "@punctual/react";
import { Link, useNavigate } from "@tanstack/react-router";
import { layOutDay } from "./day-line.ts";

/** Today on one line, hour by hour; on a phone as a list. Nothing at all on a day without sessions. */
export function TodayLine() {
  const view = useTimeView();
  const now = useNow(60_000);
  const today = dateIn(now, view.timeZone);
  const dayStart = startOfDate(today, view.timeZone);
  const sessions = useSessions({
    status: "active",
    from: dayStart,
    to: startOfDate(addDays(today, 1), view.timeZone),
    limit: 50,
  });
  const rows = sessions.data?.pages[0]?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="today-line">
      <h2 id="today-line" className="mb-4 text-base font-semibold">
        {rows.length === 1 ? "One session today" : `${rows.length} sessions today`}
      </h2>
      <Line rows={rows} dayStart={Date.parse(dayStart)} now={now} />
      <PhoneList rows={rows} now={now} />
    </section>
  );
}

interface LineProps {
  readonly rows: readonly SessionSummary[];
  readonly now: number;
}

function Line({ rows, now, dayStart }: LineProps & { readonly dayStart: number }) {
  const view = useTimeView();
  const line = layOutDay(rows, dayStart, view.timeZone, now);
  return (
    <div className="relative hidden h-20 sm:block">
      <div aria-hidden="true" className="absolute inset-x-0 top-6 h-11 rounded-md bg-sunken" />
      {line.hours.map(({ hour, at }) => (
        <div key={at} aria-hidden="true" className="absolute top-0 h-full" style={{ left: `${at * 100}%` }}>
          <span className="absolute top-6 h-11 border-l" />
          <span
            className={classNames(
              "absolute top-0 text-xs whitespace-nowrap text-ink-soft",
              at === 0 ? "" : at >= 0.999 ? "-translate-x-full" : "-translate-x-1/2",
            )}
          >
            {String(hour).padStart(2, "0")}
          </span>
        </div>
      ))}
      {line.blocks.map(({ session, start, length }) => {
        const over = Date.parse(session.endAt) <= now;
        const words = `${whoOf(session, "coach")}, ${session.name}, ${formatTimeRange(session.startAt, session.endAt, view)}`;
        return (
          <Link
            key={session.id}
            to="/sessions/$sessionId"
            params={{ sessionId: session.id }}
            title={words}
            style={{ left: `${start * 100}%`, width: `${length * 100}%` }}
            className={classNames(
              "absolute top-6 flex h-11 min-w-6 flex-col justify-center overflow-hidden rounded-sm border-l-2 px-2 text-xs leading-4 whitespace-nowrap transition-colors",
              over
                ? "border-line-strong bg-line text-ink-soft"
                : "border-accent bg-accent-soft text-accent-strong hover:border-accent-strong",
            )}
          >
            <span className="sr-only">{words}</span>
            <span aria-hidden="true" className="truncate font-medium">
              {whoOf(session, "coach")}
            </span>
            <span aria-hidden="true" className="truncate">
              {formatTime(session.startAt, view)}
            </span>
          </Link>
        );
      })}
      {line.now === null ? null : (
        <div aria-hidden="true" className="absolute top-5 h-13 w-px bg-accent" style={{ left: `${line.now * 100}%` }}>
          <span className="absolute -top-1 -left-1 size-2.25 rounded-full bg-accent" />
        </div>
      )}
    </div>
  );
}

function PhoneList({ rows, now }: LineProps) {
  const navigate = useNavigate();
  return (
    <ul className="border-t sm:hidden">
      {rows.map((session) => (
        <SessionRow
          key={session.id}
          session={session}
          perspective="coach"
          href={`/sessions/${session.id}`}
          now={now}
          arrived={false}
          onOpen={({ id }) => void navigate({ to: "/sessions/$sessionId", params: { sessionId: id } })}
        />
      ))}
    </ul>
  );
}
