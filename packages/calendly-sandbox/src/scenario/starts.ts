import { findSlots } from "../slots/find-slots.ts";
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
    const all = findSlots({
      now: from - day,
      from,
      to,
      timeZone: schedule.timeZone,
      rules: schedule.rules,
      closedDates: [],
      spots: null,
      durationMinutes,
      incrementMinutes,
      beforeBufferMinutes: 0,
      afterBufferMinutes: 0,
      minimumNoticeMinutes: 0,
      range: { kind: "indefinite" },
      seats: 1,
      busy: [],
      joinable: [],
      dailyLimit: null,
      typeStarts: [],
      hostLimits: { daily: null, weekly: null, monthly: null },
      hostStarts: [],
    }).map((slot) => slot.startAt);
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
