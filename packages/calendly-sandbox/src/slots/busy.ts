import type { Interval } from "./types.ts";

/** Whether none begins before the one before it. */
function isAscending(intervals: readonly Interval[]): boolean {
  let last = Number.NEGATIVE_INFINITY;
  for (const { startAt } of intervals) {
    if (startAt < last) return false;
    last = startAt;
  }
  return true;
}

/** Intervals that neither meet nor touch, ascending, as flat arrays: the sweep below reads them by index. */
function merge(intervals: readonly Interval[]): { readonly starts: Float64Array; readonly ends: Float64Array } {
  const sorted = isAscending(intervals) ? intervals : [...intervals].sort((a, b) => a.startAt - b.startAt);
  const starts = new Float64Array(sorted.length);
  const ends = new Float64Array(sorted.length);
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const { startAt, endAt } of sorted) {
    if (endAt <= startAt) continue;
    if (count > 0 && startAt <= last) {
      if (endAt > last) ends[count - 1] = last = endAt;
    } else {
      starts[count] = startAt;
      ends[count] = last = endAt;
      count += 1;
    }
  }
  return { starts: starts.subarray(0, count), ends: ends.subarray(0, count) };
}

/**
 * Answers when the first busy time that meets `[from, to)` ends; 0 when there is none. Questions must come with
 * ascending `from`.
 */
export function createSweep(intervals: readonly Interval[]): (from: number, to: number) => number {
  const { starts, ends } = merge(intervals);
  const { length } = ends;
  let at = 0;
  return (from, to) => {
    while (at < length && (ends[at] ?? 0) <= from) at += 1;
    return at < length && (starts[at] ?? 0) < to ? (ends[at] ?? 0) : 0;
  };
}
