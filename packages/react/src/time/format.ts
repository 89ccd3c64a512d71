/**
 * Instants as a person reads them. Everything goes through `Intl`, which knows each zone's rules and each
 * locale's habits (12 or 24 hours, order of the parts). Instants are ISO 8601 strings or milliseconds.
 */

import { presentZoneName } from "./zone-names.ts";

export type InstantLike = string | number;

/** In which zone and language something is shown. */
export interface TimeView {
  /** IANA zone. */
  readonly timeZone: string;
  /** BCP 47 tag; undefined takes the browser's. */
  readonly locale?: string | undefined;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter is slow, using it is not: one for each distinct wish. */
function formatter(view: TimeView, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${view.locale ?? ""}|${view.timeZone}|${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(view.locale, { ...options, timeZone: view.timeZone });
  formatters.set(key, made);
  return made;
}

/** Milliseconds since the epoch. */
export function epochOf(instant: InstantLike): number {
  return typeof instant === "number" ? instant : Date.parse(instant);
}

const clock: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };

/** `14:30` or `2:30 PM`. */
export function formatTime(instant: InstantLike, view: TimeView): string {
  const hour = usesTwelveHours(view.locale) ? "numeric" : "2-digit";
  return formatter(view, { ...clock, hour }).format(epochOf(instant));
}

/** `14:30 – 15:30`; where it goes on into another day, with that day: `23:30 – Sun 00:30`. */
export function formatTimeRange(startAt: InstantLike, endAt: InstantLike, view: TimeView): string {
  const day = formatter(view, { year: "numeric", month: "numeric", day: "numeric" });
  const sameDay = day.format(epochOf(startAt)) === day.format(epochOf(endAt));
  const weekday = sameDay ? "" : `${formatWeekday(endAt, view)} `;
  return `${formatTime(startAt, view)} – ${weekday}${formatTime(endAt, view)}`;
}

/** `Sat` */
export function formatWeekday(instant: InstantLike, view: TimeView): string {
  return formatter(view, { weekday: "short" }).format(epochOf(instant));
}

/** `Sat 21 Nov`; with the year when it is not that of `now`. */
export function formatDate(instant: InstantLike, view: TimeView, now: number): string {
  return formatter(view, {
    weekday: "short",
    day: "numeric",
    month: "short",
    ...yearUnlessNow(instant, view, now),
  }).format(epochOf(instant));
}

/** `Saturday 21 November`; with the year when it is not that of `now`. */
export function formatLongDate(instant: InstantLike, view: TimeView, now: number): string {
  return formatter(view, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...yearUnlessNow(instant, view, now),
  }).format(epochOf(instant));
}

/** Date and time in one, for histories and tooltips: `Sat, 21 Nov 2026, 14:30 GMT-5`. */
export function formatFull(instant: InstantLike, view: TimeView): string {
  return formatter(view, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    ...clock,
    timeZoneName: "short",
  }).format(epochOf(instant));
}

function yearUnlessNow(instant: InstantLike, view: TimeView, now: number): Intl.DateTimeFormatOptions {
  const year = formatter(view, { year: "numeric" });
  return year.format(epochOf(instant)) === year.format(now) ? {} : { year: "numeric" };
}

function usesTwelveHours(locale: string | undefined): boolean {
  return formatter({ locale, timeZone: "UTC" }, { hour: "numeric" }).resolvedOptions().hour12 === true;
}

/** The wall clock's distance from UTC at that instant: `GMT+05:30`. */
export function offsetAt(instant: InstantLike, timeZone: string): string {
  const parts = formatter({ timeZone, locale: "en" }, { timeZoneName: "longOffset" }).formatToParts(epochOf(instant));
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}

/** True when clocks in both zones show the same at that instant, whatever the zones are called. */
export function sameClock(instant: InstantLike, one: string, other: string): boolean {
  return one === other || offsetAt(instant, one) === offsetAt(instant, other);
}

/** The place in a zone's name: `America/Argentina/Buenos_Aires` -> `Buenos Aires`. */
export function zoneCity(timeZone: string): string {
  const name = presentZoneName(timeZone);
  return (name.split("/").at(-1) ?? name).replaceAll("_", " ");
}

/** A zone for a list: `Kolkata (GMT+5:30)`, with the offset of that instant. */
export function zoneLabel(timeZone: string, instant: InstantLike): string {
  const parts = formatter({ timeZone, locale: "en" }, { timeZoneName: "shortOffset" }).formatToParts(epochOf(instant));
  return `${zoneCity(timeZone)} (${parts.find((part) => part.type === "timeZoneName")?.value ?? "GMT"})`;
}
