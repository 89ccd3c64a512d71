import { describe, expect, it } from "vitest";
import { newEventType } from "./new-event-type.ts";
import type { ShareOverride } from "./share.ts";
import { periodOf, termsOf } from "./terms.ts";
import type { AvailabilityRule } from "./types.ts";

const created = "2026-11-01T00:00:00.000000Z";
const eventType = newEventType({
  id: "T",
  ownerId: "U",
  organizationId: "O",
  name: "Intro",
  slug: "intro",
  durationMinutes: 30,
  durationOptions: [15, 30],
  locations: [{ kind: "custom", location: "At the gate" }],
  scheduleId: "S",
  position: 0,
  createdAt: created,
  updatedAt: created,
});
const open = [{ from: "09:00", to: "17:00" }];
const workdays: readonly AvailabilityRule[] = (["monday", "tuesday", "wednesday"] as const).map((wday) => ({
  type: "wday",
  wday,
  intervals: open,
}));
const followed = { id: "S", name: "Working hours", timeZone: "America/New_York", rules: workdays };
/** A Monday, 20:00 of the day before in New York. */
const now = Date.parse("2026-11-16T01:00:00Z");
const terms = (override: ShareOverride) => termsOf(eventType, followed, override, now);

describe("the terms of a link", () => {
  it("are the event type's own for a link that changes nothing", () => {
    expect(terms({})).toEqual({ eventType, schedule: followed, hidesLocation: false });
  });

  it("replace name, duration and hours, and drop options that the duration is not one of", () => {
    const availability = { timeZone: "Asia/Kolkata", rules: [] };
    const { eventType: offered, schedule } = terms({ name: "For Sam", durationMinutes: 45, availability });
    expect(offered).toMatchObject({ name: "For Sam", durationMinutes: 45, durationOptions: null, slug: "intro" });
    expect(schedule).toEqual({ id: "S", name: null, ...availability });
    expect(terms({ durationMinutes: 15 }).eventType.durationOptions).toEqual([15, 30]);
  });

  it("count days that have hours for available_moving, from the day it is in the schedule's zone", () => {
    const range = (override: ShareOverride) => terms(override).eventType.range;
    expect(range({ periodType: "moving", maxBookingDays: 4 })).toEqual({ kind: "rolling", days: 4 });
    // It is Sunday in New York: Monday, Tuesday, Wednesday and the next Monday are four days with hours.
    expect(range({ periodType: "available_moving", maxBookingDays: 4 })).toEqual({
      kind: "fixed",
      from: "2026-11-15",
      to: "2026-11-23",
    });
    expect(range({ periodType: "unlimited" })).toEqual({ kind: "indefinite" });
  });

  it("look past a day that a date rule closes", () => {
    const closed: AvailabilityRule = { type: "date", date: "2026-11-16", intervals: [] };
    const availability = { timeZone: followed.timeZone, rules: [...workdays, closed] };
    expect(terms({ periodType: "available_moving", maxBookingDays: 1, availability }).eventType.range).toMatchObject({
      to: "2026-11-17",
    });
  });

  it("end somewhere when no day has hours at all", () => {
    const availability = { timeZone: "UTC", rules: [] };
    const { range } = terms({ periodType: "available_moving", maxBookingDays: 5, availability }).eventType;
    expect(range.kind).toBe("fixed");
  });

  it("hide a single custom place, and no other", () => {
    expect(terms({ hideLocation: true }).hidesLocation).toBe(true);
    expect(terms({ hideLocation: true, locations: [{ kind: "zoom_conference" }] }).hidesLocation).toBe(false);
  });
});

describe("the period of a share", () => {
  it("says which of its values are missing, and nothing of other kinds of period", () => {
    const rolling = { kind: "rolling", days: 60 } as const;
    expect(periodOf({}, rolling)).toEqual({ periodType: "moving", startDate: null, endDate: null, maxBookingDays: 60 });
    expect(periodOf({ periodType: "fixed", startDate: "2026-12-01" }, rolling)).toEqual({
      periodType: "fixed",
      startDate: "2026-12-01",
      endDate: null,
      maxBookingDays: null,
    });
  });
});
