import type { State } from "../state.ts";
import type { User } from "../world/types.ts";

const window = 60_000;

export interface RateVerdict {
  readonly allowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RateLimiter {
  /** Counts one call of a user. The minutes are the machine's: callers wait in real time. */
  count(user: User): RateVerdict;
  /** The headers of an answer to nobody in particular. */
  idle(): Readonly<Record<string, string>>;
  reset(): void;
}

function describe(limit: number, remaining: number, reset: number): Readonly<Record<string, string>> {
  return {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(Math.max(0, remaining)),
    "x-ratelimit-reset": String(reset),
  };
}

/** Calls per user and minute, over all of a user's tokens: 500 on paid plans, 50 on free ones. */
export function createRateLimiter(state: State): RateLimiter {
  const counts = new Map<string, { startedAt: number; calls: number }>();
  const limitOf = (user: User | null): number => {
    const setting = state.settings.callsPerMinute;
    if (setting === null) return Number.MAX_SAFE_INTEGER;
    if (setting !== "plan") return setting;
    const stage = user === null ? "paid" : state.store.organizations.get(user.organizationId)?.stage;
    return stage === "free" ? 50 : 500;
  };
  return {
    count(user) {
      const now = performance.now();
      const standing = counts.get(user.id);
      const entry =
        standing !== undefined && now - standing.startedAt < window ? standing : { startedAt: now, calls: 0 };
      entry.calls += 1;
      counts.set(user.id, entry);
      const limit = limitOf(user);
      const reset = Math.max(1, Math.ceil((entry.startedAt + window - now) / 1000));
      return { allowed: entry.calls <= limit, headers: describe(limit, limit - entry.calls, reset) };
    },
    idle() {
      const limit = limitOf(null);
      return describe(limit, limit, 60);
    },
    reset: () => counts.clear(),
  };
}
