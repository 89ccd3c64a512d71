import type { CallLimits } from "./endpoint.ts";
import { listEventTypeAvailableTimes } from "./endpoints/available-times.ts";
import type { AvailableTime } from "./schemas/available-times.ts";
import { splitWindow, type TimeWindow, wireInstant } from "./windows.ts";

export interface AvailableTimesWindow extends TimeWindow {
  /** URI of the event type. */
  readonly eventType: string;
  /**
   * The longest window of one call, in days. Default 31, as Calendly allows since 2026-07-09; 7 for servers that still hold to
   * the older limit.
   */
  readonly maxWindowDays?: 7 | 31 | undefined;
}

type Request = (
  endpoint: typeof listEventTypeAvailableTimes,
  options: { query: { event_type: string; start_time: string; end_time: string } } & CallLimits,
) => Promise<{ collection: AvailableTime[] }>;

/** Splits, asks in order, joins. A slot on the seam of two windows may be in both answers and is kept once. */
export async function collectAvailableTimes(
  request: Request,
  window: AvailableTimesWindow,
  limits: CallLimits,
  now: () => number,
): Promise<AvailableTime[]> {
  const byStart = new Map<number, AvailableTime>();
  const endMs = Date.parse(window.endTime);
  for (const part of splitWindow(listEventTypeAvailableTimes.id, window, window.maxWindowDays ?? 31, now())) {
    const { collection } = await request(listEventTypeAvailableTimes, {
      ...limits,
      query: {
        event_type: window.eventType,
        start_time: wireInstant(part.fromMs),
        end_time: wireInstant(part.untilMs),
      },
    });
    for (const slot of collection) {
      const start = Date.parse(slot.start_time);
      if (start < endMs) byStart.set(start, slot);
    }
  }
  return [...byStart.entries()].sort(([left], [right]) => left - right).map(([, slot]) => slot);
}
