import type { CallPriority } from "@punctual/calendly";

/**
 * For whom a call to Calendly is made. It decides who goes first when the account's budget runs short, and how long the
 * call may be held back:
 *
 * - `person` somebody looks at a page and waits
 * - `delivery` what a webhook delivery needs to be understood
 * - `subscription` webhook subscriptions are made, watched, removed
 * - `event_types` what can be booked is read
 * - `backfill`, `sweep` history is copied, the mirror is compared
 * - `probe` what the account can do is found out
 * - `tokens` tokens are given, renewed, taken back: at Calendly's OAuth server, which counts apart
 */
export const callPurposes = [
  "person",
  "delivery",
  "subscription",
  "event_types",
  "backfill",
  "sweep",
  "probe",
  "tokens",
] as const;
export type CallPurpose = (typeof callPurposes)[number];

/** What a client may be made for. */
export type ClientPurpose = Exclude<CallPurpose, "tokens">;

export interface Patience {
  readonly priority: CallPriority;
  /** The longest that one call is held back, in milliseconds. */
  readonly longestWaitMs: number;
  /**
   * The longest that a client's calls are held back, counted from its first, in milliseconds: a job opens a client of
   * its own and must end before it expires.
   */
  readonly overallMs: number;
  /** Limits of the calls themselves; the client's own where absent. */
  readonly limits: { readonly timeoutMs?: number; readonly maxAttempts?: number; readonly maxRetryDelayMs?: number };
  /** Whether a job that finds no place comes back later (`NotNow`) instead of failing. */
  readonly comesBack: boolean;
}

const seconds = 1_000;

/** Calendly is asked twice at most, and nobody stares at a page for a minute. */
const waiting: Patience = {
  priority: "high",
  longestWaitMs: 1.5 * seconds,
  overallMs: 8 * seconds,
  limits: { timeoutMs: 8 * seconds, maxAttempts: 2, maxRetryDelayMs: 1.5 * seconds },
  comesBack: false,
};

const soon: Patience = {
  priority: "normal",
  longestWaitMs: 10 * seconds,
  overallMs: 30 * seconds,
  limits: { maxRetryDelayMs: 10 * seconds },
  comesBack: true,
};

/** Outlasts Calendly's one-minute window, so that a page of work that needs more than one window gets done. */
const allDay: Patience = {
  priority: "low",
  longestWaitMs: 65 * seconds,
  overallMs: 240 * seconds,
  limits: { maxRetryDelayMs: 10 * seconds },
  comesBack: true,
};

export const patienceFor: Readonly<Record<ClientPurpose, Patience>> = {
  person: waiting,
  delivery: { ...soon, comesBack: false },
  subscription: soon,
  event_types: soon,
  // A coach who has just connected watches it: it may use what sweeps leave, at once and not spread over the minute.
  backfill: { ...allDay, priority: "normal" },
  sweep: allDay,
  probe: allDay,
};
