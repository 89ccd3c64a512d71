import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import {
  clientOf,
  codeOf,
  day,
  eventTypeOf,
  firstOpening,
  hour,
  meOf,
  startSandbox,
  tokenOf,
} from "../testing/stage.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const maya = () => clientOf(sandbox, tokenOf("maya"));
const ada = () => clientOf(sandbox, tokenOf("ada"));

describe("people and organizations", () => {
  it("tells callers who they are, by `me` and by their URI", async () => {
    const me = await meOf(maya());
    expect(me).toMatchObject({ name: "Maya Okafor", slug: "maya-okafor", timezone: "America/New_York" });
    const again = await maya().request(endpoints.getUser, { params: { uuid: me.uri } });
    expect(again.resource).toEqual(me);
  });

  it("shows the organization to its members and the members to its admins only", async () => {
    const me = await meOf(maya());
    const organization = me.current_organization;
    const found = await maya().request(endpoints.getOrganization, { params: { uuid: organization } });
    expect(found.resource).toMatchObject({ name: "Northside Coaching", kind: "multiple", plan: "teams" });
    const members = await ada().request(endpoints.listOrganizationMemberships, { query: { organization } });
    expect(members.collection.map((one) => [one.user.name, one.role])).toEqual([
      ["Ada Lindqvist", "owner"],
      ["Maya Okafor", "user"],
      ["Tom Reyes", "user"],
      ["Ana Silva", "user"],
      ["Ravi Menon", "admin"],
      ["Kit Larsen", "user"],
      ["Ruth Abara", "user"],
    ]);
    const own = await maya().request(endpoints.listOrganizationMemberships, { query: { user: me.uri } });
    expect(own.collection).toHaveLength(1);
    expect(await codeOf(maya().request(endpoints.listOrganizationMemberships, { query: { organization } }))).toBe(
      "permission_denied",
    );
  });
});

describe("event types and availability", () => {
  it("lists active and inactive types unless asked for one of them", async () => {
    const { uri: user } = await meOf(maya());
    const names = async (query: { active?: boolean }) => {
      const { collection } = await maya().request(endpoints.listEventTypes, { query: { user, ...query } });
      return collection.map((eventType) => eventType.name);
    };
    const active = ["30-minute check-in", "60-minute coaching", "Group workshop"];
    expect(await names({})).toEqual([...active, "Open house review"]);
    expect(await names({ active: true })).toEqual(active);
    expect(await names({ active: false })).toEqual(["Open house review"]);
  });

  it("pages forwards and backwards through the same rows", async () => {
    const { uri: user } = await meOf(maya());
    const list = (token?: string) =>
      maya().request(endpoints.listScheduledEvents, {
        query: { user, count: 7, sort: "start_time:desc", ...(token === undefined ? {} : { page_token: token }) },
      });
    const first = await list();
    expect(first.pagination.previous_page_token).toBeNull();
    const second = await list(first.pagination.next_page_token ?? "");
    const back = await list(second.pagination.previous_page_token ?? "");
    expect(back.collection).toEqual(first.collection);
    expect(back.pagination.previous_page_token).toBeNull();
    const all: string[] = [];
    for await (const page of maya().paginate(endpoints.listScheduledEvents, { query: { user, count: 7 } })) {
      all.push(...page.items.map((event) => event.uri));
    }
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(20);
    expect(await codeOf(list("garbage"))).toBe("invalid_argument");
  });

  it("sorts by several fields, page by page, in whichever directions", async () => {
    const { current_organization: organization } = await meOf(ada());
    const walk = async (sort: string | string[], count: number) => {
      const found: [number | null | undefined, string][] = [];
      const query = { organization, sort, count };
      for await (const { items } of ada().paginate(endpoints.listEventTypes, { query })) {
        found.push(...items.map(({ position, name }): (typeof found)[number] => [position, name ?? ""]));
      }
      return found;
    };
    const whole = await walk(["position:desc", "name:asc"], 100);
    const inOrder = whole.toSorted(
      ([position, name], [other, otherName]) =>
        (other ?? 0) - (position ?? 0) || name.toLowerCase().localeCompare(otherName.toLowerCase(), "en"),
    );
    expect(whole).toEqual(inOrder);
    expect(new Set(whole.map(([position]) => position)).size).toBeGreaterThan(3);
    for (const count of [1, 2, 3]) expect(await walk(["position:desc", "name:asc"], count)).toEqual(whole);
    expect(await codeOf(walk("name:asc,colour:desc", 100))).toBe("invalid_argument");
  });

  it("goes on with a walk though a booking is made between two of its pages", async () => {
    const { uri: user } = await meOf(maya());
    const [event] = (await maya().request(endpoints.listScheduledEvents, { query: { user, count: 1 } })).collection;
    const { collection } = await maya().request(endpoints.listEventInvitees, { params: { uuid: event?.uri ?? "" } });
    const query = { user, invitee_email: collection[0]?.email ?? "", count: 1 };
    const first = await maya().request(endpoints.listScheduledEvents, { query });
    const { uri } = await eventTypeOf(maya(), "60-minute-coaching");
    await maya().request(endpoints.createInvitee, {
      body: {
        event_type: uri,
        start_time: await firstOpening(sandbox, maya(), uri),
        invitee: { name: "Lee Tanaka", email: query.invitee_email, timezone: "Asia/Tokyo" },
        questions_and_answers: [{ question: "What would you like to work on?", answer: "Prices", position: 0 }],
      },
    });
    const page_token = first.pagination.next_page_token ?? "";
    const second = await maya().request(endpoints.listScheduledEvents, { query: { ...query, page_token } });
    expect(second.collection).toHaveLength(1);
    const other = maya().request(endpoints.listScheduledEvents, { query: { user, count: 1, page_token } });
    expect(await codeOf(other)).toBe("invalid_argument");
  });

  it("offers times in the host's hours, in the future, for at most 31 days", async () => {
    const { uri } = await eventTypeOf(maya(), "60-minute-coaching");
    const from = new Date(sandbox.now() + hour).toISOString();
    const times = await maya().availableTimes({
      eventType: uri,
      startTime: from,
      endTime: new Date(sandbox.now() + 20 * day).toISOString(),
    });
    expect(times.length).toBeGreaterThan(30);
    for (const time of times) {
      const clock = new Intl.DateTimeFormat("en-GB", {
        timeZone: "America/New_York",
        hour: "2-digit",
        minute: "2-digit",
      });
      const local = clock.format(new Date(time.start_time));
      expect(local >= "09:00" && local <= "16:00").toBe(true);
      expect(time.start_time).toMatch(/:\d\dZ$/);
    }
    const query = { event_type: uri, start_time: from };
    const long = new Date(sandbox.now() + 40 * day).toISOString();
    expect(
      await codeOf(maya().request(endpoints.listEventTypeAvailableTimes, { query: { ...query, end_time: long } })),
    ).toBe("invalid_argument");
    const past = { event_type: uri, start_time: new Date(sandbox.now()).toISOString(), end_time: from };
    expect(await codeOf(maya().request(endpoints.listEventTypeAvailableTimes, { query: past }))).toBe(
      "invalid_argument",
    );
  });

  it("shows schedules and busy times to their owner and to admins, not to colleagues", async () => {
    const { uri: user } = await meOf(maya());
    const { collection } = await maya().request(endpoints.listUserAvailabilitySchedules, { query: { user } });
    expect(collection[0]).toMatchObject({ default: true, timezone: "America/New_York" });
    const start_time = new Date(sandbox.now() + hour).toISOString();
    const query = { user, start_time, end_time: new Date(sandbox.now() + 7 * day).toISOString() };
    const busy = await ada().request(endpoints.listUserBusyTimes, { query });
    expect(new Set(busy.collection.map((entry) => entry.type))).toEqual(new Set(["calendly", "external"]));
    const tom = clientOf(sandbox, tokenOf("tom"));
    expect(await codeOf(tom.request(endpoints.listUserBusyTimes, { query }))).toBe("permission_denied");
    const tooLong = { ...query, end_time: new Date(sandbox.now() + 9 * day).toISOString() };
    expect(await codeOf(maya().request(endpoints.listUserBusyTimes, { query: tooLong }))).toBe("invalid_argument");
  });
});

describe("who may see what", () => {
  it("asks admins to name the organization, and refuses colleagues", async () => {
    const { uri: user, current_organization: organization } = await meOf(maya());
    expect(await codeOf(ada().request(endpoints.listScheduledEvents, { query: { user } }))).toBe("permission_denied");
    const both = await ada().request(endpoints.listScheduledEvents, { query: { user, organization, count: 1 } });
    expect(both.collection).toHaveLength(1);
    expect(await codeOf(maya().request(endpoints.listScheduledEvents, { query: { organization } }))).toBe(
      "permission_denied",
    );
    const uuid = both.collection[0]?.uri ?? "";
    const tom = clientOf(sandbox, tokenOf("tom"));
    expect(await codeOf(tom.request(endpoints.getScheduledEvent, { params: { uuid } }))).toBe("permission_denied");
    expect(await codeOf(tom.request(endpoints.cancelScheduledEvent, { params: { uuid } }))).toBe("permission_denied");
  });
});
