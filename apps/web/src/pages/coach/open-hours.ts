import { dateIn } from "@punctual/react";

/** A time that can be booked: milliseconds since the epoch. */
export interface OpenTime {
  readonly start: number;
  readonly end: number;
}

/**
 * Hours that can be booked on each date of the zone. Times that overlap (several event types, or starts every
 * 15 minutes) count once. A time belongs to the date on which it starts.
 */
export function openHoursByDate(times: readonly OpenTime[], timeZone: string): ReadonlyMap<string, number> {
  const hours = new Map<string, number>();
  let covered = Number.NEGATIVE_INFINITY;
  for (const { start, end } of [...times].sort((a, b) => a.start - b.start)) {
    const begin = Math.max(start, covered);
    if (end <= begin) continue;
    covered = end;
    const date = dateIn(begin, timeZone);
    hours.set(date, (hours.get(date) ?? 0) + (end - begin) / 3_600_000);
  }
  return hours;
}
