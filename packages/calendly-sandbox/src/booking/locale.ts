import { Temporal } from "temporal-polyfill";

/**
 * The locale in which a page writes dates and times: English words (the pages' language) with the reader's region and
 * hour cycle, so that a German browser reads `Friday, 27 November` and `14:30`.
 */
export function localeOf(acceptLanguage: string | null | undefined): string {
  const preferred = acceptLanguage?.split(",")[0]?.split(";")[0]?.trim() ?? "";
  try {
    const asked = new Intl.Locale(preferred).maximize();
    const hourCycle = new Intl.DateTimeFormat(asked, { hour: "numeric" }).resolvedOptions().hourCycle;
    return `en-${asked.region ?? "US"}-u-hc-${hourCycle ?? "h12"}`;
  } catch {
    return "en-US-u-hc-h12";
  }
}

/** `Friday, November 27, 2026`, in a zone. `at` is in milliseconds since the Unix epoch. */
export function longDate(at: number, timeZone: string, locale: string): string {
  return zoned(at, timeZone).toLocaleString(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
}

/** `2:30 PM` or `14:30`. */
export function clockTime(at: number, timeZone: string, locale: string): string {
  return zoned(at, timeZone).toLocaleString(locale, { hour: "numeric", minute: "2-digit" });
}

/** `2:30 PM to 3:30 PM` on `Friday, November 27, 2026`, as two texts. */
export function span(
  startAt: number,
  endAt: number,
  timeZone: string,
  locale: string,
): { date: string; times: string } {
  return {
    date: longDate(startAt, timeZone, locale),
    times: `${clockTime(startAt, timeZone, locale)} – ${clockTime(endAt, timeZone, locale)}`,
  };
}

/** `Chicago` for `America/Chicago`. */
export function placeOf(timeZone: string): string {
  return timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? timeZone;
}

/** `45 min`, `1 h`, `1 h 30 min`. */
export function durationWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 ? `${hours} h` : "", rest > 0 ? `${rest} min` : ""].filter(Boolean).join(" ");
}

function zoned(at: number, timeZone: string) {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
}
