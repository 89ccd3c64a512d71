import { type CalendlyClient, endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, codeOf, day, eventTypeOf, hour, meOf, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
let maya: CalendlyClient;
let user: string;
let eventType: string;

beforeEach(async () => {
  sandbox = await startSandbox({ scenario: "coaching" });
  maya = clientOf(sandbox, tokenOf("maya"));
  user = (await meOf(maya)).uri;
  eventType = (await eventTypeOf(maya, "30-minute-check-in")).uri;
});
afterEach(() => sandbox.close());

const limits = async () => (await maya.request(endpoints.listUserMeetingLimits, { query: { user } })).collection[0];
const limit = (body: Record<string, number | null>) =>
  maya.request(endpoints.updateUserMeetingLimits, { query: { user }, body });
const openDates = async (days = 31) => {
  const times = await maya.availableTimes({
    eventType,
    startTime: new Date(sandbox.now() + hour).toISOString(),
    endTime: new Date(sandbox.now() + days * day).toISOString(),
  });
  return [...new Set(times.map((one) => one.start_time.slice(0, 10)))];
};
const free = { daily_limit: null, weekly_limit: null, monthly_limit: null };

describe("meeting limits", () => {
  it("change one by one: what is left out stays, null takes a limit away", async () => {
    await limit(free);
    expect(await limits()).toEqual({ user, ...free });
    expect((await limit({ daily_limit: 8, weekly_limit: 3 })).resource).toMatchObject({
      daily_limit: 8,
      weekly_limit: 3,
      monthly_limit: null,
    });
    await limit({ daily_limit: null });
    expect(await limits()).toEqual({ user, daily_limit: null, weekly_limit: 3, monthly_limit: null });
  });

  it("close a day, a week and a month that hold as many meetings of any event type", async () => {
    await limit(free);
    const before = await openDates();
    const wednesday = { startTime: "2026-11-25T00:00:00Z", endTime: "2026-11-26T00:00:00Z" };
    const [first] = await maya.availableTimes({ eventType, ...wednesday });
    await maya.request(endpoints.createInvitee, {
      body: {
        event_type: eventType,
        start_time: first?.start_time ?? "",
        invitee: { name: "Sam", email: "sam@guest.example", timezone: "UTC" },
        location: { kind: "outbound_call", location: "+1 312-555-0100" },
      },
    });
    const other = (await eventTypeOf(maya, "60-minute-coaching")).uri;
    await limit({ daily_limit: 1 });
    const daily = await openDates();
    expect(daily).not.toContain("2026-11-25");
    expect(await maya.availableTimes({ eventType: other, ...wednesday })).toEqual([]);

    await limit({ daily_limit: null, weekly_limit: 1 });
    const inThatWeek = (dates: readonly string[]) =>
      dates.filter((date) => date >= "2026-11-22" && date <= "2026-11-28");
    expect(inThatWeek(before).length).toBeGreaterThan(1);
    expect(inThatWeek(await openDates())).toEqual([]);

    await limit({ weekly_limit: null, monthly_limit: 1 });
    expect((await openDates()).filter((date) => date < "2026-12-01")).toEqual([]);
    await limit(free);
    expect(inThatWeek(await openDates()).length).toBeGreaterThan(1);
  });

  it("do not hold for a booking that a Calendly user makes for somebody", async () => {
    await limit(free);
    const times = await maya.availableTimes({
      eventType,
      startTime: "2026-11-25T00:00:00Z",
      endTime: "2026-11-26T00:00:00Z",
    });
    const [first = "", second = "", third = ""] = times.map((one) => one.start_time);
    const request = {
      eventTypeId: eventType.split("/").at(-1) ?? "",
      invitee: { name: "Sam", email: "sam@guest.example", timezone: "UTC" },
      answers: [],
      guests: [],
      location: { kind: "outbound_call", location: "+1 312-555-0100" },
      tracking: null,
      method: "page",
    } as const;
    expect(sandbox.world.book({ ...request, startTime: first }).kind).toBe("booked");
    await limit({ daily_limit: 1 });
    expect(sandbox.world.book({ ...request, startTime: second })).toEqual({ kind: "slot_taken" });
    const bookedBy = user.split("/").at(-1) ?? "";
    expect(sandbox.world.book({ ...request, startTime: third, bookedBy }).kind).toBe("booked");
  });

  it("do not hold for an event type that allows double booking, nor does what is booked already", async () => {
    await limit(free);
    const wednesday = { startTime: "2026-11-25T00:00:00Z", endTime: "2026-11-26T00:00:00Z" };
    const [first] = await maya.availableTimes({ eventType, ...wednesday });
    const book = () =>
      codeOf(
        maya.request(endpoints.createInvitee, {
          body: {
            event_type: eventType,
            start_time: first?.start_time ?? "",
            invitee: { name: "Sam", email: "sam@guest.example", timezone: "UTC" },
            location: { kind: "outbound_call", location: "+1 312-555-0100" },
          },
        }),
      );
    expect(await book()).toBe("no error");
    await limit({ daily_limit: 1 });
    expect(await book()).not.toBe("no error");
    sandbox.world.changeEventType(eventType.split("/").at(-1) ?? "", { allowsDoubleBooking: true });
    expect(await book()).toBe("no error");
  });

  it("are 1 to 9999, at least one of them, and everything else is ignored", async () => {
    const send = async (body: unknown, who = "maya" as const, of = user) => {
      const response = await fetch(`${sandbox.url}/user_meeting_limits?user=${encodeURIComponent(of)}`, {
        method: "PATCH",
        headers: { authorization: `Bearer ${tokenOf(who)}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return response.status;
    };
    const before = await limits();
    for (const wrong of [{}, { yearly_limit: 5 }, { daily_limit: 0 }, { daily_limit: 10_000 }, { weekly_limit: 1.5 }]) {
      expect(await send(wrong)).toBe(400);
    }
    for (const wrong of [{ monthly_limit: "many" }, { daily_limit: -1, weekly_limit: 5 }, { daily_limit: [5] }]) {
      expect(await send(wrong)).toBe(400);
    }
    expect(await limits()).toEqual(before);
    expect(await send({ daily_limit: 9999, yearly_limit: 5 })).toBe(200);
  });

  it("are nobody's but one's own: not even an admin's business", async () => {
    const ada = clientOf(sandbox, tokenOf("ada"));
    expect(await codeOf(ada.request(endpoints.listUserMeetingLimits, { query: { user } }))).toBe("permission_denied");
    expect(
      await codeOf(ada.request(endpoints.updateUserMeetingLimits, { query: { user }, body: { daily_limit: 1 } })),
    ).toBe("permission_denied");
  });

  it("come without an envelope where the setting says so", async () => {
    sandbox.changeSettings({ meetingLimitsEnvelope: "bare" });
    const response = await fetch(`${sandbox.url}/user_meeting_limits?user=${encodeURIComponent(user)}`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${tokenOf("maya")}` },
      body: new URLSearchParams({ daily_limit: "4", weekly_limit: "" }),
    });
    expect(await response.json()).toEqual({ user, daily_limit: 4, weekly_limit: null, monthly_limit: null });
  });
});
