import type { Slot } from "@punctual/contract";
import { addDays, dateIn, hourIn } from "../time/calendar.ts";

/** The parts of a day: morning until 12:00, afternoon until 17:00, evening after it. */
export const dayParts = ["morning", "afternoon", "evening"] as const;
export type DayPart = (typeof dayParts)[number];

/** The openings of one date in the viewer's zone. */
export interface DayOpenings {
  readonly date: string;
  readonly slots: readonly Slot[];
  /** Minutes of the day that a booking could fill; overlapping openings count once. */
  readonly openMinutes: number;
}

/** Spreads slots over the dates of a week as clocks in the zone show them; what has begun is left out. */
export function openingsByDate(
  slots: readonly Slot[],
  week: { readonly start: string; readonly timeZone: string },
  durationMinutes: number,
  now: number,
): readonly DayOpenings[] {
  const byDate = new Map<string, Slot[]>();
  for (const slot of slots) {
    if (Date.parse(slot.startAt) <= now) continue;
    const date = dateIn(slot.startAt, week.timeZone);
    byDate.set(date, [...(byDate.get(date) ?? []), slot]);
  }
  return datesOfWeek(week.start).map((date) => {
    const own = (byDate.get(date) ?? []).toSorted((a, b) => Date.parse(a.startAt) - Date.parse(b.startAt));
    return { date, slots: own, openMinutes: coveredMinutes(own, durationMinutes) };
  });
}

/** The seven dates that begin with `start`. */
export function datesOfWeek(start: string): readonly string[] {
  return [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(start, days));
}

/** Minutes covered by bookings of that length at any of these starts. `slots` in order of time. */
export function coveredMinutes(slots: readonly Slot[], durationMinutes: number): number {
  let covered = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const slot of slots) {
    const start = Date.parse(slot.startAt) / 60_000;
    const end = start + durationMinutes;
    covered += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return covered;
}

/** In which part of the day a slot begins, by the clock of the zone. */
export function partOf(slot: Slot, timeZone: string): DayPart {
  const hour = hourIn(slot.startAt, timeZone);
  return hour < 12 ? "morning" : hour < 17 ? "afternoon" : "evening";
}

/** `3.5 h`, `30 min`; empty for nothing. */
export function formatOpenMinutes(minutes: number, locale: string | undefined): string {
  if (minutes === 0) return "";
  if (minutes < 60) return `${minutes} min`;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(minutes / 60)} h`;
}
