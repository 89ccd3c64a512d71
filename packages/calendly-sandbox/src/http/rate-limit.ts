import type { EndpointId } from "@punctual/calendly";
import type { State } from "../state.ts";
import type { Organization } from "../world/types.ts";
import type { Answer } from "./answer.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export interface RateVerdict {
  readonly allowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** One call of an operation by a user, whichever token it came with. */
export interface CountedCall {
  readonly userId: string;
  readonly organization: Organization | null;
  readonly operation: EndpointId;
}

export interface RateLimiter {
  /**
   * Counts one call. Minutes are the machine's: callers wait for them in real time, whatever the sandbox's clock does.
   * Hours and days are the sandbox's, so that moving its clock ends them. A refused call uses up none of the longer ones.
   */
  count(call: CountedCall): RateVerdict;
  /**
   * Counts one call of the token endpoint. The minute is the machine's, but ends early when the sandbox's clock is moved
   * on: a day that passes at once holds a dozen refreshes. Headers come with a refusal alone.
   *
   * Source: https://developer.calendly.com/api-docs/overview/rate-limits
   */
  countTokenCall(userId: string): RateVerdict;
  /** The headers of an answer to nobody in particular. */
  idle(): Readonly<Record<string, string>>;
  reset(): void;
}

/** At most `limit` calls in `span` milliseconds. */
interface Tier {
  readonly limit: number;
  readonly span: number;
}

interface Count {
  startedAt: number;
  calls: number;
}

const paidCalls = 500;
const freeCalls = 50;

/** `POST /invitees` by plan. Source: developer.calendly.com/api-docs/overview/rate-limits and its release note of 15 April 2026. */
const paidBookings: readonly Tier[] = [
  { limit: 10, span: minute },
  { limit: 50, span: hour },
  { limit: 100, span: day },
];
const trialBookings: readonly Tier[] = [{ limit: 5, span: day }];
const enterpriseBookings: readonly Tier[] = [{ limit: 500, span: minute }];

function describe(limit: number, remaining: number, milliseconds: number): Readonly<Record<string, string>> {
  return {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": String(Math.max(1, Math.ceil(milliseconds / 1000))),
  };
}

/** Answers a call that comes too often. Calendly documents no body; an empty object was seen. */
export function tooManyCalls(state: State): Answer {
  const message = { title: "Too Many Requests", message: "You have exceeded the rate limit. Please try again later." };
  return { status: 429, body: state.settings.rateLimitBody === "message" ? message : {} };
}

/** Limits per user, over all of a user's tokens and apps; kept in memory, and forgotten with the process. */
export function createRateLimiter(state: State): RateLimiter {
  const { clock } = state;
  const calls = new Map<string, Count>();
  const bookings = new Map<string, Count>();
  const tokenCalls = new Map<string, Count & { readonly clockAt: number }>();

  const callsAllowed = (organization: Organization | null): number | null =>
    state.settings.callsPerMinute !== "plan"
      ? state.settings.callsPerMinute
      : organization?.stage === "free"
        ? freeCalls
        : paidCalls;

  function bookingTiers(organization: Organization | null): readonly Tier[] {
    const { bookingCalls } = state.settings;
    if (bookingCalls === null || organization === null) return [];
    if (bookingCalls !== "plan") return [{ limit: bookingCalls, span: minute }];
    if (organization.stage === "trial") return trialBookings;
    if (organization.stage === "free") return [{ limit: state.settings.freeBookingCallsPerDay, span: day }];
    return organization.plan === "enterprise" ? enterpriseBookings : paidBookings;
  }

  /** The count of a window that is open at `now`; a new one where the last has ended, or lies ahead after a jump back. */
  function countIn(counts: Map<string, Count>, key: string, span: number, now: number): Count {
    const standing = counts.get(key);
    if (standing !== undefined && now - standing.startedAt < span && now >= standing.startedAt) return standing;
    const count = { startedAt: now, calls: 0 };
    counts.set(key, count);
    return count;
  }

  /** The window of a booking that has least left tells how it stands with all of them. */
  function countBooking({ userId, organization }: CountedCall, machineNow: number): RateVerdict | null {
    const windows = bookingTiers(organization).map((tier) => {
      const now = tier.span > minute ? clock.now() : machineNow;
      const count = countIn(bookings, `${tier.span} ${userId}`, tier.span, now);
      return { ...tier, count, endsIn: count.startedAt + tier.span - now };
    });
    const full = windows.filter(({ count, limit }) => count.calls >= limit).sort((a, b) => b.endsIn - a.endsIn)[0];
    if (full !== undefined) return { allowed: false, headers: describe(full.limit, 0, full.endsIn) };
    for (const { count } of windows) count.calls += 1;
    const [tightest] = windows.sort((a, b) => a.limit - a.count.calls - (b.limit - b.count.calls));
    if (tightest === undefined) return null;
    const { limit, count, endsIn } = tightest;
    return { allowed: true, headers: describe(limit, limit - count.calls, endsIn) };
  }

  return {
    count(call) {
      const now = performance.now();
      const limit = callsAllowed(call.organization);
      let headers = describe(paidCalls, paidCalls, minute);
      if (limit !== null) {
        const count = countIn(calls, call.userId, minute, now);
        count.calls += 1;
        headers = describe(limit, Math.max(0, limit - count.calls), count.startedAt + minute - now);
        if (count.calls > limit) return { allowed: false, headers };
      }
      const booking = call.operation === "createInvitee" ? countBooking(call, now) : null;
      return booking ?? { allowed: true, headers };
    },
    countTokenCall(userId) {
      const limit = state.settings.tokenCallsPerMinute;
      if (limit === null) return { allowed: true, headers: {} };
      const now = performance.now();
      const clockNow = clock.now();
      const standing = tokenCalls.get(userId);
      const isOpen =
        standing !== undefined && now - standing.startedAt < minute && Math.abs(clockNow - standing.clockAt) < minute;
      const count = isOpen ? standing : { startedAt: now, clockAt: clockNow, calls: 0 };
      count.calls += 1;
      tokenCalls.set(userId, count);
      if (count.calls <= limit) return { allowed: true, headers: {} };
      return { allowed: false, headers: describe(limit, 0, count.startedAt + minute - now) };
    },
    idle() {
      const limit = callsAllowed(null) ?? paidCalls;
      return describe(limit, limit, minute);
    },
    reset() {
      calls.clear();
      bookings.clear();
      tokenCalls.clear();
    },
  };
}
