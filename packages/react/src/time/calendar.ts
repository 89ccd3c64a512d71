import { Temporal } from "temporal-polyfill";
import { epochOf, type InstantLike } from "./format.ts";

/** The calendar date (`2026-11-21`) that clocks in the zone show at that instant. */
export function dateIn(instant: InstantLike, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDate().toString();
}

/** The hour of the day (0 to 23) in the zone. */
export function hourIn(instant: InstantLike, timeZone: string): number {
  return zoned(instant, timeZone).hour;
}

function zoned(instant: InstantLike, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(epochOf(instant)).toZonedDateTimeISO(timeZone);
}

/** By how many minutes clocks in `there` are ahead of clocks in `here` at that instant; negative when behind. */
export function minutesAhead(instant: InstantLike, here: string, there: string): number {
  return (zoned(instant, there).offsetNanoseconds - zoned(instant, here).offsetNanoseconds) / 60_000_000_000;
}

/** The date that many days later (earlier when negative). */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Whole days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: "days" }).days;
}

/** The first day of the week that holds the date. `firstDay`: 1 is Monday, 7 is Sunday. */
export function weekStart(date: string, firstDay: number): string {
  const day = Temporal.PlainDate.from(date);
  return day.subtract({ days: (day.dayOfWeek - firstDay + 7) % 7 }).toString();
}

/** The instant (ISO, UTC) at which the date begins in the zone; not always midnight, where clocks change then. */
export function startOfDate(date: string, timeZone: string): string {
  return Temporal.PlainDate.from(date).toZonedDateTime(timeZone).startOfDay().toInstant().toString();
}

/** A date for `Intl`: noon in UTC of that day, to be formatted in UTC. */
export function dateAsUtcNoon(date: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: "UTC", plainTime: "12:00" }).epochMilliseconds;
}

/** True for a date that exists, written as `2026-11-21`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: "reject" });
    return true;
  } catch {
    return false;
  }
}

type WeekAware = Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };

/** The day on which weeks begin there: 1 is Monday, 7 is Sunday. Monday where the runtime does not know. */
export function firstDayOfWeek(locale: string | undefined): number {
  const known: WeekAware = new Intl.Locale(locale ?? new Intl.DateTimeFormat().resolvedOptions().locale);
  return known.getWeekInfo?.().firstDay ?? known.weekInfo?.firstDay ?? 1;
}
