import { type CalendlyClient, endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, codeOf, day, eventTypeOf, hour, meOf, monday, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
let maya: CalendlyClient;
let ada: CalendlyClient;
let tom: CalendlyClient;
let eventType: string;

beforeEach(async () => {
  sandbox = await startSandbox();
  maya = clientOf(sandbox, tokenOf("maya"));
  ada = clientOf(sandbox, tokenOf("ada"));
  tom = clientOf(sandbox, tokenOf("tom"));
  eventType = (await eventTypeOf(maya, "30-minute-check-in")).uri;
});
afterEach(() => sandbox.close());

const rules = [{ type: "wday" as const, wday: "saturday" as const, intervals: [{ from: "08:00", to: "10:00" }] }];
const ruleOf = async (client: CalendlyClient) => {
  const { collection } = await client.request(endpoints.listEventTypeAvailabilitySchedules, {
    query: { event_type: eventType },
  });
  expect(collection).toHaveLength(1);
  return collection[0]?.availability_rule;
};
const starts = async (days = 7) => {
  const startTime = new Date(monday + hour).toISOString();
  const endTime = new Date(monday + days * day).toISOString();
  return (await maya.availableTimes({ eventType, startTime, endTime })).map((one) => one.start_time);
};

describe("the hours of an event type", () => {
  it("are those of the schedule that it follows until it gets its own, which open other times at once", async () => {
    const before = await ruleOf(maya);
    expect(before?.name).toBe("Working hours");
    const { resource } = await maya.request(endpoints.updateEventTypeAvailabilitySchedule, {
      query: { event_type: eventType },
      body: { availability_rule: { timezone: "America/New_York", rules }, availability_setting: "host" },
    });
    expect(resource).toMatchObject({ availability_setting: "host", event_type: eventType });
    expect(resource.availability_rule).toMatchObject({ name: null, timezone: "America/New_York", rules });
    expect(await ruleOf(maya)).toEqual(resource.availability_rule);
    expect(await starts()).toEqual([
      "2026-11-21T13:00:00Z",
      "2026-11-21T13:30:00Z",
      "2026-11-21T14:00:00Z",
      "2026-11-21T14:30:00Z",
    ]);

    const own = await maya.request(endpoints.getUserAvailabilitySchedule, {
      params: { uuid: resource.availability_rule?.uri ?? "" },
    });
    expect(own.resource).toMatchObject({ name: "30-minute check-in", default: false, rules });
    const { uri: user } = await meOf(maya);
    const named = await maya.request(endpoints.listUserAvailabilitySchedules, { query: { user } });
    expect(named.collection.map((schedule) => schedule.uri)).not.toContain(own.resource.uri);
  });

  it("take the event type from the list of those that follow the schedule, and are listed by their own address", async () => {
    const user = (await meOf(maya)).uri;
    const following = async (schedule: string) => {
      const query = { user, user_availability_schedule: schedule };
      const { collection } = await maya.request(endpoints.listEventTypes, { query });
      return collection.map((one) => one.uri);
    };
    const named = (await ruleOf(maya))?.uri ?? "";
    expect(await following(named)).toContain(eventType);
    await maya.request(endpoints.updateEventTypeAvailabilitySchedule, {
      query: { event_type: eventType },
      body: { availability_rule: { timezone: "UTC", rules } },
    });
    expect(await following(named)).not.toContain(eventType);
    expect(await following((await ruleOf(maya))?.uri ?? "")).toEqual([eventType]);
  });

  it("leave the schedule and the other event types that follow it alone", async () => {
    const other = (await eventTypeOf(maya, "60-minute-coaching")).uri;
    const openOf = () =>
      maya.availableTimes({
        eventType: other,
        startTime: new Date(monday + hour).toISOString(),
        endTime: new Date(monday + 5 * day).toISOString(),
      });
    const before = await openOf();
    await maya.request(endpoints.updateEventTypeAvailabilitySchedule, {
      query: { event_type: eventType },
      body: { availability_rule: { timezone: "UTC", rules } },
    });
    expect(await openOf()).toEqual(before);
  });

  it("keep their rules when only the zone is sent, and are read in it", async () => {
    const body = (timezone: string, more: object = {}) => ({ availability_rule: { timezone, ...more } });
    const query = { event_type: eventType };
    await maya.request(endpoints.updateEventTypeAvailabilitySchedule, {
      query,
      body: body("America/New_York", { rules }),
    });
    await maya.request(endpoints.updateEventTypeAvailabilitySchedule, { query, body: body("Asia/Kolkata") });
    expect(await ruleOf(maya)).toMatchObject({ timezone: "Asia/Kolkata", rules });
    expect((await starts())[0]).toBe("2026-11-21T02:30:00Z");
  });

  it("close a date by an empty date rule, whose date may lack its zeros", async () => {
    const closed = { type: "date" as const, date: "2026-11-21", intervals: [] };
    await maya.request(endpoints.updateEventTypeAvailabilitySchedule, {
      query: { event_type: eventType },
      body: { availability_rule: { timezone: "America/New_York", rules: [...rules, closed] } },
    });
    expect(await starts()).toEqual([]);
    expect((await starts(14))[0]).toBe("2026-11-28T13:00:00Z");
  });

  it("can be set by an admin for somebody else, named or the only host there is", async () => {
    const query = { event_type: eventType };
    const user = (await meOf(maya)).uri;
    await ada.request(endpoints.updateEventTypeAvailabilitySchedule, {
      query,
      body: { availability_rule: { timezone: "Europe/Paris", rules, user } },
    });
    expect(await ruleOf(maya)).toMatchObject({ timezone: "Europe/Paris", user });
    await ada.request(endpoints.updateEventTypeAvailabilitySchedule, {
      query,
      body: { availability_rule: { timezone: "UTC", rules } },
    });
    expect(await ruleOf(ada)).toMatchObject({ timezone: "UTC", user });
  });

  it("are hidden from other members and cannot be changed by them", async () => {
    const query = { event_type: eventType };
    const body = { availability_rule: { timezone: "UTC", rules } };
    expect(await codeOf(tom.request(endpoints.listEventTypeAvailabilitySchedules, { query }))).toBe(
      "permission_denied",
    );
    expect(await codeOf(tom.request(endpoints.updateEventTypeAvailabilitySchedule, { query, body }))).toBe(
      "permission_denied",
    );
  });

  it("are refused when the host, the event type, the zone or a rule is wrong", async () => {
    const query = { event_type: eventType };
    const send = async (body: unknown, search = new URLSearchParams(query).toString()) => {
      const response = await fetch(`${sandbox.url}/event_type_availability_schedules?${search}`, {
        method: "PATCH",
        headers: { authorization: `Bearer ${tokenOf("ada")}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      const answer = (await response.json()) as { details?: { parameter?: string }[] };
      return [response.status, ...(answer.details ?? []).map(({ parameter }) => parameter)];
    };
    const stranger = (await meOf(tom)).uri;
    const missing = `${sandbox.url}/event_types/AAAAAAAAAAAAAAAA`;
    const rule = (more: object) => ({ availability_rule: { timezone: "UTC", rules, ...more } });
    expect(await send({})).toEqual([400, "availability_rule"]);
    expect(await send({ availability_rule: "always" })).toEqual([400, "availability_rule"]);
    expect(await send(rule({}), "")).toEqual([400, "event_type"]);
    expect(await send(rule({}), new URLSearchParams({ event_type: missing }).toString())).toEqual([404]);
    expect(await send({ ...rule({}), availability_setting: "team" })).toEqual([400, "availability_setting"]);
    expect(await send(rule({ timezone: "Mars/Olympus" }))).toEqual([400, "availability_rule.timezone"]);
    expect(await send(rule({ timezone: undefined }))).toEqual([400, "availability_rule.timezone"]);
    expect(await send(rule({ user: stranger }))).toEqual([400, "availability_rule.user"]);
    expect(await send(rule({ rules: [{ type: "wday", intervals: [] }] }))).toEqual([
      400,
      "availability_rule.rules[0].wday",
    ]);
    expect(await send(rule({ rules: [{ type: "moon" }] }))).toEqual([400, "availability_rule.rules[0].type"]);
    expect(await send(rule({ rules: [{ type: "date", date: "2026-11-31", intervals: [] }] }))).toEqual([
      400,
      "availability_rule.rules[0].date",
    ]);
    expect(await send(rule({ rules: [{ ...rules[0], intervals: [{ from: "10:00" }] }] }))).toEqual([
      400,
      "availability_rule.rules[0].intervals[0].to",
    ]);
    expect((await ruleOf(maya))?.name).toBe("Working hours");
  });
});
