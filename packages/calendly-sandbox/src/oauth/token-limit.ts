import type { State } from "../state.ts";

const minute = 60_000;

export interface TokenLimit {
  /** Counts one call of the token endpoint for a user; headers for a call that came too often, null for one that may go on. */
  count(userId: string): Readonly<Record<string, string>> | null;
}

interface Window {
  readonly startedAt: number;
  readonly clockAt: number;
  calls: number;
}

/**
 * 8 calls of the token endpoint per user and minute. The minute is the machine's, but ends early when the sandbox's
 * clock is moved on: a day that passes at once holds a dozen refreshes. The count begins anew with a reset.
 *
 * Source: https://developer.calendly.com/api-docs/overview/rate-limits
 */
export function createTokenLimit({ settings, clock, store }: State): TokenLimit {
  const windows = new Map<string, Window>();
  return {
    count(userId) {
      const limit = settings.tokenCallsPerMinute;
      if (limit === null) return null;
      // A mark in the state: where it is missing, the state is another than the one that was counted for.
      if (store.getMeta("token_calls") === null) {
        windows.clear();
        store.setMeta("token_calls", "counted");
      }
      const now = performance.now();
      const clockNow = clock.now();
      const standing = windows.get(userId);
      const isOpen =
        standing !== undefined && now - standing.startedAt < minute && Math.abs(clockNow - standing.clockAt) < minute;
      const window = isOpen ? standing : { startedAt: now, clockAt: clockNow, calls: 0 };
      window.calls += 1;
      windows.set(userId, window);
      if (window.calls <= limit) return null;
      return {
        "x-ratelimit-limit": String(limit),
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": String(Math.max(1, Math.ceil((window.startedAt + minute - now) / 1000))),
      };
    },
  };
}
