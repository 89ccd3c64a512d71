import type { CallPriority, CallUsage } from "@punctual/calendly";
import type { StoredBudget } from "../database/schema.ts";

/** Whether a call may go, and what is known then. */
export type Decision =
  | { readonly kind: "go"; readonly budget: StoredBudget }
  /** Milliseconds until it should ask again. */
  | { readonly kind: "wait"; readonly waitMs: number; readonly budget: StoredBudget };

/** Length of Calendly's window, in milliseconds. */
const windowMs = 60_000;
/** Calendly's windows last a minute. A header that names more lies, and must not lock anybody out for long. */
const longestWindowMs = 2 * windowMs;
const longestHoldMs = 5 * windowMs;
/** A reset of 0 after a refusal would be the same burst again. */
const shortestHoldMs = 1_000;
/** Two answers of one window name its end a little differently, as the header is in whole seconds. */
const sameWindowMs = 2_000;
/** A call that never came to an answer (no token, a process killed) gives its place back after this time. */
const forgottenAfterMs = 120_000;
/** Calls that go before the first answer has named a limit. */
const unknownAtOnce = 8;
const unknownWaitMs = 250;
/** What a free account may do: assumed after a refusal that says nothing. */
const leastLimit = 50;

/** Share of the limit, 0 to 1, that is left to more urgent calls. */
const reserve: Readonly<Record<CallPriority, number>> = { high: 0, normal: 0.1, low: 0.4 };

export const nothingKnown: StoredBudget = { window: null, inFlight: [] };

/** Decides on one call, and takes its place. `now` is in milliseconds since the epoch. */
export function admitCall(before: StoredBudget, priority: CallPriority, now: number): Decision {
  const budget = at(before, now);
  const { window, inFlight } = budget;
  if (window === null) {
    if (inFlight.length >= unknownAtOnce) return { kind: "wait", waitMs: unknownWaitMs, budget };
  } else if (window.remaining - inFlight.length - Math.floor(window.limit * reserve[priority]) < 1) {
    return { kind: "wait", waitMs: Math.max(1, window.endsAt - now), budget };
  }
  return { kind: "go", budget: { window, inFlight: [...inFlight, now] } };
}

/** Gives back the place of a call that was never sent. */
export function releaseCall({ window, inFlight }: StoredBudget): StoredBudget {
  return { window, inFlight: inFlight.slice(1) };
}

/** Takes in what an answer said. Headers that make no sense count as absent; without any, we count for ourselves. */
export function settleCall(
  before: StoredBudget,
  { status, rateLimit, retryAfterSeconds }: Pick<CallUsage, "status" | "rateLimit" | "retryAfterSeconds">,
  now: number,
): StoredBudget {
  const { window, inFlight } = releaseCall(at(before, now));
  const refused = status === 429;
  const limit = positive(rateLimit?.limit) ?? window?.limit ?? (refused ? leastLimit : null);
  if (limit === null) return { window, inFlight };

  const counted = (window?.remaining ?? limit) - (status === null ? 0 : 1);
  const remaining = refused ? 0 : Math.max(0, Math.min(limit, Math.floor(sensible(rateLimit?.remaining) ?? counted)));
  const resetSeconds = sensible(rateLimit?.resetSeconds);
  const named = refused ? (sensible(retryAfterSeconds) ?? resetSeconds) : resetSeconds;
  const endsAt =
    named === null
      ? ((refused ? now + windowMs : window?.endsAt) ?? now + windowMs)
      : now + between(named * 1_000, shortestHoldMs, refused ? longestHoldMs : longestWindowMs);
  const same = window !== null && window.limit === limit && Math.abs(window.endsAt - endsAt) <= sameWindowMs;
  // Answers overtake each other, so within one window only the smaller number is news.
  return same
    ? { window: { ...window, remaining: Math.min(window.remaining, remaining) }, inFlight }
    : { window: { limit, remaining, endsAt }, inFlight };
}

/** What is known at this moment: places that were forgotten are back, and a window that is over begins anew. */
export function at({ window, inFlight }: StoredBudget, now: number): StoredBudget {
  // A clock that was set back must not hold a place, or a window, for as long as it was set back.
  const unanswered = inFlight.filter((sentAt) => Math.abs(now - sentAt) < forgottenAfterMs);
  if (window === null) return { window, inFlight: unanswered };
  const over = now >= window.endsAt || window.endsAt - now > longestHoldMs;
  // A new window is as large as the last one; unknown, all that waited would go at once.
  const current = over ? { limit: window.limit, remaining: window.limit, endsAt: now + windowMs } : window;
  return { window: current, inFlight: unanswered };
}

function sensible(value: number | null | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function positive(value: number | null | undefined): number | null {
  const number = sensible(value);
  return number !== null && number >= 1 ? Math.floor(number) : null;
}

function between(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
