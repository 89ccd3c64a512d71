import type { SessionSummary } from "@punctual/contract";
import { Avatar, buttonClasses, ErrorState, firstNameOf, PageHeader, useSessions } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { ArrowRight, CalendarPlus } from "lucide-react";
import { useViewer } from "../../identity/queries.ts";
import { ComingUp } from "../../sessions/ComingUp.tsx";
import { NextSession } from "../../sessions/NextSession.tsx";
import { NextSessionSkeleton } from "../../sessions/NextSessionSkeleton.tsx";
import { NothingNext } from "../../sessions/NothingNext.tsx";
import { useNextSession } from "../../sessions/use-next-session.ts";
import { LiveLine } from "../../shell/LiveLine.tsx";
import { Today } from "../../shell/Today.tsx";
import { useTitle } from "../../shell/use-title.ts";

/** What is my next session, and how do I book again? */
export function HomePage() {
  useTitle("Home");
  const viewer = useViewer();
  const next = useNextSession();
  return (
    <>
      <PageHeader title={`Hello ${firstNameOf(viewer.name)}`} lead={<Today />} actions={<LiveLine />} />
      <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <section aria-label="Your next session">
          {next.isPending ? (
            <NextSessionSkeleton />
          ) : next.isError ? (
            <ErrorState title="Your next session cannot be shown." error={next.error} onRetry={next.retry} />
          ) : next.session === null ? (
            <NothingNext
              title="No session is booked."
              action={
                <Link to="/coaches" className={buttonClasses({ variant: "primary", className: "max-sm:w-full" })}>
                  <CalendarPlus aria-hidden="true" strokeWidth={1.5} />
                  Find a coach
                </Link>
              }
            >
              Choose a coach and a time; it takes a minute.
            </NothingNext>
          ) : (
            <NextSession session={next.session} perspective="realtor" />
          )}
        </section>
        <BookAgain />
      </div>
      {next.session === null ? null : (
        <div className="mt-12 sm:mt-16">
          <ComingUp
            perspective="realtor"
            title="After that"
            except={next.session.id}
            emptyAction={
              <Link to="/coaches" className={buttonClasses()}>
                Book another
              </Link>
            }
          />
        </div>
      )}
    </>
  );
}

/** The coaches whom one met last: booking again is two presses. */
function BookAgain() {
  const sessions = useSessions({ sort: "start_desc", limit: 50 });
  const coaches = lastCoaches(sessions.data?.pages[0]?.items ?? []);
  return (
    <section aria-labelledby="book-again">
      <h2 id="book-again" className="text-base font-semibold">
        {coaches.length > 0 ? "Book again" : "Book"}
      </h2>
      <ul className="mt-3 divide-y border-y" data-walk="">
        {coaches.map((coach) => (
          <li key={coach.id}>
            <Link
              to="/coaches/$coachId"
              params={{ coachId: coach.id }}
              className="group flex min-h-14 items-center gap-3 py-2 text-sm font-medium focus-visible:-outline-offset-2"
            >
              <Avatar name={coach.name} />
              <span className="min-w-0 flex-1 truncate">{coach.name}</span>
              <ArrowRight aria-hidden="true" className="size-4 text-ink-soft" strokeWidth={1.5} />
            </Link>
          </li>
        ))}
        <li>
          <Link
            to="/coaches"
            className="flex min-h-14 items-center gap-3 py-2 text-sm font-medium text-accent focus-visible:-outline-offset-2"
          >
            See all coaches
          </Link>
        </li>
      </ul>
    </section>
  );
}

function lastCoaches(sessions: readonly SessionSummary[]): readonly SessionSummary["coach"][] {
  const coaches = new Map<string, SessionSummary["coach"]>();
  for (const { coach } of sessions) if (!coaches.has(coach.id)) coaches.set(coach.id, coach);
  return [...coaches.values()].slice(0, 3);
}
