// Time zones and the words for times. The server groups starts by date in the chosen zone; here they are only written.

export function browserZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
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

/** @param {string} locale */
export function createClock(locale) {
  return {
    /** @param {string} start @param {string} timeZone */
    time: (start, timeZone) =>
      new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", timeZone }).format(new Date(start)),
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

/**
 * Fills the zone picker, grouped by region, each with its present time.
 * @param {HTMLSelectElement} select @param {string} chosen @param {ReturnType<typeof createClock>} clock @param {string} now
 */
export function fillZones(select, chosen, clock, now) {
  const known = Intl.supportedValuesOf("timeZone");
  const zones = [...new Set([...known, "UTC", chosen])].sort();
  /** @type {Map<string, HTMLOptGroupElement>} */
  const regions = new Map();
  for (const zone of zones) {
    const region = zone.includes("/") ? (zone.split("/")[0] ?? "Other") : "Other";
    let group = regions.get(region);
    if (!group) {
      group = document.createElement("optgroup");
      group.label = region;
      regions.set(region, group);
    }
    const place = zone.split("/").slice(1).reverse().join(", ").replaceAll("_", " ") || zone;
    group.append(new Option(`${place} (${clock.time(now, zone)})`, zone, false, zone === chosen));
  }
  select.replaceChildren(...regions.values());
}
