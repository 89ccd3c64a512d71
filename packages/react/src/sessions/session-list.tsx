import type { SessionSummary } from "@punctual/contract";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { type SessionQuery, useSessions } from "../data/sessions.ts";
import { dateIn, daysBetween } from "../time/calendar.ts";
import { formatLongDate, type TimeView } from "../time/format.ts";
import { useNow, useTimeView } from "../time/time-context.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { useListKeys } from "./list-keys.ts";
import { SessionFilterBar } from "./session-filter-bar.tsx";
import { isNarrowed, type SessionFilters, type SessionView, sessionQueryOf } from "./session-filters.ts";
import { SessionListSkeleton } from "./session-list-skeleton.tsx";
import { type SessionPerspective, SessionRow } from "./session-row.tsx";

export interface SessionListProps {
  readonly perspective: SessionPerspective;
  /** Kept outside when given (in a page's address, for example), inside otherwise. */
  readonly filters?: SessionFilters;
  readonly onFiltersChange?: (filters: SessionFilters) => void;
  /** Only sessions of this coach or event type. */
  readonly coachId?: string;
  readonly eventTypeId?: string;
  readonly hrefOf: (session: SessionSummary) => string;
  readonly onOpen: (session: SessionSummary) => void;
  /** Rows of a page; 25 when absent. */
  readonly pageSize?: number;
  /** What one can do when there is nothing upcoming: 'Find a coach', for example. */
  readonly emptyAction?: ReactNode;
}

/** The sessions that the signed-in person may see, by day, in their own zone. */
export function SessionList(props: SessionListProps) {
  const [inner, setInner] = useState<SessionFilters>({});
  const filters = props.filters ?? inner;
  const onChange = (next: SessionFilters) => {
    setInner(next);
    props.onFiltersChange?.(next);
  };

  const { timeZone } = useTimeView();
  const scope = {
    ...(props.coachId === undefined ? {} : { coachId: props.coachId }),
    ...(props.eventTypeId === undefined ? {} : { eventTypeId: props.eventTypeId }),
  };
  const query = { ...sessionQueryOf(filters, scope, timeZone), limit: props.pageSize ?? 25 };
  const sessions = useSessions(query);
  const running = useRunning(query, (filters.view ?? "upcoming") === "upcoming");
  const rows = useMemo(
    () => [...running, ...(sessions.data?.pages.flatMap((page) => page.items) ?? [])],
    [running, sessions.data],
  );

  const list = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  useListKeys(list, search);

  return (
    <div className="flex flex-col gap-6">
      <SessionFilterBar filters={filters} onChange={onChange} searchRef={search} />
      <div ref={list} aria-busy={sessions.isPlaceholderData || undefined}>
        {sessions.isPending ? (
          <SessionListSkeleton />
        ) : sessions.isError && rows.length === 0 ? (
          <ErrorState
            title="The sessions cannot be shown."
            error={sessions.error}
            onRetry={() => void sessions.refetch()}
            retrying={sessions.isFetching}
          />
        ) : rows.length === 0 ? (
          <NoSessions
            filters={filters}
            action={props.emptyAction}
            onShowAll={() => onChange({ view: filters.view, sort: filters.sort })}
          />
        ) : (
          <>
            <Days rows={rows} listKey={JSON.stringify([query, sessions.isPlaceholderData])} {...props} />
            <ShowMore pages={sessions} />
          </>
        )}
      </div>
    </div>
  );
}

const nobody: readonly SessionSummary[] = [];

/** What is going on just now belongs to 'upcoming' for a person, and is a phase of its own for the API. */
function useRunning(query: SessionQuery, enabled: boolean): readonly SessionSummary[] {
  const running = useSessions({ ...query, phase: "in_progress", limit: 10 }, { enabled });
  return enabled ? (running.data?.pages[0]?.items ?? nobody) : nobody;
}

function Days(
  props: Pick<SessionListProps, "perspective" | "hrefOf" | "onOpen"> & {
    readonly rows: readonly SessionSummary[];
    readonly listKey: string;
  },
) {
  const view = useTimeView();
  const now = useNow();
  const isNew = useArrivals(props.rows, props.listKey);
  return (
    <div className="flex flex-col gap-8">
      {byDate(props.rows, view).map(([date, sessions]) => (
        <section key={date} aria-label={dayWords(date, sessions, now, view)}>
          <h2 className="border-b pb-2 text-sm font-medium text-ink-soft">{dayWords(date, sessions, now, view)}</h2>
          <ul>
            {sessions.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                perspective={props.perspective}
                href={props.hrefOf(session)}
                onOpen={props.onOpen}
                now={now}
                arrived={isNew(session.id)}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Which rows came after the list was first shown: those that enter before the last known row, not those of a next page. */
function useArrivals(rows: readonly SessionSummary[], listKey: string): (id: string) => boolean {
  const known = useRef<{ key: string; ids: ReadonlySet<string>; arrived: Set<string> } | null>(null);
  const ids = rows.map((row) => row.id);
  const before = known.current;
  const arrived = before !== null && before.key === listKey ? before.arrived : new Set<string>();
  if (before !== null && before.key === listKey) {
    const lastKnown = ids.findLastIndex((id) => before.ids.has(id));
    for (const [at, id] of ids.entries()) if (!before.ids.has(id) && at < lastKnown) arrived.add(id);
    if (rows.length === before.ids.size + 1) for (const id of ids) if (!before.ids.has(id)) arrived.add(id);
  }
  useEffect(() => {
    known.current = { key: listKey, ids: new Set(ids), arrived };
  });
  return (id) => arrived.has(id);
}

function byDate(rows: readonly SessionSummary[], view: TimeView): [string, SessionSummary[]][] {
  const days = new Map<string, SessionSummary[]>();
  for (const row of rows) {
    const date = dateIn(row.startAt, view.timeZone);
    days.set(date, [...(days.get(date) ?? []), row]);
  }
  return [...days];
}

function dayWords(date: string, sessions: readonly SessionSummary[], now: number, view: TimeView): string {
  const [first] = sessions;
  const words = first === undefined ? date : formatLongDate(first.startAt, view, now);
  const days = daysBetween(dateIn(now, view.timeZone), date);
  const near = days === 0 ? "Today" : days === 1 ? "Tomorrow" : days === -1 ? "Yesterday" : null;
  return near === null ? words : `${near}, ${words}`;
}

const emptyWords: Record<SessionView, string> = {
  upcoming: "Nothing is coming up.",
  past: "No sessions have taken place yet.",
  canceled: "No session was canceled.",
  all: "There are no sessions yet.",
};

function NoSessions(props: {
  readonly filters: SessionFilters;
  readonly action: ReactNode;
  readonly onShowAll: () => void;
}) {
  const view = props.filters.view ?? "upcoming";
  if (isNarrowed(props.filters)) {
    return (
      <EmptyState
        title="No session matches."
        action={<Button onClick={props.onShowAll}>Clear search and dates</Button>}
      >
        {props.filters.search ? (
          <>Nothing was found for “{props.filters.search}”.</>
        ) : (
          "Nothing starts between these dates."
        )}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={emptyWords[view]} action={view === "upcoming" || view === "all" ? props.action : undefined}>
      {view === "upcoming" ? "A new booking appears here by itself." : undefined}
    </EmptyState>
  );
}
