import { dayOf, dayOfDate, weekdayOf } from "../slots/calendar.ts";
import type { Interval } from "../slots/types.ts";
import { startOfDay, zoneOf } from "../slots/zone.ts";
import type { State } from "../state.ts";
import type { EventType } from "./types.ts";

/** A one-off event type is good for one booking; a cancellation or a move to another time opens it again. */
export function isOneOffTaken(state: State, eventType: EventType, exceptEventId?: string): boolean {
  if (eventType.oneOff === null) return false;
  const standing = state.store.events.list({ where: { type: eventType.id, status: "active" } });
  return standing.some((event) => event.id !== exceptEventId);
}

/** What an event type's own days leave of a host's: starts in `[from, to)`, in the spots, and accepted. */
export interface Offers {
  readonly from: number;
  readonly to: number;
  readonly spots: readonly Interval[] | null;
  readonly accepts: ((startAt: number) => boolean) | null;
}

const everything: Offers = {
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  spots: null,
  accepts: null,
};

/**
 * The days of a one-off event type, in its own zone, which need not be that of its host's hours. Days in future count
 * from the day of `now` (milliseconds), which is the first.
 */
export function offersOf({ oneOff }: EventType, now: number): Offers {
  if (oneOff === null) return everything;
  const { dateSetting } = oneOff;
  const zone = zoneOf(oneOff.timeZone);
  const between = (first: number, last: number) => ({ from: startOfDay(zone, first), to: startOfDay(zone, last + 1) });
  switch (dateSetting.type) {
    case "spots":
      return { ...everything, spots: dateSetting.spots };
    case "date_range":
      return { ...everything, ...between(dayOfDate(dateSetting.startDate), dayOfDate(dateSetting.endDate)) };
    case "days_in_future": {
      const today = dayOf(zone, now);
      const onWeekday = (startAt: number) => weekdayOf(dayOf(zone, startAt)) % 6 !== 0;
      return {
        ...everything,
        ...between(today, today + dateSetting.days),
        accepts: dateSetting.onlyWeekdays ? onWeekday : null,
      };
    }
  }
}
