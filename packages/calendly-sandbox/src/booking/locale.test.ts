import { expect, test } from "vitest";
import { clockTime, durationWords, localeOf, longDate, placeOf, readerOf, strangerOf } from "./locale.ts";

const at = Date.UTC(2026, 10, 27, 20, 30);

test("the reader's region decides between 12 and 24 hours, in the words of the page", () => {
  const american = localeOf("en", { acceptLanguage: "en-US,en;q=0.9" });
  const german = localeOf("en", { acceptLanguage: "de-DE,de;q=0.9,en;q=0.8" });
  expect(clockTime(at, "America/Chicago", american)).toMatch(/^2:30\sPM$/);
  expect(clockTime(at, "Europe/Berlin", german)).toBe("21:30");
  expect(longDate(at, "Europe/Berlin", german)).toContain("November");
  expect(longDate(at, "Europe/Madrid", localeOf("es", { acceptLanguage: "en-US" }))).toContain("noviembre");
});

test("a notation that was chosen goes before the region's", () => {
  const chosen = localeOf("en", { acceptLanguage: "en-US", timeNotation: "24h" });
  expect(clockTime(at, "America/Chicago", chosen)).toBe("14:30");
});

test("a missing or broken header falls back to what is usual in the page's language", () => {
  for (const acceptLanguage of [undefined, "*", "!!,??"]) {
    expect(localeOf("en", { acceptLanguage })).toBe("en-US-u-hc-h12");
    expect(localeOf("de", { acceptLanguage })).toBe("de-u-hc-h23");
  }
});

test("a page of an event type is in its language; a page of nobody is in the reader's, English where it is not ours", () => {
  expect(readerOf("uk", { acceptLanguage: "de" }).language).toBe("uk");
  expect(strangerOf({ acceptLanguage: "ja,fr;q=0.8" }).language).toBe("fr");
  expect(strangerOf({ acceptLanguage: "ja" }).language).toBe("en");
});

test("a date is that of the zone it is read in", () => {
  expect(longDate(Date.UTC(2026, 10, 27, 20), "Asia/Tokyo", "en-US-u-hc-h12")).toContain("28");
});

test("durations and places are short", () => {
  const { words } = readerOf("en", { acceptLanguage: "en" });
  expect([15, 60, 90].map((minutes) => durationWords(minutes, words))).toEqual(["15 min", "1 h", "1 h 30 min"]);
  expect(placeOf("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
});
