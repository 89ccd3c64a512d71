import { ApiProblem, type Session } from "@punctual/contract";
import { ArrowLeft, CalendarX2, ExternalLink, Users, Video } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useSession } from "../data/sessions.ts";
import { formatFull } from "../time/format.ts";
import { useNow, useTimeView } from "../time/time-context.tsx";
import { Countdown, When } from "../time/when.tsx";
import { Button, buttonClasses } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { CancelSessionDialog } from "./cancel-session-dialog.tsx";
import { InviteeList } from "./invitee-list.tsx";
import { LocationLabel, safeJoinUrl } from "./location.tsx";
import { SessionHistory } from "./session-history.tsx";
import type { SessionPerspective } from "./session-row.tsx";
import { SessionBadge, sessionState } from "./session-status.tsx";

export interface SessionDetailsProps {
  /** Our id, or the last part of the Calendly URI. */
  readonly sessionId: string;
  readonly perspective: SessionPerspective;
  readonly onBack?: () => void;
  readonly sessionHref?: (sessionId: string) => string;
  readonly onCanceled?: (session: Session) => void;
}

/** Everything about one session, and what the signed-in person may do with it. */
export function SessionDetails(props: SessionDetailsProps) {
  const session = useSession(props.sessionId);
  const back =
    props.onBack === undefined ? null : (
      <Button
        variant="quiet"
        size="small"
        className="-ml-3 self-start text-ink-soft"
        icon={<ArrowLeft strokeWidth={1.5} />}
        onClick={props.onBack}
      >
        Back
      </Button>
    );
  if (session.isPending) {
    return (
      <>
        {back}
        <SessionDetailsSkeleton />
      </>
    );
  }
  if (session.data === undefined) {
    const missing = session.error instanceof ApiProblem && session.error.problem.code === "not_found";
    return (
      <>
        {back}
        {missing ? (
          <EmptyState title="There is no such session." icon={<CalendarX2 />}>
            It may belong to someone else, or its address is incomplete.
          </EmptyState>
        ) : (
          <ErrorState
            title="The session cannot be shown."
            error={session.error}
            onRetry={() => void session.refetch()}
            retrying={session.isFetching}
          />
        )}
      </>
    );
  }
  return (
    <article className="flex flex-col gap-2">
      {back}
      <SessionBody {...props} session={session.data} />
    </article>
  );
}

function SessionBody(props: SessionDetailsProps & { readonly session: Session }) {
  const { session, perspective } = props;
  const now = useNow();
  const state = sessionState(session, now);
  const [canceling, setCanceling] = useState(false);
  const join = state === "upcoming" || state === "in_progress" ? safeJoinUrl(session.location?.joinUrl) : null;
  const own = perspective === "realtor" ? session.invitees[0] : undefined;
  const other =
    perspective === "coach"
      ? { zone: session.invitees[0]?.timeZone, whose: session.invitees[0]?.name }
      : { zone: session.coach.timeZone, whose: session.coach.name };

  return (
    <>
      <header className="flex flex-col gap-5 border-b pb-8">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-lg font-semibold text-ink">{titleOf(session, perspective)}</h1>
          <SessionBadge session={session} now={now} />
        </div>
        <When
          size="hero"
          startAt={session.startAt}
          endAt={session.endAt}
          zone={other.zone}
          whose={other.whose}
          over={session.status === "canceled"}
        />
        <p className="flex flex-wrap items-center gap-x-4 gap-y-2 text-base text-ink">
          <LocationLabel location={session.location} perspective={perspective} withDetail />
          {session.status === "canceled" ? null : <InviteeCounter session={session} />}
        </p>
        {session.cancellation === null ? null : <CanceledNote session={session} />}
        {session.gone ? (
          <p className="rounded-md bg-sunken px-4 py-3 text-sm text-ink">
            Calendly has deleted the data of this session. What is left is that it was, when, and with which host.
          </p>
        ) : null}
        <div className="flex flex-wrap gap-2 empty:hidden">
          {join === null ? null : (
            <a href={join} target="_blank" rel="noopener noreferrer" className={buttonClasses({ variant: "primary" })}>
              <Video aria-hidden="true" strokeWidth={1.5} />
              {state === "upcoming" ? <JoinWords startAt={session.startAt} now={now} /> : "Join now"}
            </a>
          )}
          {own?.rescheduleUrl && state === "upcoming" ? (
            <OutsideLink href={own.rescheduleUrl}>Reschedule at Calendly</OutsideLink>
          ) : null}
          {own?.cancelUrl && state === "upcoming" ? (
            <OutsideLink href={own.cancelUrl}>Cancel at Calendly</OutsideLink>
          ) : null}
          {session.may.cancel.allowed ? <Button onClick={() => setCanceling(true)}>Cancel session</Button> : null}
        </div>
        {!session.may.cancel.allowed &&
        session.may.cancel.why !== null &&
        session.status === "active" &&
        !session.gone &&
        perspective !== "realtor" ? (
          <p className="text-sm text-ink-soft">{session.may.cancel.why}</p>
        ) : null}
      </header>

      <div className="grid gap-10 pt-8 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <Section title={session.invitees.length === 1 ? "Invitee" : "Invitees"}>
          <InviteeList
            invitees={session.invitees}
            startAt={session.startAt}
            {...(props.sessionHref === undefined ? {} : { sessionHref: props.sessionHref })}
          />
          {session.guests.length > 0 ? (
            <div className="mt-6 border-t pt-6">
              <h3 className="text-sm font-medium text-ink">Guests</h3>
              <ul className="mt-2 grid gap-1 text-sm text-ink-soft">
                {session.guests.map((guest) => (
                  <li key={guest.email}>{guest.email}</li>
                ))}
              </ul>
            </div>
          ) : null}
        </Section>
        <Section title="What happened">
          <SessionHistory session={session} sessionHref={props.sessionHref} />
        </Section>
        <HostSide session={session} />
      </div>
      {canceling ? (
        <CancelSessionDialog
          session={session}
          open
          onOpenChange={setCanceling}
          {...(props.onCanceled === undefined ? {} : { onCanceled: props.onCanceled })}
        />
      ) : null}
    </>
  );
}

function titleOf(session: Session, perspective: SessionPerspective): string {
  if (perspective === "realtor") return `${session.name} with ${session.coach.name}`;
  const [only] = session.invitees;
  const invitee = session.inviteeCount.limit === 1 && only !== undefined ? ` with ${only.name}` : "";
  return perspective === "admin" ? `${session.name}: ${session.coach.name}${invitee}` : `${session.name}${invitee}`;
}

function JoinWords({ startAt, now }: { readonly startAt: string; readonly now: number }) {
  if (Date.parse(startAt) - now > 60 * 60_000) return <>Join</>;
  return (
    <span>
      Join, starts in <Countdown to={startAt} over="a moment" />
    </span>
  );
}

function InviteeCounter({ session }: { readonly session: Session }) {
  const { active, limit } = session.inviteeCount;
  return (
    <span className="inline-flex items-center gap-1.5">
      <Users aria-hidden="true" className="size-4" strokeWidth={1.5} />
      {limit > 1 ? `${active} of ${limit} seats taken` : active === 1 ? "1 invitee" : `${active} invitees`}
    </span>
  );
}

function CanceledNote({ session }: { readonly session: Session }) {
  const view = useTimeView();
  const { cancellation } = session;
  if (cancellation === null) return null;
  return (
    <div className="rounded-md bg-canceled-soft px-4 py-3 text-sm text-ink">
      <p>
        {cancellation.canceledBy} canceled on {formatFull(cancellation.at, view)}.
      </p>
      {cancellation.reason ? (
        <p className="mt-1">“{cancellation.reason}”</p>
      ) : (
        <p className="mt-1">No reason was given.</p>
      )}
    </div>
  );
}

function OutsideLink(props: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a href={props.href} target="_blank" rel="noopener noreferrer" className={buttonClasses()}>
      <ExternalLink aria-hidden="true" strokeWidth={1.5} />
      {props.children}
    </a>
  );
}

function Section(props: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-4 text-base font-semibold text-ink">{props.title}</h2>
      {props.children}
    </section>
  );
}

/** Hosts beside the coach, the calendar that it stands in, and what the host wrote down. */
function HostSide({ session }: { readonly session: Session }) {
  const others = session.hosts.filter(({ name }) => name !== null && name !== session.coach.name);
  if (others.length === 0 && session.meetingNotes === null && session.calendar === null) return null;
  return (
    <Section title="On the host's side">
      <div className="grid gap-3 text-sm text-ink">
        {others.length > 0 ? <p>With {others.map(({ name }) => name).join(", ")} as host.</p> : null}
        {session.calendar === null ? null : (
          <p>In the host's {calendarNames[session.calendar] ?? "connected"} calendar.</p>
        )}
        {session.meetingNotes === null ? null : <p className="whitespace-pre-wrap">{session.meetingNotes}</p>}
      </div>
    </Section>
  );
}

const calendarNames: Readonly<Record<string, string>> = {
  google: "Google",
  outlook: "Outlook",
  outlook_desktop: "Outlook",
  exchange: "Exchange",
  icloud: "iCloud",
};

function SessionDetailsSkeleton() {
  return (
    <Loading label="Loading the session" className="flex flex-col gap-5">
      <Skeleton className="h-7 w-80 max-w-full" />
      <Skeleton className="h-11 w-72 max-w-full" />
      <Skeleton className="h-5 w-56" />
      <Skeleton className="mt-8 h-24 w-full max-w-prose" />
    </Loading>
  );
}
