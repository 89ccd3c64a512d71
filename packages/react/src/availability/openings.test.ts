import type { Slot } from "@punctual/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { dateIn } from "../time/calendar.ts";
import { coveredMinutes, datesOfWeek, formatOpenMinutes, openingsByDate, partOf } from "./openings.ts";

const at = (startAt: string): Slot => ({ startAt, seatsLeft: 1, schedulingUrl: "https://calendly.example/x/y" });

test("slots that overlap count once in the open time", () => {
  const slots = ["14:00", "14:30", "15:00", "18:00"].map((time) => at(`2026-11-23T${time}:00Z`));
  expect(coveredMinutes(slots, 60)).toBe(180);
  expect(coveredMinutes([], 60)).toBe(0);
});

test("a slot belongs to the date and the part of the day that the viewer's clock shows", () => {
  const late = at("2026-11-23T18:45:00Z");
  const week = { start: "2026-11-23", timeZone: "Asia/Kolkata" };
  const days = openingsByDate([late], week, 60, 0);
  expect(days.find((day) => day.slots.length === 1)?.date).toBe("2026-11-24");
  expect(partOf(late, "Asia/Kolkata")).toBe("morning");
  expect(partOf(late, "America/New_York")).toBe("afternoon");
});

test("what has begun is no opening", () => {
  const now = Date.parse("2026-11-23T14:00:00Z");
  const days = openingsByDate(
    [at("2026-11-23T14:00:00Z"), at("2026-11-23T14:30:00Z")],
    { start: "2026-11-23", timeZone: "UTC" },
    30,
    now,
  );
  expect(days[0]?.slots.map((slot) => slot.startAt)).toEqual(["2026-11-23T14:30:00Z"]);
});

test("every slot of a week stands under exactly one of its dates, in any zone, across changes of the clocks", () => {
  const zones = ["Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "America/New_York"];
  const change = Date.parse("2026-11-01T00:00:00Z");
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.uniqueArray(fc.integer({ min: -4 * 96, max: 4 * 96 }), { maxLength: 40 }),
      (timeZone, quarters) => {
        const slots = quarters.map((quarter) => at(new Date(change + quarter * 900_000).toISOString()));
        const week = { start: "2026-10-29", timeZone };
        const dates = datesOfWeek(week.start);
        const inWeek = slots.filter((slot) => dates.includes(dateIn(slot.startAt, timeZone)));
        const shown = openingsByDate(slots, week, 60, 0).flatMap((day) => day.slots);
        expect(shown.map((slot) => slot.startAt).sort()).toEqual(inWeek.map((slot) => slot.startAt).sort());
      },
    ),
  );
});

test("open time reads as people say it", () => {
  expect(formatOpenMinutes(30, "en")).toBe("30 min");
  expect(formatOpenMinutes(150, "en")).toBe("2.5 h");
  expect(formatOpenMinutes(0, "en")).toBe("");
});
