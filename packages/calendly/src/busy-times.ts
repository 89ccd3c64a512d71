import type { CallLimits } from "./endpoint.ts";
import { listUserBusyTimes } from "./endpoints/availability.ts";
import type { BusyTime } from "./schemas/availability.ts";
import { splitWindow, type TimeWindow, wireInstant } from "./windows.ts";

export interface BusyTimesWindow extends TimeWindow {
  /** URI of the user. */
  readonly user: string;
}

/** The longest window of one call, in days; not raised when that of available times was. */
const maxWindowDays = 7;

type Request = (
  endpoint: typeof listUserBusyTimes,
  options: { query: { user: string; start_time: string; end_time: string } } & CallLimits,
) => Promise<{ collection: BusyTime[] }>;

/** Splits, asks in order, joins. What lies across the seam of two windows is in both answers and is kept once. */
export async function collectBusyTimes(
  request: Request,
  window: BusyTimesWindow,
  limits: CallLimits,
  now: () => number,
): Promise<BusyTime[]> {
  const distinct = new Map<string, BusyTime>();
  for (const part of splitWindow(listUserBusyTimes.id, window, maxWindowDays, now())) {
    const { collection } = await request(listUserBusyTimes, {
      ...limits,
      query: { user: window.user, start_time: wireInstant(part.fromMs), end_time: wireInstant(part.untilMs) },
    });
    for (const busy of collection) {
      const key = [busy.type, Date.parse(busy.start_time), Date.parse(busy.end_time), busy.event?.uri ?? ""].join(" ");
      if (!distinct.has(key)) distinct.set(key, busy);
    }
  }
  return [...distinct.values()].sort((left, right) => Date.parse(left.start_time) - Date.parse(right.start_time));
}
