import type { SessionSummary } from "@punctual/contract";
import {
  buttonClasses,
  Countdown,
  firstNameOf,
  formatTime,
  LocationLabel,
  safeJoinUrl,
  useNow,
  useTimeView,
  When,
  whoOf,
} from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { Clock, Video } from "lucide-react";
import { CountdownRing } from "./CountdownRing.tsx";
import { ringProgress } from "./ring-progress.ts";

/** What is next, as large as the page allows: when, with whom, where, and the way in. */
export function NextSession(props: { readonly session: SessionSummary; readonly perspective: "coach" | "realtor" }) {
  const { session, perspective } = props;
  const view = useTimeView();
  const now = useNow(1000);
  const joinUrl = safeJoinUrl(session.location?.joinUrl);
  const running = Date.parse(session.startAt) <= now;
  const near = ringProgress(session, now);
  const [invitee] = session.invitees;
  const other = perspective === "coach" ? (invitee?.timeZone ?? null) : session.coach.timeZone;
  const whose = perspective === "coach" ? invitee?.name : session.coach.name;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex items-start justify-between gap-6">
        <When
          size="hero"
          startAt={session.startAt}
          zone={other}
          whose={whose === undefined ? undefined : firstNameOf(whose)}
          viewerZone={view.timeZone}
        />
        {near === null ? null : (
          <CountdownRing progress={near}>
            {running ? "now" : <Countdown to={session.startAt} over="now" />}
          </CountdownRing>
        )}
      </div>
      <div>
        <p className="text-lg font-medium">{titleOf(session, perspective)}</p>
        <p className="mt-1 flex flex-wrap items-center gap-x-5 gap-y-1 text-base text-ink-soft">
          <LocationLabel location={session.location} perspective={perspective} withDetail />
          <span className="inline-flex items-center gap-1.5">
            <Clock aria-hidden="true" className="size-4" strokeWidth={1.5} />
            until {formatTime(session.endAt, view)}
          </span>
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {joinUrl === null ? null : (
          <a
            href={joinUrl}
            target="_blank"
            rel="noopener noreferrer"
            className={buttonClasses({ variant: "primary", className: "max-sm:flex-1" })}
          >
            <Video aria-hidden="true" strokeWidth={1.5} />
            Join
            <span className="sr-only"> (opens a new tab)</span>
          </a>
        )}
        <Link
          to="/sessions/$sessionId"
          params={{ sessionId: session.id }}
          className={buttonClasses({ className: "max-sm:flex-1" })}
        >
          Details
        </Link>
      </div>
    </div>
  );
}

/** `60-minute coaching with Jordan Blake`; for the coach of a group: `Group workshop, 3 of 8 seats taken`. */
function titleOf(session: SessionSummary, perspective: "coach" | "realtor"): string {
  const group = perspective === "coach" && session.inviteeCount.limit > 1;
  return `${session.name}${group ? "," : " with"} ${whoOf(session, perspective)}`;
}
