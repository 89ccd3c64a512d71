import type { SessionSummary } from "@punctual/contract";
import {
  dateIn,
  daysBetween,
  EmptyState,
  ErrorState,
  formatLongDate,
  SessionListSkeleton,
  type SessionPerspective,
  SessionRow,
  textLinkClasses,
  useNow,
  useSessions,
  useTimeView,
} from "@punctual/react";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

/** The next few sessions, under a page's main matter. */
export function ComingUp(props: {
  readonly perspective: SessionPerspective;
  readonly title: string;
  /** Already shown above. */
  readonly except?: string;
  readonly emptyAction?: ReactNode;
}) {
  const sessions = useSessions({ status: "active", phase: "upcoming", limit: 6 });
  const rows = (sessions.data?.pages[0]?.items ?? []).filter((session) => session.id !== props.except).slice(0, 5);
  return (
    <section aria-label={props.title}>
      <div className="flex min-h-11 items-center justify-between gap-4">
        <h2 className="text-base font-semibold">{props.title}</h2>
        <Link to="/sessions" className={`${textLinkClasses} inline-flex min-h-11 items-center text-sm`}>
          All sessions
        </Link>
      </div>
      {sessions.isPending ? (
        <SessionListSkeleton rows={3} />
      ) : sessions.isError ? (
        <ErrorState
          title="The sessions cannot be shown."
          error={sessions.error}
          onRetry={() => void sessions.refetch()}
          retrying={sessions.isFetching}
        />
      ) : rows.length === 0 ? (
        <EmptyState
          title={props.except === undefined ? "Nothing is coming up." : "Nothing else is coming up."}
          action={props.emptyAction}
        >
          A new booking appears here by itself.
        </EmptyState>
      ) : (
        <Days rows={rows} perspective={props.perspective} />
      )}
    </section>
  );
}

function Days(props: { readonly rows: readonly SessionSummary[]; readonly perspective: SessionPerspective }) {
  const navigate = useNavigate();
  const view = useTimeView();
  const now = useNow();
  const days = Map.groupBy(props.rows, (session) => dateIn(session.startAt, view.timeZone));
  return (
    <div className="flex flex-col gap-6" data-walk="">
      {[...days].map(([date, sessions]) => (
        <div key={date}>
          <h3 className="border-b pb-2 text-sm font-medium text-ink-soft">
            {nearWords(daysBetween(dateIn(now, view.timeZone), date))}
            {formatLongDate(sessions[0]?.startAt ?? now, view, now)}
          </h3>
          <ul>
            {sessions.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                perspective={props.perspective}
                href={`/sessions/${session.id}`}
                now={now}
                arrived={false}
                onOpen={({ id }) => void navigate({ to: "/sessions/$sessionId", params: { sessionId: id } })}
              />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function nearWords(days: number): string {
  return days === 0 ? "Today, " : days === 1 ? "Tomorrow, " : "";
}
