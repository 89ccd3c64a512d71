import type { CalendlyErrorCode, OAuthErrorCode } from "@punctual/calendly";

/** What came of one call, as far as it tells whether Calendly is there. */
export interface CallSign {
  readonly endpoint: string;
  readonly coachId: string | null;
  readonly status: number | null;
  readonly code: "ok" | CalendlyErrorCode | OAuthErrorCode;
  readonly notJson: boolean;
  readonly retryAfterSeconds: number | null;
}

/** What is shown of a circuit. Times are in milliseconds since the epoch. */
export type Circuit =
  | { readonly state: "closed"; readonly failures: number }
  /** Calls fail at once. `trial`: the time has come, and one call finds out. */
  | {
      readonly state: "open" | "trial";
      readonly failures: number;
      readonly openedAt: number;
      readonly nextTryAt: number;
      /** What the last failure was. */
      readonly code: CallSign["code"];
    };

export interface CircuitBreaker {
  /** Whether a call may go; when not, the milliseconds until one may. Whoever got a yes tells what came of it. */
  enter(): { readonly kind: "go" } | { readonly kind: "refused"; readonly waitMs: number };
  tell(sign: CallSign): void;
  look(): Circuit;
}

/** Failures without an answer between them that say: Calendly is not there. */
const failuresToOpen = 5;
const firstPauseMs = 15_000;
const longestPauseMs = 60_000;
/** Calendly may ask for more, but a header that lies must not keep everybody away. */
const longestAskedMs = 300_000;
/** A trial that came to no answer (no token, given up by its caller) makes way for another. */
const trialMs = 30_000;

interface Open {
  readonly openedAt: number;
  readonly pauseMs: number;
  readonly until: number;
  /** When the call that finds out was let go. */
  readonly trialAt: number | null;
  readonly code: CallSign["code"];
}

/**
 * Stops calling a Calendly that does not answer, so that nobody waits for it, and lets one call find out whether it is
 * back. It opens after five failures in a row: 5xx, no answer, or a page in place of JSON. One operation of one account
 * that answers 500 again and again is that operation's trouble and opens nothing.
 *
 * Each process has its own, as each may be cut off by itself.
 *
 * @param now the current time in milliseconds.
 */
export function createCircuitBreaker(now: () => number, onChange: (circuit: Circuit) => void): CircuitBreaker {
  let failures = 0;
  /** Which operations of which accounts failed in this run. */
  let failing = new Set<string>();
  let everywhere = false;
  let open: Open | null = null;

  function look(): Circuit {
    if (open === null) return { state: "closed", failures };
    const { openedAt, until, code } = open;
    return { state: now() >= until ? "trial" : "open", failures, openedAt, nextTryAt: until, code };
  }

  function succeed(): void {
    const wasOpen = open !== null;
    failures = 0;
    failing = new Set();
    everywhere = false;
    open = null;
    if (wasOpen) onChange(look());
  }

  function fail(sign: CallSign): void {
    failures += 1;
    if (failing.size < failuresToOpen) failing.add(`${sign.endpoint} ${sign.coachId}`);
    everywhere ||= sign.status !== 500 || sign.notJson;
    const at = now();
    const askedMs = Math.min(longestAskedMs, (sign.retryAfterSeconds ?? 0) * 1_000);
    if (open === null) {
      if (failures < failuresToOpen || !(everywhere || failing.size > 1)) return;
      open = pause({ openedAt: at, pauseMs: firstPauseMs, askedMs, code: sign.code });
      onChange(look());
    } else if (at >= open.until) {
      // Only a trial's failure is news: others were on their way when the circuit opened.
      const pauseMs = Math.min(longestPauseMs, open.pauseMs * 2);
      open = pause({ openedAt: open.openedAt, pauseMs, askedMs, code: sign.code });
      onChange(look());
    }
  }

  function pause({ askedMs, ...given }: Pick<Open, "openedAt" | "pauseMs" | "code"> & { askedMs: number }): Open {
    return { ...given, until: now() + Math.max(given.pauseMs, askedMs), trialAt: null };
  }

  return {
    look,
    enter() {
      if (open === null) return { kind: "go" };
      const at = now();
      if (at < open.until) return { kind: "refused", waitMs: open.until - at };
      if (open.trialAt !== null && at - open.trialAt < trialMs) return { kind: "refused", waitMs: 1_000 };
      open = { ...open, trialAt: at };
      return { kind: "go" };
    },
    tell(sign) {
      switch (meaningOf(sign)) {
        case "there":
          return succeed();
        case "away":
          return fail(sign);
        case "unknown":
          if (open !== null) open = { ...open, trialAt: null };
      }
    },
  };
}

/** Any answer of Calendly's own says that it is there, a refusal as well as a success. */
function meaningOf({ status, code, notJson }: CallSign): "there" | "away" | "unknown" {
  switch (code) {
    case "aborted":
      return "unknown";
    case "server_error":
    case "unreachable":
    case "timeout":
      return "away";
    case "rate_limited":
      return status === null ? "unknown" : "there";
    default:
      return notJson ? "away" : "there";
  }
}
