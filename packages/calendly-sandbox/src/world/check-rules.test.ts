import { describe, expect, it } from "vitest";
import { checkRules, completeDate } from "./check-rules.ts";
import type { AvailabilityInterval, AvailabilityRule } from "./types.ts";

const on = (...intervals: readonly AvailabilityInterval[]): readonly AvailabilityRule[] => [
  { type: "wday", wday: "monday", intervals },
];

describe("the rules of a schedule", () => {
  it("may have several intervals a day, in any order, meet without a gap, and end at midnight", () => {
    expect(checkRules(on({ from: "13:00", to: "24:00" }, { from: "00:00", to: "13:00" }))).toEqual([]);
    expect(checkRules(on())).toEqual([]);
  });

  it.each([
    ["9:00", "17:00", "rules[0].intervals[0].from"],
    ["24:00", "24:00", "rules[0].intervals[0].from"],
    ["09:00", "24:30", "rules[0].intervals[0].to"],
    ["09:00", "17:60", "rules[0].intervals[0].to"],
    ["09:00", "09:00", "rules[0].intervals[0].from"],
    ["17:00", "09:00", "rules[0].intervals[0].from"],
  ])("refuse %s to %s", (from, to, parameter) => {
    expect(checkRules(on({ from, to }))).toMatchObject([{ parameter }]);
  });

  it("refuse intervals that overlap, wherever they stand in the list", () => {
    const overlapping = on(
      { from: "13:00", to: "15:00" },
      { from: "09:00", to: "10:00" },
      { from: "14:30", to: "16:00" },
    );
    expect(checkRules(overlapping, "availability_rule.")).toEqual([
      { parameter: "availability_rule.rules[0].intervals", message: "must not overlap" },
    ]);
  });

  it("refuse a second rule for the same day, and a day that does not exist", () => {
    const monday: AvailabilityRule = { type: "wday", wday: "monday", intervals: [] };
    expect(checkRules([monday, monday])).toMatchObject([{ parameter: "rules[1].wday" }]);
    expect(checkRules([{ type: "date", date: "2026-02-30", intervals: [] }])).toMatchObject([
      { parameter: "rules[0].date" },
    ]);
  });
});

describe("completeDate", () => {
  it("takes months and days without their zero, and no date that is none", () => {
    expect(completeDate("2026-1-5")).toBe("2026-01-05");
    expect(completeDate("2028-02-29")).toBe("2028-02-29");
    for (const none of ["2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-01-01T00:00", ""]) {
      expect(completeDate(none)).toBeNull();
    }
  });
});
