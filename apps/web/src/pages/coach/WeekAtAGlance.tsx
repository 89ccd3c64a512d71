import {
  addDays,
  dateIn,
  Loading,
  Skeleton,
  startOfDate,
  textLinkClasses,
  useNow,
  useSessions,
  useTimeView,
} from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { formatDay } from "./format-day.ts";
import { useOpenHours } from "./use-open-hours.ts";

const days = 7;

/** The next seven days: how much is booked, and how much is still open. */
export default function WeekAtAGlance() {
  const view = useTimeView();
  const now = useNow(60_000);
  const from = dateIn(now, view.timeZone);
  const to = addDays(from, days);
  const sessions = useSessions({
    status: "active",
    from: startOfDate(from, view.timeZone),
    to: startOfDate(to, view.timeZone),
    limit: 100,
  });
  const open = useOpenHours(from, to);
  const booked = Map.groupBy(sessions.data?.pages[0]?.items ?? [], (session) => dateIn(session.startAt, view.timeZone));
  const dates = Array.from({ length: days }, (_, day) => addDays(from, day));
  const most = Math.max(1, ...dates.map((date) => open.hours?.get(date) ?? 0));
  return (
    <section aria-labelledby="week">
      <div className="flex min-h-11 items-center justify-between gap-4">
        <h2 id="week" className="text-base font-semibold">
          The next seven days
        </h2>
        <Link to="/availability" className={`${textLinkClasses} inline-flex min-h-11 items-center text-sm`}>
          Availability
        </Link>
      </div>
      {sessions.isPending ? (
        <Loading label="Loading the week" className="grid gap-2 sm:grid-cols-7">
          {dates.map((date) => (
            <Skeleton key={date} className="h-11 sm:h-28" />
          ))}
        </Loading>
      ) : (
        <ol className="grid border-t sm:grid-cols-7 sm:border-b">
          {dates.map((date, day) => {
            const { weekday, dayOfMonth } = formatDay(date, view.locale);
            const hours = open.hours?.get(date) ?? 0;
            return (
              <li
                key={date}
                className="grid min-h-12 grid-cols-[5.5rem_6rem_minmax(0,1fr)] items-center gap-x-3 border-b py-2 text-sm sm:flex sm:flex-col sm:items-start sm:border-b-0 sm:border-l sm:px-3 sm:py-4 sm:first:border-l-0 sm:first:pl-0"
              >
                <span className={day === 0 ? "font-medium text-accent" : "font-medium"}>
                  {weekday} {dayOfMonth}
                </span>
                <span className="sm:mt-2 sm:text-lg sm:font-semibold">
                  {sessionWords(booked.get(date)?.length ?? 0)}
                </span>
                <span className="flex w-full flex-col gap-1.5 text-ink-soft">
                  {open.known ? (
                    <>
                      <span>{hours === 0 ? "nothing open" : `${hours.toFixed(1)} h open`}</span>
                      <span aria-hidden="true" className="hidden h-1 rounded-full bg-line sm:block">
                        <span
                          className="block h-full rounded-full bg-accent"
                          style={{ width: `${(hours / most) * 100}%` }}
                        />
                      </span>
                    </>
                  ) : open.isPending ? (
                    <Skeleton className="h-4 w-16" />
                  ) : (
                    "–"
                  )}
                </span>
              </li>
            );
          })}
        </ol>
      )}
      {open.notice === null ? null : <p className="mt-3 text-sm text-ink-soft">{open.notice}</p>}
    </section>
  );
}

function sessionWords(count: number): string {
  if (count === 0) return "None";
  return count === 1 ? "1 session" : `${count} sessions`;
}
