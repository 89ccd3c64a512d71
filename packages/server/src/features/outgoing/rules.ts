import { randomBytes } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import type { Posted } from "../../platform/outside/post-outside.ts";

const minute = 60;
const hour = 60 * minute;

/** Seconds before each further attempt, as Standard Webhooks recommends: three days and a half in all. */
export const retryDelays: readonly number[] = [
  5,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** How long every attempt may fail until an endpoint is switched off. */
export const patience = { hours: 5 * 24 };

export type Verdict =
  | { readonly kind: "delivered"; readonly status: number }
  /** `goneForGood`: the receiver says that it wants no more of them (410). */
  | { readonly kind: "failed"; readonly status: number | null; readonly why: string; readonly goneForGood: boolean };

/** What an answer means: anything from 200 to 299 is a receipt, and nothing else is. */
export function verdictOf(posted: Posted): Verdict {
  if (posted.kind === "failed") return { kind: "failed", status: null, why: posted.why, goneForGood: false };
  const { status } = posted;
  if (status >= 200 && status < 300) return { kind: "delivered", status };
  const goneForGood = status === 410;
  return { kind: "failed", status, why: sentenceOf(status), goneForGood };
}

function sentenceOf(status: number): string {
  if (status === 410) return "It answered 410 Gone: it wants no more messages.";
  if (status >= 300 && status < 400) {
    return `It answered ${status}, which leads elsewhere. Redirects are not followed: write the address where it leads.`;
  }
  if (status === 401 || status === 403) return `It answered ${status}: it did not accept the signature or the sender.`;
  return `It answered ${status} instead of a number from 200 to 299.`;
}

/** When the attempt after this one is due; null when it was the last. */
export function nextAttemptAt(attempt: number, now: Temporal.Instant): Temporal.Instant | null {
  const seconds = retryDelays[attempt - 1];
  return seconds === undefined ? null : now.add({ seconds });
}

/** Why an endpoint is switched off by itself, as a sentence; null while it is not. */
export function whySwitchedOff(
  verdict: Extract<Verdict, { kind: "failed" }>,
  failingSince: Temporal.Instant,
  now: Temporal.Instant,
): string | null {
  if (verdict.goneForGood) return "It answered 410 Gone, so it is told nothing more.";
  if (Temporal.Instant.compare(failingSince.add(patience), now) > 0) return null;
  return `Every attempt has failed for 5 days. The latest: ${verdict.why}`;
}

/** A new secret in the form of Standard Webhooks: 256 random bits. */
export function newEndpointSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}
