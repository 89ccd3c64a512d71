import type { SessionSummary } from "@punctual/contract";
import { useNow, useSessions } from "@punctual/react";
import { useEffect } from "react";

export interface NextSessionState {
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly error: unknown;
  /** The one that is running, otherwise the next; null when none is booked. */
  readonly session: SessionSummary | null;
  readonly retry: () => void;
}

/** What is going on now, or next. Moves on by itself when a session has ended. */
export function useNextSession(): NextSessionState {
  const now = useNow();
  const running = useSessions({ status: "active", phase: "in_progress", limit: 1 });
  const upcoming = useSessions({ status: "active", phase: "upcoming", limit: 2 });
  const known = [...(running.data?.pages[0]?.items ?? []), ...(upcoming.data?.pages[0]?.items ?? [])];
  const session = known.find((each) => Date.parse(each.endAt) > now) ?? null;

  const { refetch } = upcoming;
  const ranOut = known.length > 0 && session === null;
  useEffect(() => {
    if (ranOut) void refetch();
  }, [ranOut, refetch]);

  return {
    isPending: running.isPending || upcoming.isPending,
    isError: session === null && (running.isError || upcoming.isError),
    error: running.error ?? upcoming.error,
    session,
    retry: () => {
      void running.refetch();
      void upcoming.refetch();
    },
  };
}
