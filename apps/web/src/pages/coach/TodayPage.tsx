import { buttonClasses, ErrorState, PageHeader, useConnection } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { CalendarCheck2 } from "lucide-react";
import { Suspense } from "react";
import { lazyPart } from "../../routing/lazy-part.tsx";
import { NextSession } from "../../sessions/NextSession.tsx";
import { NextSessionSkeleton } from "../../sessions/NextSessionSkeleton.tsx";
import { NothingNext } from "../../sessions/NothingNext.tsx";
import { useNextSession } from "../../sessions/use-next-session.ts";
import { LiveLine } from "../../shell/LiveLine.tsx";
import { Today } from "../../shell/Today.tsx";
import { useTitle } from "../../shell/use-title.ts";

// Beside or below what is next, or seen once in a coach's life: not worth waiting for.
const ComingUp = lazyPart(async () => ({ default: (await import("../../sessions/ComingUp.tsx")).ComingUp }));
const NeedsYou = lazyPart(async () => ({ default: (await import("./NeedsYou.tsx")).NeedsYou }));
const TodayLine = lazyPart(async () => ({ default: (await import("./TodayLine.tsx")).TodayLine }));
const WeekAtAGlance = lazyPart(() => import("./WeekAtAGlance.tsx"));
const Welcome = lazyPart(() => import("./Welcome.tsx"));

/** What is next, and does anything need me? */
export function TodayPage() {
  useTitle("Today");
  const next = useNextSession();
  const connection = useConnection();
  if (next.session === null && connection.data?.state === "none") {
    return (
      <>
        <PageHeader title={<Today />} actions={<LiveLine />} />
        <Suspense fallback={<NextSessionSkeleton />}>
          <Welcome />
        </Suspense>
      </>
    );
  }
  return (
    <>
      <PageHeader title={<Today />} actions={<LiveLine />} />
      <div className="grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <section aria-label="Your next session">
          {next.isPending ? (
            <NextSessionSkeleton />
          ) : next.isError ? (
            <ErrorState title="Your next session cannot be shown." error={next.error} onRetry={next.retry} />
          ) : next.session === null ? (
            <NothingNext
              title="Nothing is booked."
              action={
                <Link to="/availability" className={buttonClasses({ className: "max-sm:w-full" })}>
                  <CalendarCheck2 aria-hidden="true" strokeWidth={1.5} />
                  See when you can be booked
                </Link>
              }
            >
              A new booking appears here by itself.
            </NothingNext>
          ) : (
            <NextSession session={next.session} perspective="coach" />
          )}
        </section>
        <Suspense fallback={null}>
          <NeedsYou />
        </Suspense>
      </div>
      <div className="mt-10 flex flex-col gap-12 sm:mt-14">
        <Suspense fallback={<div className="h-44" />}>
          <TodayLine />
          <WeekAtAGlance />
          {next.session === null ? null : <ComingUp perspective="coach" title="After that" except={next.session.id} />}
        </Suspense>
      </div>
    </>
  );
}
