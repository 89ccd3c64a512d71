// Time zones and the words for times. The server groups starts by date in the chosen zone; here they are only written.

export function browserZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** @param {string | null} zone */
export function isZone(zone) {
  try {
    return zone !== null && zone !== "" && Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}

/** Places that browsers still list under a name that people there no longer use. */
const renamed = new Map([
  ["Calcutta", "Kolkata"],
  ["Katmandu", "Kathmandu"],
  ["Kiev", "Kyiv"],
  ["Rangoon", "Yangon"],
  ["Saigon", "Ho Chi Minh"],
]);

/** @param {string} zone `America/Chicago` -> `Chicago` */
export function placeOf(zone) {
  const place = (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
  return renamed.get(place) ?? place;
}

/** Whether the locale writes 12 or 24 hours by itself. @param {string} locale @returns {"12h" | "24h"} */
export function notationOf(locale) {
  const cycle = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hourCycle;
  return cycle === "h11" || cycle === "h12" ? "12h" : "24h";
}

/**
 * Writes times and dates. `notation` changes while the page is open.
 * @param {string} locale @param {() => "12h" | "24h"} notation
 */
export function createClock(locale, notation) {
  return {
    /** @param {string} start @param {string} timeZone */
    time: (start, timeZone) =>
      new Intl.DateTimeFormat(locale, {
        hour: "numeric",
        minute: "2-digit",
        hourCycle: notation() === "12h" ? "h12" : "h23",
        timeZone,
      }).format(new Date(start)),
    /** @param {string} start @param {string} timeZone */
    day: (start, timeZone) =>
      new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone }).format(
        new Date(start),
      ),
    /** A calendar date, which is the same day everywhere. @param {string} date */
    date: (date) =>
      new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(
        new Date(`${date}T00:00:00Z`),
      ),
    /** @param {string} month `YYYY-MM` */
    month: (month) =>
      new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(
        new Date(`${month}-01T00:00:00Z`),
      ),
    /** Its name alone. @param {string} month `YYYY-MM` */
    monthName: (month) =>
      new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" }).format(new Date(`${month}-01T00:00:00Z`)),
  };
}

/** Minutes by which a zone is ahead of UTC at an instant, read from its own name of the offset. @param {string} zone @param {string} start */
export function offsetMinutes(zone, start) {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(
    new Date(start),
  );
  const [, sign, hours, minutes] =
    /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(parts.find((part) => part.type === "timeZoneName")?.value ?? "") ?? [];
  if (!sign) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
