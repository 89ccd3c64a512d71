import type { AvailabilityInterval, AvailabilityRule } from "../world/records.ts";
import { type DayNumber, dayOfDate, weekdayOf } from "./calendar.ts";
import type { Interval } from "./types.ts";
import type { OffsetSpan } from "./zone.ts";

const minute = 60_000;
const day = 86_400_000;
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

/** Wall-clock bounds of one interval, in milliseconds since local midnight. */
interface Hours {
  readonly from: number;
  readonly to: number;
}

/** What the starts must keep to, in milliseconds: at or after `low`, before `high`. */
export interface Grid {
  readonly duration: number;
  readonly increment: number;
  readonly low: number;
  readonly high: number;
}

function parseWallTime(text: string): number {
  const [hours, minutes] = text.split(":");
  return (Number(hours) * 60 + Number(minutes)) * minute;
}

function parseIntervals(intervals: readonly AvailabilityInterval[]): Hours[] {
  return intervals
    .map((interval) => ({ from: parseWallTime(interval.from), to: parseWallTime(interval.to) }))
    .filter((interval) => interval.to > interval.from);
}

/** The hours of each date: its own rule, else nothing on a closed date, else the rule of its weekday. */
export function createHours(
  rules: readonly AvailabilityRule[],
  closedDates: readonly string[],
): (onDay: DayNumber) => readonly Hours[] {
  const byWeekday: Hours[][] = [[], [], [], [], [], [], []];
  const byDate = new Map<DayNumber, Hours[]>();
  for (const date of closedDates) byDate.set(dayOfDate(date), []);
  for (const rule of rules) {
    if (rule.type === "date") byDate.set(dayOfDate(rule.date), parseIntervals(rule.intervals));
    else byWeekday[weekdays.indexOf(rule.wday)] = parseIntervals(rule.intervals);
  }
  return (onDay) => byDate.get(onDay) ?? byWeekday[weekdayOf(onDay)] ?? [];
}

/** The starts of one date, ascending, before anything but the hours is looked at. `starts` is filled and returned. */
export function fillStartsOfDay(
  starts: number[],
  spans: readonly OffsetSpan[],
  onDay: DayNumber,
  hours: readonly Hours[],
  grid: Grid,
): readonly number[] {
  starts.length = 0;
  const midnight = onDay * day;
  let pieces = 0;
  for (const { from, to } of hours) {
    const wallFrom = midnight + from;
    const wallTo = midnight + to;
    // Walked from its end: whether a start fits depends on how far availability runs on behind it.
    let end = Number.NEGATIVE_INFINITY;
    let next = Number.NaN;
    for (let at = spans.length - 1; at >= 0; at -= 1) {
      const span = spans[at];
      if (span === undefined) continue;
      const pieceFrom = Math.max(span.from, wallFrom - span.offset);
      const pieceTo = Math.min(span.to, wallTo - span.offset);
      if (pieceFrom >= pieceTo) continue;
      pieces += 1;
      // Availability runs on across a change of offset when the next piece begins where this one ends.
      if (next !== pieceTo) end = pieceTo;
      next = pieceFrom;
      const last = Math.min(pieceTo - 1, end - grid.duration, grid.high - 1);
      const first = Math.max(pieceFrom, grid.low);
      const wallStep = Math.ceil((first + span.offset - wallFrom) / grid.increment);
      for (let start = wallFrom + wallStep * grid.increment - span.offset; start <= last; start += grid.increment) {
        starts.push(start);
      }
    }
  }
  // Intervals may overlap or be out of order, and a day of two offsets was walked from its end.
  return hours.length > 1 || pieces > hours.length ? settle(starts) : starts;
}

/** The starts in named stretches of time, each with a grid from its own beginning. */
export function startsOfSpots(spots: readonly Interval[], grid: Grid): readonly number[] {
  const starts: number[] = [];
  for (const { startAt, endAt } of spots) {
    const last = Math.min(endAt - grid.duration, grid.high - 1);
    const step = Math.max(0, Math.ceil((grid.low - startAt) / grid.increment));
    for (let start = startAt + step * grid.increment; start <= last; start += grid.increment) starts.push(start);
  }
  return settle(starts);
}

/** Ascending, each once. */
function settle(starts: readonly number[]): readonly number[] {
  return [...new Set(starts)].sort((a, b) => a - b);
}
