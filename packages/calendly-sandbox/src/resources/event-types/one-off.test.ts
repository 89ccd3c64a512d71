import { type CalendlyClient, type CreateOneOffEventTypeBody, endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, codeOf, day, meOf, monday, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
let ada: CalendlyClient;
let maya: CalendlyClient;

beforeEach(async () => {
  sandbox = await startSandbox();
  ada = clientOf(sandbox, tokenOf("ada"));
  maya = clientOf(sandbox, tokenOf("maya"));
});
afterEach(() => sandbox.close());

const utc = (text: string) => `2026-${text}:00Z`;
const create = async (body: Partial<CreateOneOffEventTypeBody>) => {
  const { uri: host } = await meOf(maya);
  const { resource } = await maya.request(endpoints.createOneOffEventType, {
    body: {
      name: "Phone chat with Tomás",
      host,
      duration: 30,
      date_setting: { type: "days_in_future", days: 5, only_weekdays: true },
      ...body,
    },
  });
  return resource;
};
const times = async (eventType: string, from = monday + 1000, days = 28) =>
  (
    await maya.availableTimes({
      eventType,
      startTime: new Date(from).toISOString(),
      endTime: new Date(from + days * day).toISOString(),
    })
  ).map((one) => one.start_time);
const dates = (starts: readonly string[]) => [...new Set(starts.map((start) => start.slice(5, 10)))];
const book = (eventType: string, start: string) =>
  maya.request(endpoints.createInvitee, {
    body: {
      event_type: eventType,
      start_time: start,
      invitee: { name: "Jordan Blake", email: "jordan@realty.example", timezone: "America/Chicago" },
    },
  });
async function refusal(body: Record<string, unknown>) {
  const { uri: host } = await meOf(maya);
  const date_setting = { type: "days_in_future", days: 5, only_weekdays: true };
  const response = await fetch(`${sandbox.url}/one_off_event_types`, {
    method: "POST",
    headers: { authorization: `Bearer ${tokenOf("maya")}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "x", host, duration: 30, date_setting, ...body }),
  });
  const answer = await response.json();
  const [first] = answer.details ?? [];
  return [response.status, first === undefined ? answer.message : `${first.parameter}: ${first.message}`];
}

describe("a one-off event type", () => {
  it("is a secret one at an address of its own, without increment or choice", async () => {
    const made = await create({ location: { kind: "outbound_call" } });
    expect(made).toMatchObject({
      type: "AdhocEventType",
      active: true,
      secret: true,
      duration_options: null,
      start_time_increment: null,
      pooling_type: null,
      locations: [{ kind: "outbound_call" }],
      slug: "phone-chat-with-tomas",
    });
    expect(made.scheduling_url).toMatch(/\/d\/[a-z0-9]{4}-[a-z0-9]{3}-[a-z0-9]{3}\/phone-chat-with-tomas$/);
    expect(await fetch(made.scheduling_url).then((page) => page.text())).toContain("Phone chat with Tomás");
    expect(await fetch(`${sandbox.url}/maya-okafor/${made.slug}`).then((page) => page.status)).toBe(404);
    expect(await fetch(`${sandbox.url}/maya-okafor`).then((page) => page.text())).not.toContain("Tomás");
  });

  it("offers its host's hours on its dates, in its own zone", async () => {
    const { uri } = await create({
      date_setting: { type: "date_range", start_date: "2026-11-24", end_date: "2026-11-25" },
    });
    expect(dates(await times(uri))).toEqual(["11-24", "11-25"]);
    // Maya's day in New York is the night from Tuesday to Wednesday there.
    const far = await create({
      timezone: "Pacific/Auckland",
      date_setting: { type: "date_range", start_date: "2026-11-25", end_date: "2026-11-25" },
    });
    const starts = await times(far.uri);
    expect(starts.length).toBeGreaterThan(0);
    for (const start of starts) {
      expect(start >= "2026-11-24T11:00:00Z" && start < "2026-11-25T11:00:00Z").toBe(true);
    }
  });

  it("offers the coming days, weekdays only when it says so", async () => {
    const { uri } = await create({ date_setting: { type: "days_in_future", days: 4, only_weekdays: true } });
    const found = dates(await times(uri));
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((date) => date >= "11-16" && date <= "11-20")).toBe(true);
  });

  it("offers named spots and no other time, whatever the host's hours, but never over what is booked", async () => {
    const spots = [
      { start_time: utc("11-21T03:10"), end_time: utc("11-21T04:15") },
      { start_time: utc("11-22T23:00"), end_time: utc("11-22T23:30") },
    ];
    const { uri } = await create({ date_setting: { type: "spots", spots } });
    const open = [utc("11-21T03:10"), utc("11-21T03:40"), utc("11-22T23:00")];
    expect(await times(uri)).toEqual(open);
    const other = await create({ date_setting: { type: "spots", spots } });
    await book(uri, utc("11-21T03:10"));
    expect(await times(other.uri)).toEqual(open.slice(1));
  });

  it("is good for one booking, and open again when that is canceled", async () => {
    const made = await create({});
    const [start = ""] = await times(made.uri);
    const { resource: invitee } = await book(made.uri, start);
    expect(await times(made.uri)).toEqual([]);
    expect(await codeOf(book(made.uri, start))).toBe("slot_taken");
    expect((await fetch(made.scheduling_url)).status).toBe(410);
    await maya.request(endpoints.cancelScheduledEvent, { params: { uuid: invitee.event }, body: {} });
    expect((await times(made.uri))[0]).toBe(start);
  });

  it("with co-hosts is open when all are, and is everybody's event", async () => {
    const tom = await meOf(clientOf(sandbox, tokenOf("tom")));
    const alone = await times((await create({})).uri);
    const made = await create({ co_hosts: [tom.uri] });
    expect(made.pooling_type).toBe("collective");
    const together = await times(made.uri);
    expect(together.length).toBeGreaterThan(0);
    expect(together.length).toBeLessThan(alone.length);
    expect(together.every((start) => alone.includes(start))).toBe(true);
    const { resource: invitee } = await book(made.uri, together[0] ?? "");
    const { resource: event } = await maya.request(endpoints.getScheduledEvent, { params: { uuid: invitee.event } });
    expect(event.event_memberships.map((one) => one.user_name)).toEqual(["Maya Okafor", "Tom Reyes"]);
    const { collection: hosts } = await maya.request(endpoints.listEventTypeMemberships, {
      query: { event_type: made.uri },
    });
    expect(hosts.map(({ member }) => member?.name)).toEqual(["Maya Okafor", "Tom Reyes"]);
    expect(hosts[0]?.event_type).toEqual(made);
  });

  it("is refused with what is wrong with it", async () => {
    const users = (count: number) => Array.from({ length: count }, (_, at) => `${sandbox.url}/users/USER${at}`);
    const range = (start_date: string, end_date: string) => ({
      date_setting: { type: "date_range", start_date, end_date },
    });
    const spot = (start_time: string, end_time: string) => ({
      date_setting: { type: "spots", spots: [{ start_time, end_time }] },
    });
    expect(await refusal({ name: "" })).toEqual([400, "name: is missing"]);
    expect(await refusal({ name: "x".repeat(56) })).toEqual([400, "name: size cannot be greater than 55"]);
    expect(await refusal({ duration: null })).toEqual([400, "duration: is missing"]);
    expect(await refusal({ duration: 721 })).toEqual([400, "duration: must be less than or equal to 720"]);
    expect(await refusal({ timezone: "Mars/Olympus" })).toEqual([400, "timezone: is not a valid time zone"]);
    expect(await refusal({ date_setting: {} })).toEqual([400, "date_setting.type: is missing"]);
    expect(await refusal({ date_setting: { type: "days_in_future", only_weekdays: true } })).toEqual([
      400,
      "date_setting.days: is missing",
    ]);
    expect(await refusal({ date_setting: { type: "spots", spots: [] } })).toEqual([
      400,
      "date_setting.spots: is missing",
    ]);
    expect(await refusal(range("2026-02-30", "2026-03-02"))).toEqual([
      400,
      "date_setting.start_date: must be a valid date",
    ]);
    expect(await refusal(range("2026-12-02", "2026-12-01"))).toEqual([
      400,
      "date_setting.end_date: must not be before start_date",
    ]);
    expect(await refusal(range("2026-12-01", "2027-12-01"))).toEqual([
      400,
      "date_setting.end_date: must be less than 365 days after start_date",
    ]);
    expect(await refusal(range("2026-11-01", "2026-11-02"))).toEqual([
      400,
      "date_setting.end_date: must not be in the past",
    ]);
    expect(await refusal(spot(utc("11-20T10:00"), utc("11-20T09:00")))).toEqual([
      400,
      "date_setting.spots[0].start_time: start_time must be before end_time",
    ]);
    expect(await refusal(spot(utc("11-10T10:00"), utc("11-10T11:00")))).toEqual([
      400,
      "date_setting.spots[0].start_time: start_time must be in the future",
    ]);
    expect(await refusal({ location: { kind: "inbound_call" } })).toEqual([400, "location.phone_number: is missing"]);
    expect(await refusal({ co_hosts: ["Tom"] })).toEqual([400, "co_hosts[0]: is not a valid URI"]);
    expect(await refusal({ co_hosts: users(10) })).toEqual([400, "co_hosts: size cannot be greater than 9"]);
    expect(await refusal({ co_hosts: users(1) })).toEqual([403, "This user is not in your organization"]);
    const { uri: host } = await meOf(ada);
    expect(await refusal({ host })).toEqual([403, "You do not have permission to access this resource."]);
  });
});

describe("hosts of event types", () => {
  it("are listed for members of the organization, of an event type that is there", async () => {
    const list = (event_type: string) =>
      codeOf(maya.request(endpoints.listEventTypeMemberships, { query: { event_type } }));
    expect(await list(`${sandbox.url}/event_types/00000000-0000-4000-8000-000000000000`)).toBe("not_found");
    expect(await list(`${sandbox.url}/users/x`)).toBe("invalid_argument");
  });
});
