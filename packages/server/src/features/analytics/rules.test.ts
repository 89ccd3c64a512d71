import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { weeksAround } from "./rules.ts";

test.each([
  ["2026-11-16T00:00:00Z", "2026-11-16T00:00:00Z"],
  ["2026-11-21T12:34:56Z", "2026-11-16T00:00:00Z"],
  ["2026-11-22T23:59:59.999Z", "2026-11-16T00:00:00Z"],
  ["2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z"],
  ["2027-01-01T00:00:00Z", "2026-12-28T00:00:00Z"],
])("the week of %s begins on Monday %s", (now, monday) => {
  const weeks = weeksAround(Temporal.Instant.from(now));
  expect(weeks.thisWeek.toString()).toBe(monday);
  expect(weeks.lastWeek.until(weeks.thisWeek).total("hours")).toBe(168);
  expect(weeks.thisWeek.until(weeks.nextWeek).total("hours")).toBe(168);
});
