import { type CalendlyClient, endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, codeOf, day, eventTypeOf, hour, meOf, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
let maya: CalendlyClient;
let user: string;
let eventType: string;

beforeEach(async () => {
  sandbox = await startSandbox();
  maya = clientOf(sandbox, tokenOf("maya"));
  user = (await meOf(maya)).uri;
  eventType = (await eventTypeOf(maya, "30-minute-check-in")).uri;
});
afterEach(() => sandbox.close());

const idOf = (uri: string) => uri.split("/").at(-1) ?? "";
const iso = (at: number) => new Date(at).toISOString();
const busy = async (client = maya, from = sandbox.now(), to = sandbox.now() + 7 * day) =>
  (
    await client.request(endpoints.listUserBusyTimes, {
      query: { user, start_time: iso(from), end_time: iso(to) },
    })
  ).collection;
const openStarts = async () => {
  const times = await maya.availableTimes({
    eventType,
    startTime: iso(sandbox.now() + hour),
    endTime: iso(sandbox.now() + 7 * day),
  });
  return times.map((one) => one.start_time);
};
const connect = (request: { kind?: "google" | "outlook"; checksConflicts?: boolean } = {}) => {
  const calendar = sandbox.world.connectCalendar({ userId: idOf(user), kind: "google", ...request });
  if (calendar === null) throw new Error("No such user");
  return calendar;
};
const book = (startTime: string, more: object = {}) =>
  sandbox.world.book({
    eventTypeId: idOf(eventType),
    startTime,
    invitee: { name: "Sam", email: "sam@guest.example", timezone: "UTC" },
    answers: [],
    guests: [],
    location: { kind: "outbound_call", location: "+1 312-555-0100" },
    tracking: null,
    method: "page",
    ...more,
  });

describe("a connected calendar", () => {
  it("blocks openings by its entries and shows them as external, ascending among the bookings", async () => {
    const before = await openStarts();
    const start = before[1] ?? "";
    const entry = sandbox.world.addCalendarEntry(connect().id, {
      startAt: Date.parse(start),
      endAt: Date.parse(start) + 30 * 60_000,
    });
    expect(await openStarts()).toEqual(before.filter((one) => one !== start));
    book(before[0] ?? "");
    book(before[2] ?? "");
    const listed = await busy();
    expect(listed.map((one) => one.start_time)).toEqual(listed.map((one) => one.start_time).toSorted());
    expect(listed.find((one) => Date.parse(one.start_time) === Date.parse(start))).toEqual({
      type: "external",
      start_time: start.replace("Z", ".000000Z"),
      end_time: iso(Date.parse(start) + 30 * 60_000).replace("000Z", "000000Z"),
    });
    sandbox.world.removeCalendarEntry(entry?.id ?? "");
    expect(await openStarts()).toContain(start);
  });

  it("neither blocks nor shows its entries while its conflicts are not checked", async () => {
    const before = await openStarts();
    const calendar = connect({ checksConflicts: false });
    const startAt = Date.parse(before[0] ?? "");
    sandbox.world.addCalendarEntry(calendar.id, { startAt, endAt: startAt + hour });
    expect(await openStarts()).toEqual(before);
    expect((await busy()).map((one) => Date.parse(one.start_time))).not.toContain(startAt);
    sandbox.world.changeCalendar(calendar.id, { checksConflicts: true });
    expect(await openStarts()).not.toContain(before[0]);
  });

  it("answers 424 and leaves no openings while it is broken, until it is mended or taken away", async () => {
    const before = await openStarts();
    const calendar = connect();
    sandbox.world.changeCalendar(calendar.id, { state: "broken" });
    expect(await codeOf(busy())).toBe("external_calendar");
    expect(await openStarts()).toEqual([]);
    expect(book(before[0] ?? "")).toEqual({ kind: "slot_taken" });
    sandbox.world.changeCalendar(calendar.id, { checksConflicts: false });
    expect(await openStarts()).toEqual(before);
    sandbox.world.changeCalendar(calendar.id, { checksConflicts: true });
    sandbox.world.disconnectCalendar(calendar.id);
    expect(await openStarts()).toEqual(before);
  });

  it("gets an entry of its kind for every booking, which the scheduled event names", async () => {
    for (const { id } of sandbox.world.listCalendars(idOf(user))) sandbox.world.disconnectCalendar(id);
    const [first = "", second = ""] = await openStarts();
    const shown = async (startTime: string) => {
      const outcome = book(startTime);
      if (outcome.kind !== "booked") throw new Error(outcome.kind);
      const { resource } = await maya.request(endpoints.getScheduledEvent, { params: { uuid: outcome.event.id } });
      return resource.calendar_event;
    };
    expect(await shown(first)).toBeNull();
    connect({ kind: "outlook" });
    expect(await shown(second)).toMatchObject({ kind: "outlook", external_id: expect.stringMatching(/^\w{10,}$/) });
  });

  it("is not found once it is gone, and takes no entry that ends before it begins", () => {
    const { id } = connect();
    expect(sandbox.world.addCalendarEntry(id, { startAt: 2, endAt: 1 })).toBeNull();
    expect(sandbox.world.disconnectCalendar(id)).toBe(true);
    expect(sandbox.world.disconnectCalendar(id)).toBe(false);
    expect(sandbox.world.changeCalendar(id, { state: "broken" })).toBeNull();
    expect(sandbox.world.addCalendarEntry(id, { startAt: 1, endAt: 2 })).toBeNull();
    expect(sandbox.world.removeCalendarEntry("none")).toBe(false);
    expect(sandbox.world.connectCalendar({ userId: "none", kind: "icloud" })).toBeNull();
  });
});

describe("a held time", () => {
  const hold = (startTime: string) => {
    const outcome = sandbox.world.holdSlot({ eventTypeId: idOf(eventType), startAt: Date.parse(startTime) });
    if (outcome.kind !== "held") throw new Error(outcome.kind);
    return outcome.hold;
  };

  it("is reserved for whoever holds it, and open to nobody else", async () => {
    const [start = ""] = await openStarts();
    const { id } = hold(start);
    expect(await openStarts()).not.toContain(start);
    expect((await busy()).filter((one) => one.type === "reserved")).toMatchObject([
      { start_time: start.replace("Z", ".000000Z") },
    ]);
    expect(sandbox.world.holdSlot({ eventTypeId: idOf(eventType), startAt: Date.parse(start) }).kind).toBe(
      "slot_taken",
    );
    expect(book(start)).toEqual({ kind: "slot_taken" });
    expect(book(start, { holdId: id }).kind).toBe("booked");
    expect((await busy()).some((one) => one.type === "reserved")).toBe(false);
  });

  it("is open again when it is released, or five minutes later", async () => {
    const [start = "", next = ""] = await openStarts();
    sandbox.world.releaseHold(hold(start).id);
    expect(await openStarts()).toContain(start);
    hold(next);
    await sandbox.advance(5 * 60_000 + 1);
    expect(await openStarts()).toContain(next);
  });
});

describe("the list of busy times", () => {
  it("begins now at the earliest and spans a week at most", async () => {
    const now = sandbox.now();
    expect(await codeOf(busy(maya, now, now + 7 * day))).toBe("no error");
    expect(await codeOf(busy(maya, now - 1, now + day))).toBe("invalid_argument");
    expect(await codeOf(busy(maya, now, now + 7 * day + 1000))).toBe("invalid_argument");
    expect(await codeOf(busy(maya, now + day, now + day))).toBe("invalid_argument");
  });

  it("is for the user and admins, not for other members", async () => {
    expect(await codeOf(busy(clientOf(sandbox, tokenOf("ada"))))).toBe("no error");
    expect(await codeOf(busy(clientOf(sandbox, tokenOf("tom"))))).toBe("permission_denied");
  });
});
