import { dayOf } from "../slots/calendar.ts";
import { createHours, fillStartsOfDay, type Grid } from "../slots/grid.ts";
import { zoneOf } from "../slots/zone.ts";
import type { EventType, Schedule } from "../world/records.ts";

const minute = 60_000;
const day = 86_400_000;

/** Starts of one pattern of hours, ascending, in milliseconds. */
export interface Starts {
  /** Those with `from <= start < to`. */
  between(from: number, to: number): readonly number[];
}

/** The first position in a sorted list whose value is at least `least`. */
function firstAtLeast(sorted: readonly number[], least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The starts in a schedule's hours between two instants, ascending. */
function startsIn(schedule: Schedule, eventType: EventType, from: number, to: number): readonly number[] {
  const zone = zoneOf(schedule.timeZone);
  const hoursOf = createHours(schedule.rules, []);
  const grid: Grid = {
    duration: eventType.durationMinutes * minute,
    increment: eventType.incrementMinutes * minute,
    low: from,
    high: to,
  };
  const [first, last] = [dayOf(zone, from), dayOf(zone, to - 1)];
  const spans = zone.spans((first - 2) * day, (last + 3) * day);
  const starts: number[] = [];
  const ofDay: number[] = [];
  for (let onDay = first; onDay <= last; onDay += 1) {
    const hours = hoursOf(onDay);
    if (hours.length > 0) for (const start of fillStartsOfDay(ofDay, spans, onDay, hours, grid)) starts.push(start);
  }
  return starts;
}

/**
 * Gives the starts at which an event type could be booked between two instants, had nobody booked anything and no time
 * passed. Event types with the same hours share one answer: a thousand coaches keep to a handful of patterns.
 */
export function createStarts(from: number, to: number): (eventType: EventType, schedule: Schedule) => Starts {
  const known = new Map<string, Starts>();
  return (eventType, schedule) => {
    const { durationMinutes, incrementMinutes } = eventType;
    const pattern = JSON.stringify([schedule.timeZone, schedule.rules, durationMinutes, incrementMinutes]);
    const found = known.get(pattern);
    if (found !== undefined) return found;
    const all = startsIn(schedule, eventType, from, to);
    const starts: Starts = {
      between: (low, high) => all.slice(firstAtLeast(all, low), firstAtLeast(all, high)),
    };
    known.set(pattern, starts);
    return starts;
  };
}

/** The time that a booking keeps its host busy, buffers included. */
export function blockedBy(eventType: EventType, startAt: number): { readonly startAt: number; readonly endAt: number } {
  const endAt = startAt + eventType.durationMinutes * minute;
  return {
    startAt: startAt - eventType.beforeBufferMinutes * minute,
    endAt: endAt + eventType.afterBufferMinutes * minute,
  };
}
