import type { CallUsage } from "./client.ts";
import type { RateLimit } from "./retry.ts";
import { type Sleep, sleepFor } from "./sleep.ts";

/** How urgent a call is: `high` a person waits, `normal`, `low` background work that may take all day. */
export type CallPriority = "high" | "normal" | "low";

/** One attempt that is about to be sent. Holds no personal data. */
export interface PlannedCall {
  /** Id of the endpoint. */
  readonly endpoint: string;
  readonly method: string;
  /** From 1. */
  readonly attempt: number;
  readonly priority: CallPriority;
  /** The last rate limit this client saw; null until an answer carried one. */
  readonly rateLimit: RateLimit | null;
  readonly signal: AbortSignal | undefined;
}

export type CallAdmission =
  | { readonly admitted: true }
  /** The call fails as `rate_limited`, unsent, with `status` null. */
  | { readonly admitted: false; readonly retryAfterSeconds: number | null };

/** Decides when a call may go. Take it to keep the limits of several processes in one place (Redis, Postgres). */
export interface CallBudget {
  /** Asked before every attempt. Delays by answering later. What it throws reaches the caller unchanged. */
  beforeCall(call: PlannedCall): CallAdmission | Promise<CallAdmission>;
  /** Told of every attempt after it, with the rate limit its answer carried. What it throws is dropped. */
  readonly afterCall?: ((usage: CallUsage) => void) | undefined;
}

export interface RateBudgetOptions {
  /** The current time in milliseconds. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Must reject when the signal aborts. */
  readonly sleep?: Sleep | undefined;
  /** The longest a call is held, in milliseconds; what would wait longer is refused. Default 65,000. */
  readonly maxWaitMs?: number | undefined;
  /** Share of the limit, 0 to 1, that is left to more urgent calls. Default: normal 0.1, low 0.4; high may use it all. */
  readonly reserve?: { readonly normal?: number | undefined; readonly low?: number | undefined } | undefined;
}

const admitted: CallAdmission = { admitted: true };

/** Bookings have limits of their own (10 a minute, 100 a day), so their headers say nothing about other calls. */
const ownLimits: readonly string[] = ["createInvitee"];

/**
 * A budget in memory that keeps calls under Calendly's limit by the headers of its answers (500 a minute on paid plans, 50
 * on free ones, per user over all of that user's tokens and apps). Until the first answer everything may go. After
 * that each call needs a place in the current window: high may take the last one, normal and low leave a reserve, and low ones
 * are spread evenly over what is left of the window. A call without a place waits for the next window.
 *
 * One budget per Calendly user, shared by that user's clients. It knows this process alone: several processes that call
 * for one user need a `CallBudget` of their own.
 *
 * Source: https://developer.calendly.com/api-docs/overview/rate-limits
 */
export function createRateBudget(options: RateBudgetOptions = {}): CallBudget {
  const now = options.now ?? Date.now;
  const sleep = options.sleep ?? sleepFor;
  const maxWaitMs = options.maxWaitMs ?? 65_000;
  const shares = { high: 0, normal: options.reserve?.normal ?? 0.1, low: options.reserve?.low ?? 0.4 };
  const window = createWindow(now);

  return {
    async beforeCall(call) {
      if (ownLimits.includes(call.endpoint)) return admitted;
      const givenUpAt = now() + maxWaitMs;
      for (;;) {
        const waitMs = window.waitMs(call.priority, shares[call.priority]);
        if (waitMs <= 0) {
          window.take(call.priority, shares[call.priority]);
          return admitted;
        }
        if (now() + waitMs > givenUpAt) return { admitted: false, retryAfterSeconds: Math.ceil(waitMs / 1000) };
        await sleep(waitMs, call.signal);
      }
    },
    afterCall(usage) {
      if (!ownLimits.includes(usage.endpoint)) window.settle(usage);
    },
  };
}

/** Length of Calendly's window, in milliseconds. */
const windowMs = 60_000;
/** Two answers of one window name its end a little differently, as `X-RateLimit-Reset` is in whole seconds. */
const sameWindowMs = 2_000;
/** A call that never came to an answer (no token, given up) gives its place back after this time. */
const forgottenAfterMs = 120_000;

interface Window {
  readonly limit: number;
  /** Milliseconds. */
  readonly endsAt: number;
  readonly remaining: number;
}

/** What is known of the current window. Places are taken before an answer says so, or parallel calls would share one. */
function createWindow(now: () => number) {
  let known: Window | null = null;
  let inFlight: readonly number[] = [];
  let nextLowAt = 0;

  function current(): Window | null {
    const at = now();
    inFlight = inFlight.filter((takenAt) => at - takenAt < forgottenAfterMs);
    // A new window is as large as the last one; unknown, all that waited would go at once.
    if (known !== null && at >= known.endsAt) known = { ...known, remaining: known.limit, endsAt: at + windowMs };
    return known;
  }

  function places({ remaining, limit }: Window, share: number): number {
    return remaining - inFlight.length - Math.floor(limit * share);
  }

  return {
    /** Milliseconds until such a call should ask again; 0 when it may go. */
    waitMs(priority: CallPriority, share: number): number {
      const window = current();
      if (window === null) return 0;
      if (places(window, share) < 1) return window.endsAt - now();
      return priority === "low" ? Math.max(0, Math.min(nextLowAt, window.endsAt) - now()) : 0;
    },
    take(priority: CallPriority, share: number): void {
      const window = current();
      if (priority === "low" && window !== null) nextLowAt = now() + (window.endsAt - now()) / places(window, share);
      inFlight = [...inFlight, now()];
    },
    settle({ rateLimit, status }: CallUsage): void {
      inFlight = inFlight.slice(1);
      const window = current();
      const limit = rateLimit?.limit ?? window?.limit ?? null;
      if (limit === null) return;
      const says = rateLimit?.remaining ?? (window?.remaining ?? limit) - 1;
      const left = status === 429 ? 0 : says;
      const resetSeconds = rateLimit?.resetSeconds ?? null;
      const endsAt = resetSeconds === null ? (window?.endsAt ?? now() + windowMs) : now() + resetSeconds * 1000;
      const same = window !== null && Math.abs(window.endsAt - endsAt) <= sameWindowMs;
      // Answers overtake each other, so within one window only the smaller number is news.
      known = same
        ? { ...window, limit, remaining: Math.min(window.remaining, left) }
        : { limit, endsAt, remaining: left };
    },
  };
}
