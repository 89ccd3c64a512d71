import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { findSlotsSlowly } from "../testing/find-slots-slowly.ts";
import type { AvailabilityInterval, AvailabilityRule, Weekday } from "../world/records.ts";
import { findSlots } from "./find-slots.ts";
import type { SlotInput } from "./types.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds;
/** Times the number of changes of offset below: at least 300 runs. A failing one prints its seed, which replays it. */
const runsPerChange = 30;
const weekdays: Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const plain: SlotInput = {
  now: at("2026-11-20T12:00:00Z"),
  from: at("2026-11-23T00:00:00Z"),
  to: at("2026-11-24T00:00:00Z"),
  timeZone: "UTC",
  rules: weekdays.map((wday) => ({ type: "wday", wday, intervals: [{ from: "09:00", to: "12:00" }] })),
  closedDates: [],
  spots: null,
  durationMinutes: 60,
  incrementMinutes: 30,
  beforeBufferMinutes: 0,
  afterBufferMinutes: 0,
  minimumNoticeMinutes: 0,
  range: { kind: "indefinite" },
  seats: 1,
  busy: [],
  joinable: [],
  dailyLimit: null,
  typeStarts: [],
  hostLimits: { daily: null, weekly: null, monthly: null },
  hostStarts: [],
};
const starts = (input: SlotInput) =>
  findSlots(input).map((slot) =>
    Temporal.Instant.fromEpochMilliseconds(slot.startAt)
      .toZonedDateTimeISO(input.timeZone)
      .toPlainTime()
      .toString({ smallestUnit: "minute" }),
  );

describe("findSlots", () => {
  it("offers the starts of the grid whose whole duration fits the interval", () => {
    expect(starts(plain)).toEqual(["09:00", "09:30", "10:00", "10:30", "11:00"]);
  });

  it("keeps the buffers on both sides free of busy time", () => {
    const busy = [{ startAt: at("2026-11-23T10:30:00Z"), endAt: at("2026-11-23T10:45:00Z") }];
    expect(starts({ ...plain, durationMinutes: 30, busy })).toEqual(["09:00", "09:30", "10:00", "11:00", "11:30"]);
    expect(starts({ ...plain, durationMinutes: 30, busy, afterBufferMinutes: 15 })).toEqual([
      "09:00",
      "09:30",
      "11:00",
      "11:30",
    ]);
    expect(starts({ ...plain, durationMinutes: 30, busy, beforeBufferMinutes: 30 })).toEqual([
      "09:00",
      "09:30",
      "10:00",
      "11:30",
    ]);
  });

  it("lets a date override replace the weekday, and an empty one close the day", () => {
    const on = (intervals: AvailabilityInterval[]): AvailabilityRule[] => [
      ...plain.rules,
      { type: "date", date: "2026-11-23", intervals },
    ];
    expect(starts({ ...plain, rules: on([{ from: "15:00", to: "16:30" }]) })).toEqual(["15:00", "15:30"]);
    expect(starts({ ...plain, rules: on([]) })).toEqual([]);
  });

  it("offers the remaining seats of a group event and nothing beside it that overlaps", () => {
    const event = {
      startAt: at("2026-11-23T10:00:00Z"),
      endAt: at("2026-11-23T11:00:00Z"),
      blockedFrom: at("2026-11-23T10:00:00Z"),
      blockedTo: at("2026-11-23T11:00:00Z"),
      seatsLeft: 3,
    };
    const slots = findSlots({ ...plain, seats: 8, joinable: [event] });
    expect(slots.map((slot) => slot.seatsLeft)).toEqual([8, 3, 8]);
    expect(starts({ ...plain, seats: 8, joinable: [{ ...event, seatsLeft: 0 }] })).toEqual(["09:00", "11:00"]);
  });

  it("skips the hour that a zone skips and offers a repeated hour twice", () => {
    const rules: AvailabilityRule[] = [{ type: "wday", wday: "sunday", intervals: [{ from: "01:00", to: "04:00" }] }];
    const night = { ...plain, timeZone: "America/New_York", rules, now: at("2026-01-01T00:00:00Z") };
    expect(starts({ ...night, from: at("2026-03-08T05:00:00Z"), to: at("2026-03-09T04:00:00Z") })).toEqual([
      "01:00",
      "01:30",
      "03:00",
    ]);
    expect(starts({ ...night, from: at("2026-11-01T04:00:00Z"), to: at("2026-11-02T05:00:00Z") })).toEqual([
      "01:00",
      "01:30",
      "01:00",
      "01:30",
      "02:00",
      "02:30",
      "03:00",
    ]);
  });

  it("offers nothing in the past, at this instant, inside the notice, or beyond the range", () => {
    const now = at("2026-11-23T10:00:00Z");
    expect(starts({ ...plain, now })).toEqual(["10:30", "11:00"]);
    expect(starts({ ...plain, now, minimumNoticeMinutes: 60 })).toEqual(["11:00"]);
    expect(starts({ ...plain, range: { kind: "rolling", days: 2 } })).toEqual([]);
    expect(starts({ ...plain, range: { kind: "rolling", days: 3 } })).toHaveLength(5);
    expect(starts({ ...plain, range: { kind: "fixed", from: "2026-11-24", to: "2026-11-30" } })).toEqual([]);
  });

  it("closes the weekday rule on a holiday, but not the rule of that very date", () => {
    const closedDates = ["2026-11-23"];
    expect(starts({ ...plain, closedDates })).toEqual([]);
    const rules: AvailabilityRule[] = [
      ...plain.rules,
      { type: "date", date: "2026-11-23", intervals: [{ from: "09:00", to: "10:00" }] },
    ];
    expect(starts({ ...plain, rules, closedDates })).toEqual(["09:00"]);
  });

  it("offers named spots at whatever hour they lie, each from its own beginning", () => {
    const spots = [
      { startAt: at("2026-11-23T22:40:00Z"), endAt: at("2026-11-24T00:15:00Z") },
      { startAt: at("2026-11-23T03:10:00Z"), endAt: at("2026-11-23T04:10:00Z") },
      { startAt: at("2026-11-23T05:00:00Z"), endAt: at("2026-11-23T05:45:00Z") },
    ];
    expect(starts({ ...plain, spots })).toEqual(["03:10", "22:40", "23:10"]);
    const busy = [{ startAt: at("2026-11-23T23:00:00Z"), endAt: at("2026-11-23T23:10:00Z") }];
    expect(starts({ ...plain, spots, busy })).toEqual(["03:10", "23:10"]);
  });

  it("counts days, weeks from Sunday, and months in the zone of the rules", () => {
    const limits = { daily: null, weekly: null, monthly: null };
    const kiritimati = { ...plain, timeZone: "Pacific/Kiritimati", to: at("2026-12-08T00:00:00Z") };
    const days = (input: SlotInput) => [
      ...new Set(
        findSlots(input).map((slot) =>
          Temporal.Instant.fromEpochMilliseconds(slot.startAt)
            .toZonedDateTimeISO(input.timeZone)
            .toPlainDate()
            .toString()
            .slice(5),
        ),
      ),
    ];
    // Saturday noon in UTC, Sunday there: the first day of the week that ends on 5 December.
    const hostStarts = [at("2026-11-28T12:00:00Z")];
    const weekly = days({ ...kiritimati, hostStarts, hostLimits: { ...limits, weekly: 1 } });
    expect(weekly).toEqual(["11-24", "11-25", "11-26", "11-27", "11-28", "12-06", "12-07", "12-08"]);
    const monthly = days({ ...kiritimati, hostStarts, hostLimits: { ...limits, monthly: 1 } });
    expect(monthly[0]).toBe("12-01");
    expect(days({ ...kiritimati, hostStarts, hostLimits: { ...limits, daily: 1 } })).not.toContain("11-29");
    expect(days({ ...kiritimati, typeStarts: hostStarts, dailyLimit: 1 })).not.toContain("11-29");
  });

  // Lord Howe moves by half an hour, Apia lost a day, Casablanca moves around Ramadan, the others sit at odd offsets.
  const changes = [
    { timeZone: "America/New_York", around: "2026-03-08T07:00:00Z" },
    { timeZone: "America/New_York", around: "2026-11-01T06:00:00Z" },
    { timeZone: "Europe/Lisbon", around: "2026-10-25T01:00:00Z" },
    { timeZone: "America/St_Johns", around: "2026-03-08T05:30:00Z" },
    { timeZone: "America/St_Johns", around: "2026-11-01T04:30:00Z" },
    { timeZone: "Australia/Lord_Howe", around: "2026-04-04T15:00:00Z" },
    { timeZone: "Australia/Lord_Howe", around: "2026-10-03T15:30:00Z" },
    { timeZone: "Pacific/Chatham", around: "2026-04-04T14:00:00Z" },
    { timeZone: "Pacific/Apia", around: "2011-12-30T10:00:00Z" },
    { timeZone: "Africa/Casablanca", around: "2026-02-15T02:00:00Z" },
    { timeZone: "Africa/Casablanca", around: "2026-03-22T02:00:00Z" },
    { timeZone: "Asia/Kolkata", around: "2026-06-01T00:00:00Z" },
  ];

  it.each(changes)("agrees with the slow, obvious version around $around in $timeZone", ({ timeZone, around }) => {
    const center = at(around);
    const wallTime = fc.integer({ min: 0, max: 96 }).map((quarter) => {
      const text = (value: number) => String(value).padStart(2, "0");
      return `${text(Math.floor(quarter / 4))}:${text((quarter % 4) * 15)}`;
    });
    const intervals = fc.array(fc.record({ from: wallTime, to: wallTime }), { maxLength: 2 });
    const date = fc.integer({ min: -1, max: 1 }).map((shift) =>
      Temporal.Instant.fromEpochMilliseconds(center + shift * day)
        .toZonedDateTimeISO(timeZone)
        .toPlainDate()
        .toString(),
    );
    const rule: fc.Arbitrary<AvailabilityRule> = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ type: fc.constant("wday" as const), wday: fc.constantFrom(...weekdays), intervals }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          type: fc.constant("date" as const),
          date,
          intervals,
        }),
      },
    );
    const moment = fc.integer({ min: -2 * 96, max: 2 * 96 }).map((quarter) => center + quarter * 15 * minute);
    const interval = fc
      .tuple(moment, fc.integer({ min: 0, max: 240 }))
      .map(([startAt, length]) => ({ startAt, endAt: startAt + length * minute }));
    const joinable = fc
      .tuple(moment, fc.constantFrom(30, 60), fc.integer({ min: 0, max: 8 }))
      .map(([startAt, length, seatsLeft]) => ({
        startAt,
        endAt: startAt + length * minute,
        blockedFrom: startAt - 15 * minute,
        blockedTo: startAt + length * minute,
        seatsLeft,
      }));
    const limit = fc.option(fc.integer({ min: 1, max: 3 }));
    const input: fc.Arbitrary<SlotInput> = fc.record({
      now: moment,
      from: moment,
      to: moment,
      timeZone: fc.constant(timeZone),
      rules: fc.array(rule, { minLength: 3, maxLength: 9 }),
      closedDates: fc.array(date, { maxLength: 1 }),
      spots: fc.oneof(
        { weight: 4, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.array(interval, { maxLength: 3 }) },
      ),
      durationMinutes: fc.constantFrom(15, 30, 45, 60, 150),
      incrementMinutes: fc.constantFrom(15, 20, 30, 60),
      beforeBufferMinutes: fc.constantFrom(0, 0, 15, 60),
      afterBufferMinutes: fc.constantFrom(0, 0, 10, 45),
      minimumNoticeMinutes: fc.constantFrom(0, 60, 240),
      range: fc.constantFrom(
        { kind: "indefinite" } as const,
        { kind: "rolling", days: 1 } as const,
        { kind: "fixed", from: around.slice(0, 10), to: around.slice(0, 10) } as const,
      ),
      seats: fc.constantFrom(1, 8),
      busy: fc.array(interval, { maxLength: 4 }),
      joinable: fc.uniqueArray(joinable, { maxLength: 2, selector: (event) => event.startAt }),
      dailyLimit: limit,
      typeStarts: fc.array(moment, { maxLength: 4 }),
      hostLimits: fc.record({ daily: limit, weekly: limit, monthly: limit }),
      hostStarts: fc.array(moment, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(input, (drawn) => {
        const [from, to] = drawn.from < drawn.to ? [drawn.from, drawn.to] : [drawn.to, drawn.from];
        const one = { ...drawn, from, to };
        expect(findSlots(one)).toEqual(findSlotsSlowly(one));
      }),
      { numRuns: runsPerChange },
    );
  });
});
