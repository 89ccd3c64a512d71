import { expect, test } from "vitest";
import { clockTime, durationWords, localeOf, longDate, placeOf } from "./locale.ts";

const at = Date.UTC(2026, 10, 27, 20, 30);

test("the reader's region decides between 12 and 24 hours, in English words", () => {
  const american = localeOf("en-US,en;q=0.9");
  const german = localeOf("de-DE,de;q=0.9,en;q=0.8");
  expect(clockTime(at, "America/Chicago", american)).toMatch(/^2:30\sPM$/);
  expect(clockTime(at, "Europe/Berlin", german)).toBe("21:30");
  expect(longDate(at, "Europe/Berlin", german)).toContain("November");
});

test("a missing or broken header falls back to American English", () => {
  expect(localeOf(undefined)).toBe("en-US-u-hc-h12");
  expect(localeOf("*")).toBe("en-US-u-hc-h12");
  expect(localeOf("!!,??")).toBe("en-US-u-hc-h12");
});

test("a date is that of the zone it is read in", () => {
  expect(longDate(Date.UTC(2026, 10, 27, 20), "Asia/Tokyo", "en-US-u-hc-h12")).toContain("28");
});

test("durations and places are short", () => {
  expect([15, 60, 90].map(durationWords)).toEqual(["15 min", "1 h", "1 h 30 min"]);
  expect(placeOf("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
});
