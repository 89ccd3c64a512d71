import { Temporal } from "temporal-polyfill";
import type { OpeningsFailure, Window } from "./types.ts";

/** The longest window that may be asked for: six weeks, what a month's calendar page shows. */
export const longestWindowDays = 42;

export type WindowOutcome =
  | { readonly kind: "window"; readonly window: Window }
  | { readonly kind: "refused"; readonly field: "query.from" | "query.to"; readonly message: string };

/** The instants of a window of dates (`to` exclusive) as its zone has them: a day may have 23 or 25 hours. */
export function windowOf(asked: {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}): WindowOutcome {
  const from = Temporal.PlainDate.from(asked.from);
  const to = Temporal.PlainDate.from(asked.to);
  const days = from.until(to, { largestUnit: "day" }).days;
  if (days < 1) return { kind: "refused", field: "query.to", message: "Write a date after 'from'." };
  if (days > longestWindowDays) {
    return {
      kind: "refused",
      field: "query.to",
      message: `Write a date at most ${longestWindowDays} days after 'from'.`,
    };
  }
  const startOf = (date: Temporal.PlainDate) => date.toZonedDateTime(asked.timeZone).toInstant();
  return { kind: "window", window: { from: startOf(from), to: startOf(to) } };
}

/** The whole UTC days around a window: readers in different zones share one reading. */
export function sharedWindow(window: Window): Window {
  const from = startOfUtcDay(window.from);
  const floor = startOfUtcDay(window.to);
  const to = floor.equals(window.to) ? floor : floor.add({ hours: 24 });
  return { from, to };
}

function startOfUtcDay(at: Temporal.Instant): Temporal.Instant {
  return at.toZonedDateTimeISO("UTC").startOfDay().toInstant();
}

/** The part that Calendly may be asked for: starts have to lie in the future when the question arrives. */
export function futurePart(window: Window, now: Temporal.Instant): Window | null {
  const soonest = now.add({ minutes: 1 });
  const from = Temporal.Instant.compare(window.from, soonest) < 0 ? soonest : window.from;
  return Temporal.Instant.compare(from, window.to) < 0 ? { from, to: window.to } : null;
}

/** Whether older openings are better than none: yes when Calendly is busy or away, no when it said something. */
export function mayServeStale(failure: OpeningsFailure): boolean {
  return failure.kind === "calendly_unavailable" || failure.kind === "calendly_rate_limited";
}

export function inactiveNotice(name: string): string {
  return `'${name}' is switched off at Calendly, so it cannot be booked. Its coach can switch it on there.`;
}

export const overNotice = "These dates are over. Look at today or later.";

/** `to` is exclusive. */
export function emptyNotice(asked: { readonly from: string; readonly to: string }): string {
  const first = Temporal.PlainDate.from(asked.from);
  const last = Temporal.PlainDate.from(asked.to).subtract({ days: 1 });
  const when = first.equals(last) ? `on ${inWords(first)}` : `from ${inWords(first)} to ${inWords(last)}`;
  return `No openings ${when}: these days are fully booked or outside the coach's hours. Try other dates.`;
}

export function staleNotice(failure: OpeningsFailure, readAt: Temporal.Instant, now: Temporal.Instant): string {
  const cause =
    failure.kind === "calendly_rate_limited"
      ? "Calendly is getting too many requests just now."
      : "Calendly cannot be reached just now.";
  const minutes = Math.max(1, Math.round(readAt.until(now).total("minutes")));
  const age = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return `${cause} These openings are ${age} old; Calendly confirms a time when it is booked.`;
}

function inWords(date: Temporal.PlainDate): string {
  return date.toLocaleString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}
