import { expect, test } from "vitest";
import { openHoursByDate } from "./open-hours.ts";

const time = (from: string, minutes: number) => {
  const start = Date.parse(from);
  return { start, end: start + minutes * 60_000 };
};

test("starts every quarter of an hour for an hour each count once, not four times", () => {
  const starts = ["14:00", "14:15", "14:30"].map((clock) => time(`2026-11-23T${clock}:00Z`, 60));
  expect(openHoursByDate(starts, "UTC")).toEqual(new Map([["2026-11-23", 1.5]]));
});

test("a gap is not open", () => {
  const times = [time("2026-11-23T09:00:00Z", 30), time("2026-11-23T12:00:00Z", 30)];
  expect(openHoursByDate(times, "UTC").get("2026-11-23")).toBe(1);
});

test("a time belongs to the date of the viewer's zone, in whatever order the times come", () => {
  const times = [time("2026-11-24T03:00:00Z", 60), time("2026-11-23T20:00:00Z", 60)];
  expect(openHoursByDate(times, "America/New_York")).toEqual(new Map([["2026-11-23", 2]]));
  expect(openHoursByDate(times, "Asia/Kolkata")).toEqual(new Map([["2026-11-24", 2]]));
});

test("nothing open is an empty map", () => {
  expect(openHoursByDate([], "UTC").size).toBe(0);
});
