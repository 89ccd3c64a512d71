import type { Settings } from "../settings.ts";

export type BackoffSettings = Pick<Settings, "webhookFirstRetry" | "webhookLongestWait" | "webhookGiveUpAfter">;

/** Where a delivery stands after a try that failed. Instants are milliseconds on the sandbox's clock. */
export interface FailedTry {
  /** Tries that have failed, this one included. */
  readonly failures: number;
  readonly now: number;
  readonly firstDueAt: number;
  readonly giveUpAt: number;
}

/**
 * When to try again, or null when it is over. Waits double from the first to the longest; one try comes exactly at the
 * end of the first day, as it decides over the subscription, and one at the very end.
 */
export function nextTryAt(
  settings: BackoffSettings,
  { failures, now, firstDueAt, giveUpAt }: FailedTry,
): number | null {
  if (now >= giveUpAt) return null;
  const wait = Math.min(settings.webhookFirstRetry * 2 ** (failures - 1), settings.webhookLongestWait);
  const firstDay = firstDueAt + settings.webhookGiveUpAfter;
  return Math.min(now + wait, now < firstDay ? firstDay : giveUpAt, giveUpAt);
}

/**
 * When a delivery is given up: a day after it was due or, where it tells of a booking, a day after the booked event is
 * over, whichever comes later.
 *
 * Source: https://developer.calendly.com/api-docs/overview/webhooks/webhook-errors
 */
export function giveUpAt(
  settings: Pick<Settings, "webhookGiveUpAfter" | "webhookRetriesUntil">,
  dueAt: number,
  eventEndsAt: number | undefined,
): number {
  const last = settings.webhookRetriesUntil === "event_passed" ? Math.max(dueAt, eventEndsAt ?? dueAt) : dueAt;
  return last + settings.webhookGiveUpAfter;
}
