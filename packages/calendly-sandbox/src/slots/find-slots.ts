import type { AvailabilityInterval } from "../world/records.ts";
import { type DayNumber, dayOf, dayOfDate, monthOf, weekdayOf, weekOf } from "./calendar.ts";
import type { Interval, Slot, SlotInput } from "./types.ts";
import { type OffsetSpan, zoneOf } from "./zone.ts";

const minute = 60_000;
const day = 86_400_000;
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

/** Wall-clock bounds of one interval, in milliseconds since local midnight. */
interface Opening {
  readonly from: number;
  readonly to: number;
}

function parseWallTime(text: string): number {
  const [hours, minutes] = text.split(":");
  return (Number(hours) * 60 + Number(minutes)) * minute;
}

function parseIntervals(intervals: readonly AvailabilityInterval[]): Opening[] {
  return intervals
    .map((interval) => ({ from: parseWallTime(interval.from), to: parseWallTime(interval.to) }))
    .filter((interval) => interval.to > interval.from);
}

/** Sorted intervals that neither meet nor touch, as flat arrays: the sweep below reads them by index. */
function merge(intervals: readonly Interval[]): { starts: Float64Array; ends: Float64Array } {
  const sorted = intervals.filter((one) => one.endAt > one.startAt).sort((a, b) => a.startAt - b.startAt);
  const starts = new Float64Array(sorted.length);
  const ends = new Float64Array(sorted.length);
  let count = 0;
  for (const one of sorted) {
    const last = ends[count - 1];
    if (last !== undefined && one.startAt <= last) ends[count - 1] = Math.max(last, one.endAt);
    else {
      starts[count] = one.startAt;
      ends[count] = one.endAt;
      count += 1;
    }
  }
  return { starts: starts.subarray(0, count), ends: ends.subarray(0, count) };
}

/** Answers whether an interval meets a busy one. Questions must come with ascending starts. */
function createSweep(intervals: readonly Interval[]): (from: number, to: number) => boolean {
  const { starts, ends } = merge(intervals);
  let at = 0;
  return (from, to) => {
    while (at < ends.length && (ends[at] ?? 0) <= from) at += 1;
    return at < starts.length && (starts[at] ?? 0) < to;
  };
}

/** Whether a new event on a day would go beyond a limit of the type or of the host. */
function createLimits(input: SlotInput, dayAt: (at: number) => DayNumber): (onDay: DayNumber) => boolean {
  const checks: { limit: number; period: (onDay: DayNumber) => DayNumber; counts: Map<DayNumber, number> }[] = [];
  const add = (limit: number | null, starts: readonly number[], period: (onDay: DayNumber) => DayNumber) => {
    if (limit === null) return;
    const counts = new Map<DayNumber, number>();
    for (const start of starts) {
      const key = period(dayAt(start));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    checks.push({ limit, period, counts });
  };
  add(input.dailyLimit, input.typeStarts, (onDay) => onDay);
  add(input.hostLimits.daily, input.hostStarts, (onDay) => onDay);
  add(input.hostLimits.weekly, input.hostStarts, weekOf);
  add(input.hostLimits.monthly, input.hostStarts, monthOf);
  return (onDay) => checks.some(({ limit, period, counts }) => (counts.get(period(onDay)) ?? 0) >= limit);
}

/** First and last day that may be booked. */
function bookableDays(input: SlotInput, today: DayNumber): { first: DayNumber; last: DayNumber } {
  if (input.range.kind === "rolling") return { first: today, last: today + input.range.days };
  if (input.range.kind === "fixed") return { first: dayOfDate(input.range.from), last: dayOfDate(input.range.to) };
  return { first: today, last: Number.POSITIVE_INFINITY };
}

/**
 * The bookable starts of one event type, ascending.
 *
 * A host is available at an instant when that instant's wall-clock time, in the schedule's zone, lies in an interval of
 * its date. A slot starts on the interval's grid of wall-clock times (its beginning plus multiples of the increment) and
 * the host is available, in that one interval, for its whole duration. So on a day that skips an hour the skipped starts
 * do not exist, and on a day that repeats one, both passes of a wall-clock time are starts.
 *
 * Source of the rules: help.calendly.com (scheduling conditions, buffers), and decisions noted in this package's README.
 */
export function findSlots(input: SlotInput): Slot[] {
  const zone = zoneOf(input.timeZone);
  const duration = input.durationMinutes * minute;
  const increment = Math.max(1, input.incrementMinutes) * minute;
  const before = input.beforeBufferMinutes * minute;
  const after = input.afterBufferMinutes * minute;
  const earliest = Math.max(input.from, input.now + input.minimumNoticeMinutes * minute);
  // A start at this very instant is already in the past when it is answered.
  const afterNow = input.now + 1;
  const low = Math.max(earliest, afterNow);
  const high = input.to;
  if (high <= low) return [];

  const bookable = bookableDays(input, dayOf(zone, input.now));
  const firstDay = Math.max(dayOf(zone, low), bookable.first);
  const lastDay = Math.min(dayOf(zone, high - 1), bookable.last);
  if (lastDay < firstDay) return [];
  const spans = zone.spans((firstDay - 2) * day, (lastDay + 3) * day);

  const byWeekday: Opening[][] = [[], [], [], [], [], [], []];
  const byDate = new Map<DayNumber, Opening[]>();
  for (const rule of input.rules) {
    if (rule.type === "date") byDate.set(dayOfDate(rule.date), parseIntervals(rule.intervals));
    else byWeekday[weekdays.indexOf(rule.wday)] = parseIntervals(rule.intervals);
  }

  const joinable = new Map(input.joinable.map((event) => [event.startAt, event]));
  const own = input.joinable.map((event) => ({ startAt: event.blockedFrom, endAt: event.blockedTo }));
  const isBlocked = createSweep([...input.busy, ...own]);
  const isBlockedByOthers = createSweep(input.busy);
  const isBeyondLimits = createLimits(input, (at) => dayOf(zone, at));
  const slots: Slot[] = [];

  for (let onDay = firstDay; onDay <= lastDay; onDay += 1) {
    const openings = byDate.get(onDay) ?? byWeekday[weekdayOf(onDay)] ?? [];
    if (openings.length === 0) continue;
    const full = isBeyondLimits(onDay);
    if (full && joinable.size === 0) continue;
    for (const startAt of startsOfDay(spans, onDay * day, openings, { duration, increment, low, high })) {
      const endAt = startAt + duration;
      const event = joinable.get(startAt);
      if (event !== undefined && event.endAt === endAt) {
        if (event.seatsLeft > 0 && !isBlockedByOthers(startAt - before, endAt + after)) {
          slots.push({ startAt, endAt, seatsLeft: event.seatsLeft });
        }
      } else if (!full && !isBlocked(startAt - before, endAt + after)) {
        slots.push({ startAt, endAt, seatsLeft: input.seats });
      }
    }
  }
  return slots;
}

interface Grid {
  readonly duration: number;
  readonly increment: number;
  readonly low: number;
  readonly high: number;
}

/** The starts of one date, ascending, before anything but the schedule is looked at. */
function startsOfDay(
  spans: readonly OffsetSpan[],
  midnight: number,
  openings: readonly Opening[],
  grid: Grid,
): readonly number[] {
  const starts: number[] = [];
  let pieces = 0;
  for (const opening of openings) {
    const wallFrom = midnight + opening.from;
    const wallTo = midnight + opening.to;
    let end = Number.NEGATIVE_INFINITY;
    const found: { from: number; to: number; offset: number }[] = [];
    for (const span of spans) {
      const from = Math.max(span.from, wallFrom - span.offset);
      const to = Math.min(span.to, wallTo - span.offset);
      if (from < to) found.push({ from, to, offset: span.offset });
    }
    pieces += found.length;
    for (let at = found.length - 1; at >= 0; at -= 1) {
      const piece = found[at];
      if (piece === undefined) continue;
      // Availability runs on across a change of offset when the next piece begins where this one ends.
      if (found[at + 1]?.from !== piece.to) end = piece.to;
      const last = Math.min(piece.to - 1, end - grid.duration, grid.high - 1);
      const first = Math.max(piece.from, grid.low);
      const wallStep = Math.ceil((first + piece.offset - wallFrom) / grid.increment);
      for (let wall = wallFrom + wallStep * grid.increment; wall - piece.offset <= last; wall += grid.increment) {
        starts.push(wall - piece.offset);
      }
    }
  }
  if (openings.length > 1 || pieces > openings.length) {
    // Intervals may overlap or be out of order, and a day of two offsets is walked from its end.
    return [...new Set(starts)].sort((a, b) => a - b);
  }
  return starts;
}
