import type { CallLimits } from "./endpoint.ts";
import { listEventTypeAvailableTimes } from "./endpoints/available-times.ts";
import { CalendlyError } from "./errors.ts";
import type { AvailableTime } from "./schemas/available-times.ts";

export interface AvailableTimesWindow {
  /** URI of the event type. */
  readonly eventType: string;
  /** Instant, ISO 8601 with `Z` or an offset. */
  readonly startTime: string;
  /** Instant, exclusive. */
  readonly endTime: string;
}

type Request = (
  endpoint: typeof listEventTypeAvailableTimes,
  options: { query: { event_type: string; start_time: string; end_time: string } } & CallLimits,
) => Promise<{ collection: AvailableTime[] }>;

/** The longest window of one call, in milliseconds: 31 days (7 until 2026-07-09). */
const longestWindowMs = 31 * 24 * 60 * 60 * 1000;
/** `start_time` must lie strictly in the future when it arrives; a minute covers the way and the clocks. */
const marginMs = 60_000;

/** Splits, asks in order, joins. A slot on the seam of two windows may be in both answers and is kept once. */
export async function collectAvailableTimes(
  request: Request,
  window: AvailableTimesWindow,
  limits: CallLimits,
  now: () => number,
): Promise<AvailableTime[]> {
  const endMs = millisecondsOf(window.endTime, "endTime");
  let fromMs = Math.max(millisecondsOf(window.startTime, "startTime"), now() + marginMs);
  const byStart = new Map<number, AvailableTime>();
  while (fromMs < endMs) {
    const untilMs = Math.min(endMs, fromMs + longestWindowMs);
    const { collection } = await request(listEventTypeAvailableTimes, {
      ...limits,
      query: { event_type: window.eventType, start_time: wireInstant(fromMs), end_time: wireInstant(untilMs) },
    });
    for (const slot of collection) {
      const start = Date.parse(slot.start_time);
      if (start < endMs) byStart.set(start, slot);
    }
    fromMs = untilMs;
  }
  return [...byStart.entries()].sort(([left], [right]) => left - right).map(([, slot]) => slot);
}

function wireInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function millisecondsOf(instant: string, name: string): number {
  const milliseconds = Date.parse(instant);
  if (!Number.isNaN(milliseconds)) return milliseconds;
  throw new CalendlyError({
    code: "invalid_argument",
    message: `${listEventTypeAvailableTimes.id}: ${name} is not an instant`,
    endpoint: listEventTypeAvailableTimes.id,
    title: "Invalid Argument",
  });
}
