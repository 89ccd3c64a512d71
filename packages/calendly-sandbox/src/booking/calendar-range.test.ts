import { expect, test } from "vitest";
import { calendarRange, readRange } from "./calendar-range.ts";

const at = (text: string) => Date.parse(text);

function rangeOf(openings: readonly string[], timeZone: string, from: string, to: string) {
  const range = readRange(from, to);
  if (range === null) throw new Error("not a range");
  const asked: { from: number; to: number }[] = [];
  const world = {
    now: () => at("2026-11-01T04:30:00Z"),
    openings: (query: { from: number; to: number }) => {
      asked.push(query);
      return openings.map((start) => ({ startAt: at(start), endAt: at(start) + 1_800_000, seatsLeft: 1, hostIds: [] }));
    },
  };
  return { ...calendarRange(world, { eventTypeId: "x" }, range, timeZone), asked };
}

test("a start belongs to the date that it has in the viewer's zone", () => {
  const { days } = rangeOf(["2026-11-24T23:00:00Z"], "Asia/Kolkata", "2026-11-24", "2026-11-25");
  expect(days.map((day) => [day.date, day.status, day.spots.map((spot) => spot.start_time)])).toEqual([
    ["2026-11-24", "unavailable", []],
    ["2026-11-25", "available", ["2026-11-25T04:30:00+05:30"]],
  ]);
});

test("a day on which the clocks change is asked for as one day of 25 hours", () => {
  const { asked, days } = rangeOf([], "America/New_York", "2026-11-01", "2026-11-01");
  expect(asked).toEqual([{ eventTypeId: "x", from: at("2026-11-01T04:00:00Z"), to: at("2026-11-02T05:00:00Z") }]);
  expect(days).toHaveLength(1);
});

test("today is that of the viewer's zone on the sandbox's clock", () => {
  expect(rangeOf([], "America/New_York", "2026-11-01", "2026-11-02").today).toBe("2026-11-01");
  expect(rangeOf([], "America/Los_Angeles", "2026-11-01", "2026-11-02").today).toBe("2026-10-31");
});

test("a range has two real dates in order, at most 62 days apart", () => {
  expect(readRange("2026-11-30", "2026-11-01")).toBeNull();
  expect(readRange("2026-02-30", "2026-03-01")).toBeNull();
  expect(readRange("2026-01-01", "2026-12-31")).toBeNull();
  expect(readRange("", "")).toBeNull();
  expect(readRange("2026-11-01", "2026-11-30")).not.toBeNull();
});
