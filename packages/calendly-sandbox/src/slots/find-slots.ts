import { createSweep } from "./busy.ts";
import { type DayNumber, dayOf, dayOfDate } from "./calendar.ts";
import { createHours, fillStartsOfDay, type Grid, startsOfSpots } from "./grid.ts";
import { createLimits } from "./limits.ts";
import type { Slot, SlotInput } from "./types.ts";
import { type Zone, zoneOf } from "./zone.ts";

const minute = 60_000;
const day = 86_400_000;

/** First and last day that may be booked. */
function bookableDays(input: SlotInput, today: DayNumber): { readonly first: DayNumber; readonly last: DayNumber } {
  if (input.range.kind === "rolling") return { first: today, last: today + input.range.days };
  if (input.range.kind === "fixed") return { first: dayOfDate(input.range.from), last: dayOfDate(input.range.to) };
  return { first: today, last: Number.POSITIVE_INFINITY };
}

/** Takes the starts of one day, ascending, and adds those that nothing stands in the way of to `slots`. */
type Take = (onDay: DayNumber, starts: readonly number[]) => void;

function createTake(input: SlotInput, zone: Zone, slots: Slot[]): Take {
  const duration = input.durationMinutes * minute;
  const before = input.beforeBufferMinutes * minute;
  const after = duration + input.afterBufferMinutes * minute;
  const { seats } = input;
  const isFull = createLimits(input, (at) => dayOf(zone, at));
  const blocks = input.joinable.map((event) => ({ startAt: event.blockedFrom, endAt: event.blockedTo }));
  const busyUntil = createSweep(blocks.length === 0 ? input.busy : [...input.busy, ...blocks]);
  if (blocks.length === 0) {
    return (onDay, starts) => {
      if (starts.length === 0 || isFull(onDay)) return;
      let free = Number.NEGATIVE_INFINITY;
      for (const startAt of starts) {
        // Busy until later than this start: no need to ask again before that.
        if (startAt - before < free) continue;
        const until = busyUntil(startAt - before, startAt + after);
        if (until === 0) slots.push({ startAt, endAt: startAt + duration, seatsLeft: seats });
        else free = until;
      }
    };
  }
  const joinable = new Map(input.joinable.map((event) => [event.startAt, event]));
  const busyWithOthersUntil = createSweep(input.busy);
  return (onDay, starts) => {
    const full = isFull(onDay);
    for (const startAt of starts) {
      const endAt = startAt + duration;
      const event = joinable.get(startAt);
      if (event !== undefined && event.endAt === endAt) {
        if (event.seatsLeft > 0 && busyWithOthersUntil(startAt - before, startAt + after) === 0) {
          slots.push({ startAt, endAt, seatsLeft: event.seatsLeft });
        }
      } else if (!full && busyUntil(startAt - before, startAt + after) === 0) {
        slots.push({ startAt, endAt, seatsLeft: seats });
      }
    }
  };
}

/**
 * The bookable starts of one event type with one host, ascending.
 *
 * A host is available at an instant when that instant's wall-clock time, in the schedule's zone, lies in an interval of
 * its date. A slot starts on the interval's grid of wall-clock times (its beginning plus multiples of the increment) and
 * the host is available, in that one interval, for its whole duration. So on a day that skips an hour the skipped starts
 * do not exist, and on a day that repeats one, both passes of a wall-clock time are starts. With spots, the host is
 * available in them and at no other time.
 *
 * Pure: what it keeps between calls are the offsets of zones. Throws a `RangeError` for a zone that does not exist.
 * Source of the rules: help.calendly.com (scheduling conditions, buffers), and decisions noted in this package's README.
 */
export function findSlots(input: SlotInput): Slot[] {
  const zone = zoneOf(input.timeZone);
  const grid: Grid = {
    duration: input.durationMinutes * minute,
    increment: Math.max(1, input.incrementMinutes) * minute,
    // A start at this very instant is already in the past when it is answered.
    low: Math.max(input.from, input.now + input.minimumNoticeMinutes * minute, input.now + 1),
    high: input.to,
  };
  if (grid.high <= grid.low) return [];
  const bookable = bookableDays(input, dayOf(zone, input.now));
  const firstDay = Math.max(dayOf(zone, grid.low), bookable.first);
  const lastDay = Math.min(dayOf(zone, grid.high - 1), bookable.last);
  const slots: Slot[] = [];
  if (lastDay < firstDay) return slots;
  const take = createTake(input, zone, slots);

  if (input.spots !== null) {
    for (const startAt of startsOfSpots(input.spots, grid)) {
      const onDay = dayOf(zone, startAt);
      if (onDay >= firstDay && onDay <= lastDay) take(onDay, [startAt]);
    }
    return slots;
  }

  const hoursOf = createHours(input.rules, input.closedDates);
  const spans = zone.spans((firstDay - 2) * day, (lastDay + 3) * day);
  const starts: number[] = [];
  for (let onDay = firstDay; onDay <= lastDay; onDay += 1) {
    const hours = hoursOf(onDay);
    if (hours.length > 0) take(onDay, fillStartsOfDay(starts, spans, onDay, hours, grid));
  }
  return slots;
}
