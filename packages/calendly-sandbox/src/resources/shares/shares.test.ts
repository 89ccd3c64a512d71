import { type CalendlyClient, endpoints, type Share, type UpdateShareBody } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, codeOf, day, eventTypeOf, type FirstName, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
let maya: CalendlyClient;
let eventType: string;

beforeEach(async () => {
  sandbox = await startSandbox();
  maya = clientOf(sandbox, tokenOf("maya"));
  eventType = (await eventTypeOf(maya, "30-minute-check-in")).uri;
});
afterEach(() => sandbox.close());

const mornings = {
  timezone: "America/New_York",
  rules: [{ type: "wday" as const, wday: "tuesday" as const, intervals: [{ from: "10:00", to: "12:00" }] }],
};
const idOf = (uri: string | null | undefined) => uri?.split("/").at(-1) ?? "";
const codeIn = (share: Share) => share.scheduling_links[0]?.booking_url.split("/").at(-2) ?? "";
const share = async (body: UpdateShareBody = {}, client = maya) =>
  (await client.request(endpoints.createShare, { body: { event_type: eventType, ...body } })).resource;
const listed = async (client = maya) => (await client.request(endpoints.listShares)).collection;

async function send(method: string, path: string, body: unknown, who: FirstName = "maya") {
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${tokenOf(who)}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { details?: { parameter?: string }[]; resource: Share };
  return {
    status: response.status,
    resource: answer.resource,
    wrong: (answer.details ?? []).map((one) => one.parameter),
  };
}

const openings = (of: Share) =>
  sandbox.world.openings({
    eventTypeId: idOf(eventType),
    from: sandbox.now(),
    to: sandbox.now() + 60 * day,
    linkCode: codeIn(of),
  });
const book = (of: Share, startAt: number, more: object = {}) =>
  sandbox.world.book({
    eventTypeId: idOf(eventType),
    startTime: new Date(startAt).toISOString(),
    invitee: { name: "Sam", email: "sam@guest.example", timezone: "UTC" },
    answers: [],
    guests: [],
    location: null,
    tracking: null,
    method: "page",
    linkCode: codeIn(of),
    ...more,
  });

const customised: UpdateShareBody = {
  name: "Intro for Marisol",
  duration: 45,
  duration_options: [30, 45],
  period_type: "fixed",
  start_date: "2026-12-01",
  end_date: "2026-12-05",
  location_configurations: [{ kind: "physical", location: "12 Pier Street", position: 0 }],
  availability_rule: mornings,
};

describe("a share", () => {
  it("has the event type's value of everything that it does not set itself", async () => {
    const { resource: type } = await maya.request(endpoints.getEventType, { params: { uuid: eventType } });
    const made = await share();
    expect(made).toMatchObject({ status: "active", contact: null });
    expect(made.scheduling_links).toEqual([
      {
        booking_url: expect.stringMatching(/\/d\/[a-z0-9-]+\/30-minute-check-in$/),
        owner: eventType,
        owner_type: "EventType",
      },
    ]);
    expect(made.share_override).toMatchObject({
      name: type.name,
      duration: 30,
      duration_options: null,
      period_type: "moving",
      max_booking_time: 60,
      min_booking_time: 60,
      start_date: null,
      end_date: null,
      hide_location: false,
      location_configurations: [
        { kind: "outbound_call", location: null, additional_info: null, phone_number: null, position: 0 },
      ],
    });
    expect(made.share_override.availability_rule?.timezone).toBe("America/New_York");
  });

  it("offers its own days, hours and durations, and is booked under its own name and place", async () => {
    const made = await share(customised);
    expect(made.share_override).toMatchObject({
      ...customised,
      location_configurations: [{ kind: "physical", location: "12 Pier Street" }],
      max_booking_time: null,
    });
    const [first, ...others] = openings(made);
    // One Tuesday between the dates, 10 to 12 in New York, in steps of half an hour: 45 minutes fit three times.
    expect([first, ...others].map((one) => new Date(one?.startAt ?? 0).toISOString())).toEqual([
      "2026-12-01T15:00:00.000Z",
      "2026-12-01T15:30:00.000Z",
      "2026-12-01T16:00:00.000Z",
    ]);
    const outcome = book(made, first?.startAt ?? 0);
    if (outcome.kind !== "booked") throw new Error(outcome.kind);
    const { resource: event } = await maya.request(endpoints.getScheduledEvent, { params: { uuid: outcome.event.id } });
    expect(event).toMatchObject({
      name: "Intro for Marisol",
      event_type: eventType,
      start_time: "2026-12-01T15:00:00.000000Z",
      end_time: "2026-12-01T15:45:00.000000Z",
      location: { type: "physical", location: "12 Pier Street" },
    });
    expect((await listed())[0]).toMatchObject({ uri: made.uri, status: "booked" });
    expect(book(made, others[1]?.startAt ?? 0).kind).toBe("invalid");
  });

  it("can be booked with another of its durations", async () => {
    const made = await share(customised);
    const last = Date.parse("2026-12-01T16:30:00Z");
    expect(book(made, last)).toEqual({ kind: "slot_taken" });
    expect(book(made, last, { duration: 60 }).kind).toBe("invalid");
    expect(book(made, last, { duration: 30 }).kind).toBe("booked");
  });

  it("keeps its terms when the invitee moves the booking", async () => {
    const made = await share(customised);
    const [first, , third] = openings(made);
    const outcome = book(made, first?.startAt ?? 0);
    if (outcome.kind !== "booked") throw new Error(outcome.kind);
    const outside = sandbox.world.rescheduleByInvitee({
      inviteeUuid: outcome.invitee.id,
      startTime: "2026-12-02T15:00:00Z",
    });
    expect(outside.kind).toBe("slot_taken");
    const moved = sandbox.world.rescheduleByInvitee({
      inviteeUuid: outcome.invitee.id,
      startTime: new Date(third?.startAt ?? 0).toISOString(),
    });
    expect(moved).toMatchObject({ kind: "rescheduled", event: { name: "Intro for Marisol" } });
    if (moved.kind !== "rescheduled") return;
    expect(moved.event.endAt - moved.event.startAt).toBe(45 * 60_000);
    const again = sandbox.world.rescheduleByInvitee({
      inviteeUuid: moved.invitee.id,
      startTime: new Date(first?.startAt ?? 0).toISOString(),
    });
    expect(again.kind).toBe("rescheduled");
  });

  it("leaves the event type as it is", async () => {
    const { resource: before } = await maya.request(endpoints.getEventType, { params: { uuid: eventType } });
    await share(customised);
    const { resource: after } = await maya.request(endpoints.getEventType, { params: { uuid: eventType } });
    expect(after).toEqual(before);
  });

  it("leads its page to what it offers, and hides a single custom place until it is booked", async () => {
    const made = await share({
      name: "Secret garden",
      hide_location: true,
      location_configurations: [{ kind: "custom", location: "Behind the house" }],
    });
    const found = sandbox.world.findByLinkCode(codeIn(made));
    expect(found).toMatchObject({ kind: "open", hidesLocation: true, eventType: { name: "Secret garden" } });
    const page = await (await fetch(made.scheduling_links[0]?.booking_url ?? "")).text();
    expect(page).toContain("Secret garden");
  });

  it("is booked on its page, whose calendar has its days and nobody else's", async () => {
    const made = await share(customised);
    const code = codeIn(made);
    const search = new URLSearchParams({
      timezone: "America/New_York",
      range_start: "2026-12-01",
      range_end: "2026-12-31",
      share_uuid: code,
    });
    const calendar = await fetch(`${sandbox.url}/api/booking/event_types/${idOf(eventType)}/calendar/range?${search}`);
    const { days } = (await calendar.json()) as { days: { date: string; spots: { start_time: string }[] }[] };
    const open = days.filter((one) => one.spots.length > 0);
    expect(open.map(({ date, spots }) => [date, spots.length])).toEqual([["2026-12-01", 3]]);
    const answer = await fetch(`${sandbox.url}/api/booking/invitees`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        event_type_uuid: idOf(eventType),
        event: { start_time: open[0]?.spots[1]?.start_time },
        invitee: { full_name: "Marisol Vega", email: "marisol@guest.example", timezone: "Europe/Madrid" },
        scheduling_link_uuid: code,
      }),
    });
    expect(answer.ok).toBe(true);
    expect((await listed())[0]).toMatchObject({ uri: made.uri, status: "booked" });
  });

  it("expires with its link after 90 days, and after its own last day", async () => {
    const long = await share();
    const short = await share({ ...customised, name: "Short" });
    sandbox.setClock(Date.parse("2026-12-07T12:00:00Z"));
    const statuses = async () => Object.fromEntries((await listed()).map((one) => [one.uri, one.status]));
    expect(await statuses()).toMatchObject({ [long.uri ?? ""]: "active", [short.uri ?? ""]: "expired" });
    expect(sandbox.world.findByLinkCode(codeIn(short)).kind).toBe("expired");
    sandbox.setClock(sandbox.now() + 90 * day);
    expect(await statuses()).toMatchObject({ [long.uri ?? ""]: "expired" });
  });
});

describe("the list of shares", () => {
  it("holds the caller's own, newest first, page by page", async () => {
    const before = (await listed()).length;
    const names = ["one", "two", "three"];
    for (const name of names) await share({ name });
    await share({ name: "ada's" }, clientOf(sandbox, tokenOf("ada")));
    const first = await maya.request(endpoints.listShares, { query: { count: 2 } });
    expect(first.collection.map((one) => one.share_override.name)).toEqual(["three", "two"]);
    const second = await maya.request(endpoints.listShares, {
      query: { count: 2, page_token: first.pagination.next_page_token ?? "" },
    });
    expect(second.collection[0]?.share_override.name).toBe("one");
    expect(await listed()).toHaveLength(before + 3);
  });

  it("is nobody else's, and insists on the user where the setting says so", async () => {
    const ada = await clientOf(sandbox, tokenOf("ada")).request(endpoints.getCurrentUser);
    const of = (user: string) => send("GET", `/shares?user=${encodeURIComponent(user)}`, undefined);
    expect((await of(ada.resource.uri)).status).toBe(403);
    const me = await maya.request(endpoints.getCurrentUser);
    expect((await of(me.resource.uri)).status).toBe(200);
    sandbox.changeSettings({ sharesNeedUser: true });
    expect(await send("GET", "/shares", undefined)).toMatchObject({ status: 400, wrong: ["user"] });
  });
});

describe("changing a share", () => {
  it("changes what is sent, and gives back to the event type what is null", async () => {
    const made = await share(customised);
    const { resource } = await maya.request(endpoints.updateShare, {
      params: { uuid: made.uri ?? "" },
      body: { name: "Intro for Sam", end_date: "2026-12-12" },
    });
    expect(resource.share_override).toMatchObject({
      ...made.share_override,
      name: "Intro for Sam",
      end_date: "2026-12-12",
    });
    expect(openings(resource)).toHaveLength(6);
    const back = await send("PATCH", `/shares/${idOf(made.uri)}`, {
      name: null,
      duration: null,
      duration_options: null,
      period_type: null,
      location_configurations: null,
    });
    expect(back.resource.share_override).toMatchObject({
      name: "30-minute check-in",
      duration: 30,
      duration_options: null,
      period_type: "moving",
      location_configurations: [{ kind: "outbound_call" }],
      availability_rule: mornings,
    });
    expect((await listed())[0]).toEqual(back.resource);
  });

  it("is refused once it is booked or expired, and so is deleting a booked one", async () => {
    const made = await share(customised);
    const uuid = made.uri ?? "";
    book(made, openings(made)[0]?.startAt ?? 0);
    const change = { params: { uuid }, body: { name: "Late" } };
    expect(await codeOf(maya.request(endpoints.updateShare, change))).toBe("invalid_argument");
    expect(await codeOf(maya.request(endpoints.deleteShare, { params: { uuid } }))).toBe("invalid_argument");
    const old = await share();
    sandbox.setClock(sandbox.now() + 91 * day);
    const late = { params: { uuid: old.uri ?? "" }, body: { name: "Late" } };
    expect(await codeOf(maya.request(endpoints.updateShare, late))).toBe("invalid_argument");
    await maya.request(endpoints.deleteShare, { params: { uuid: old.uri ?? "" } });
  });

  it("deletes it with its link", async () => {
    const made = await share();
    await maya.request(endpoints.deleteShare, { params: { uuid: made.uri ?? "" } });
    expect((await listed()).map((one) => one.uri)).not.toContain(made.uri);
    expect(sandbox.world.findByLinkCode(codeIn(made))).toEqual({ kind: "missing" });
    expect((await fetch(made.scheduling_links[0]?.booking_url ?? "")).status).toBe(404);
    expect(await codeOf(maya.request(endpoints.deleteShare, { params: { uuid: made.uri ?? "" } }))).toBe("not_found");
  });

  it("is its owner's and the admins' business", async () => {
    const { uri } = await share();
    const params = { uuid: uri ?? "" };
    const tom = clientOf(sandbox, tokenOf("tom"));
    expect(await codeOf(tom.request(endpoints.updateShare, { params, body: { name: "x" } }))).toBe("permission_denied");
    expect(await codeOf(tom.request(endpoints.deleteShare, { params }))).toBe("permission_denied");
    expect(await codeOf(share({}, tom))).toBe("permission_denied");
    const ada = clientOf(sandbox, tokenOf("ada"));
    expect(await codeOf(ada.request(endpoints.deleteShare, { params }))).toBe("no error");
  });
});

it("the scenario has shares in every state", async () => {
  expect(new Set((await listed()).map((one) => one.status))).toEqual(new Set(["active", "booked", "expired"]));
});
