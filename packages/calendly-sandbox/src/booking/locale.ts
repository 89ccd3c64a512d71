import { Temporal } from "temporal-polyfill";
import { fill, type Language, preferredTongue, type Tongue, tongueOf, type Words } from "./words/index.ts";

export type TimeNotation = "12h" | "24h";

/** In which language a page speaks, and how it writes dates and times. */
export interface Reader extends Tongue {
  /** A BCP 47 locale with the hour cycle, for `Intl`. */
  readonly locale: string;
}

/** What is known about who reads: their browser's `Accept-Language`, and the notation that they chose on a page. */
export interface ReaderHints {
  readonly acceptLanguage: string | null | undefined;
  readonly timeNotation?: TimeNotation | null;
}

/** The reader of a page whose host chose its language. */
export function readerOf(language: Language, hints: ReaderHints): Reader {
  const tongue = tongueOf(language);
  return { ...tongue, locale: localeOf(tongue.language, hints) };
}

/** The reader of a page that belongs to nobody: their own language where the catalogue has it. */
export function strangerOf(hints: ReaderHints): Reader {
  const tongue = preferredTongue(hints.acceptLanguage);
  return { ...tongue, locale: localeOf(tongue.language, hints) };
}

/**
 * The locale in which a page writes dates and times: the page's language with the reader's region and hour cycle, so
 * that a German browser reads `Friday, 27 November` and `14:30` on an English page.
 */
export function localeOf(language: Language, hints: ReaderHints): string {
  const preferred = hints.acceptLanguage?.split(",")[0]?.split(";")[0]?.trim() ?? "";
  const chosen = hints.timeNotation && (hints.timeNotation === "12h" ? "h12" : "h23");
  try {
    const asked = new Intl.Locale(preferred).maximize();
    const own = new Intl.DateTimeFormat(asked, { hour: "numeric" }).resolvedOptions().hourCycle;
    return `${language}-${asked.region ?? "US"}-u-hc-${chosen ?? own ?? "h12"}`;
  } catch {
    const own = new Intl.DateTimeFormat(language, { hour: "numeric" }).resolvedOptions().hourCycle;
    return `${language === "en" ? "en-US" : language}-u-hc-${chosen ?? own ?? "h12"}`;
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

/** `2:30 PM – 3:30 PM` on `Friday, November 27, 2026`, as two texts. */
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
export function durationWords(minutes: number, words: Words): string {
  const parts = [
    { text: words.hours, count: Math.floor(minutes / 60) },
    { text: words.minutes, count: minutes % 60 },
  ];
  return parts.flatMap(({ text, count }) => (count > 0 ? [fill(text, { count })] : [])).join(" ");
}

function zoned(at: number, timeZone: string) {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
}
