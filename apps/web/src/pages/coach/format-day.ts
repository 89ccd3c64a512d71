/** A calendar date in short words of the locale: `{ weekday: "Mon", dayOfMonth: "23" }`. */
export function formatDay(date: string, locale: string | undefined): { weekday: string; dayOfMonth: string } {
  // A date has no zone: read it and write it in the same one.
  const at = new Date(`${date}T12:00:00Z`);
  const write = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(at);
  return { weekday: write({ weekday: "short" }), dayOfMonth: write({ day: "numeric" }) };
}
