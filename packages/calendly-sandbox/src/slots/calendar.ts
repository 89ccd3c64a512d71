import type { Zone } from "./zone.ts";

/** A calendar date as the number of days since 1970-01-01. */
export type DayNumber = number;

const day = 86_400_000;

/** The date on which an instant (milliseconds) falls in a zone. */
export function dayOf(zone: Zone, at: number): DayNumber {
  return Math.floor((at + zone.offsetAt(at)) / day);
}

/** `2026-11-24` as a day number. */
export function dayOfDate(date: string): DayNumber {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / day);
}

/** 0 is Sunday. */
export function weekdayOf(dayNumber: DayNumber): number {
  return (((dayNumber + 4) % 7) + 7) % 7;
}

/** The Sunday that begins the week of a day. */
export function weekOf(dayNumber: DayNumber): DayNumber {
  return dayNumber - weekdayOf(dayNumber);
}

/** The first of the month of a day. */
export function monthOf(dayNumber: DayNumber): DayNumber {
  return dayNumber - (new Date(dayNumber * day).getUTCDate() - 1);
}
