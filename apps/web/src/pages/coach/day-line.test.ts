import { expect, test } from "vitest";
import { layOutDay } from "./day-line.ts";

const day = Date.parse("2026-11-21T05:00:00Z"); // midnight in New York
const at = (hours: number) => new Date(day + hours * 3_600_000).toISOString();
const zone = "America/New_York";

test("an ordinary day runs from 8 to 18 o'clock of the zone", () => {
  const line = layOutDay([{ startAt: at(10), endAt: at(11) }], day, zone, day + 13 * 3_600_000);
  expect(line.hours[0]).toEqual({ hour: 8, at: 0 });
  expect(line.hours.at(-1)).toEqual({ hour: 18, at: 1 });
  expect(line.blocks[0]?.start).toBeCloseTo(0.2);
  expect(line.blocks[0]?.length).toBeCloseTo(0.1);
  expect(line.now).toBeCloseTo(0.5);
});

test("an early and a late session lengthen the line, so that none falls off", () => {
  const early = { startAt: at(6.5), endAt: at(7) };
  const late = { startAt: at(20), endAt: at(21.25) };
  const line = layOutDay([early, late], day, zone, 0);
  expect(line.hours[0]?.hour).toBe(6);
  expect(line.hours.at(-1)?.hour).toBe(22);
  expect(line.blocks.every(({ start, length }) => start >= 0 && start + length <= 1)).toBe(true);
  expect(line.now).toBeNull();
});

test("in a zone with half hours the line still begins on the hour of that zone's clock", () => {
  const kolkata = Date.parse("2026-11-20T18:30:00Z");
  const line = layOutDay(
    [{ startAt: "2026-11-21T01:45:00Z", endAt: "2026-11-21T02:15:00Z" }],
    kolkata,
    "Asia/Kolkata",
    0,
  );
  expect(line.hours[0]).toEqual({ hour: 7, at: 0 });
});
