import { type CalendlyClient, endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { clientOf, codeOf, day, meOf, monday, startReceiver, startSandbox, tokenOf } from "../testing/stage.ts";
import type { EventType } from "../world/types.ts";

let sandbox: Sandbox;
let ada: CalendlyClient;
let maya: CalendlyClient;
let tom: CalendlyClient;
let users: { readonly maya: string; readonly tom: string };
let organization: string;

const idOf = (uri: string) => uri.slice(uri.lastIndexOf("/") + 1);

beforeEach(async () => {
  sandbox = await startSandbox();
  ada = clientOf(sandbox, tokenOf("ada"));
  maya = clientOf(sandbox, tokenOf("maya"));
  tom = clientOf(sandbox, tokenOf("tom"));
  const [one, other] = [await meOf(maya), await meOf(tom)];
  users = { maya: idOf(one.uri), tom: idOf(other.uri) };
  organization = one.current_organization;
});
afterEach(() => sandbox.close());

/** An event type that both may host, and the address by which the API knows it. */
function offer(more: Partial<EventType>) {
  const made = sandbox.world.createEventType({
    ownerId: users.maya,
    hostIds: [users.maya, users.tom],
    name: "Team call",
    durationMinutes: 30,
    minimumNoticeMinutes: 0,
    ...more,
  });
  return `${sandbox.url}/event_types/${made?.id}`;
}
const times = async (eventType: string, client = maya) =>
  (
    await client.availableTimes({
      eventType,
      startTime: new Date(monday + 3_600_000).toISOString(),
      endTime: new Date(monday + 7 * day).toISOString(),
    })
  ).map((one) => one.start_time);
const book = async (eventType: string, start: string, name = "Jordan Blake") => {
  const { resource: invitee } = await maya.request(endpoints.createInvitee, {
    body: {
      event_type: eventType,
      start_time: start,
      invitee: { name, email: "jordan@realty.example", timezone: "America/Chicago" },
    },
  });
  const { resource: event } = await ada.request(endpoints.getScheduledEvent, { params: { uuid: invitee.event } });
  return { invitee, event, hosts: event.event_memberships.map((one) => one.user_name) };
};

describe("a round robin", () => {
  it("is open when any of its hosts is", async () => {
    const own = [
      await times(offer({ hostIds: [users.maya] })),
      await times(offer({ hostIds: [users.tom], ownerId: users.tom })),
    ];
    const shared = await times(offer({ poolingType: "round_robin" }));
    expect(shared).toEqual([...new Set(own.flat())].toSorted());
  });

  it("goes to whoever has the fewest ahead, in the order of the type, and is taken when nobody is left", async () => {
    const uri = offer({ poolingType: "round_robin" });
    const [mine, his] = [await times(offer({ hostIds: [users.maya] })), await times(offer({ hostIds: [users.tom] }))];
    const both = mine.filter((start) => his.includes(start));
    const [first = "", second = "", third = ""] = [both[0], both[4], both[8]];
    expect((await book(uri, first)).hosts).toEqual(["Maya Okafor"]);
    expect((await book(uri, second)).hosts).toEqual(["Tom Reyes"]);
    expect((await book(uri, third)).hosts).toEqual(["Maya Okafor"]);
    expect(await times(uri)).toContain(third);
    expect((await book(uri, third)).hosts).toEqual(["Tom Reyes"]);
    expect(await times(uri)).not.toContain(third);
    expect(await codeOf(book(uri, third))).toBe("slot_taken");
  });

  it("stays with its host when it is moved, as long as that one is free", async () => {
    const uri = offer({ poolingType: "round_robin" });
    const [mine, his] = [await times(offer({ hostIds: [users.maya] })), await times(offer({ hostIds: [users.tom] }))];
    const both = mine.filter((start) => his.includes(start));
    const { invitee } = await book(uri, both[0] ?? "");
    const move = (inviteeUri: string, startTime: string) => {
      const outcome = sandbox.world.rescheduleByInvitee({ inviteeUuid: idOf(inviteeUri), startTime });
      if (outcome.kind !== "rescheduled") throw new Error(outcome.kind);
      return outcome;
    };
    const moved = move(invitee.uri, both[6] ?? "");
    expect(moved.event.hostIds).toEqual([users.maya]);
    const onlyHis = his.find((start) => !mine.includes(start)) ?? "";
    expect(move(moved.invitee.id, onlyHis).event.hostIds).toEqual([users.tom]);
  });

  it("fills a group that one of its hosts has standing before another is opened", async () => {
    const uri = offer({ poolingType: "round_robin", kind: "group", seats: 2 });
    const [start = ""] = await times(uri);
    const first = await book(uri, start, "One");
    const second = await book(uri, start, "Two");
    expect(second.event.uri).toBe(first.event.uri);
    expect(second.event.invitees_counter).toEqual({ total: 2, active: 2, limit: 2 });
  });
});

describe("a collective event type", () => {
  it("is open when all of its hosts are, and takes the time of all", async () => {
    const [mine, his] = [await times(offer({ hostIds: [users.maya] })), await times(offer({ hostIds: [users.tom] }))];
    const uri = offer({ poolingType: "collective" });
    const both = mine.filter((start) => his.includes(start));
    expect(await times(uri)).toEqual(both);
    const receiver = await startReceiver();
    const { uri: user } = await meOf(tom);
    await tom.request(endpoints.createWebhookSubscription, {
      body: { url: receiver.url, events: ["invitee.created"], organization, user, scope: "user" },
    });
    const { event, hosts } = await book(uri, both[2] ?? "");
    expect(hosts).toEqual(["Maya Okafor", "Tom Reyes"]);
    for (const client of [maya, tom]) {
      const me = await meOf(client);
      const { collection } = await client.request(endpoints.listScheduledEvents, {
        query: { user: me.uri, invitee_email: "jordan@realty.example", min_start_time: event.start_time, count: 1 },
      });
      expect(collection[0]?.uri).toBe(event.uri);
      const busy = await client.request(endpoints.listUserBusyTimes, {
        query: {
          user: me.uri,
          start_time: new Date(monday + 60_000).toISOString(),
          end_time: new Date(monday + 7 * day).toISOString(),
        },
      });
      expect(busy.collection.map((one) => one.event?.uri)).toContain(event.uri);
    }
    await sandbox.settle();
    const told = receiver.received.map(({ text }) => JSON.parse(text).payload.scheduled_event);
    expect(told.map((one) => one.event_memberships.length)).toEqual([2]);
    await receiver.close();
    expect(await times(offer({ hostIds: [users.tom], ownerId: users.tom }))).not.toContain(both[2]);
    expect(await codeOf(tom.request(endpoints.cancelScheduledEvent, { params: { uuid: event.uri }, body: {} }))).toBe(
      "no error",
    );
    expect(await times(uri)).toEqual(both);
  });

  it("is listed for everybody who hosts it, and stands on its team's page", async () => {
    const { collection: teams } = await maya.request(endpoints.listTeams, {});
    const team = teams.find(({ name }) => name === "Listing Team");
    const uri = offer({ poolingType: "collective", teamId: idOf(team?.uri ?? "") });
    for (const client of [maya, tom]) {
      const { collection } = await client.request(endpoints.listEventTypes, {
        query: { user: (await meOf(client)).uri, count: 100 },
      });
      expect(collection.map((one) => one.uri)).toContain(uri);
    }
    const { resource } = await tom.request(endpoints.getEventType, { params: { uuid: idOf(uri) } });
    expect(resource).toMatchObject({
      pooling_type: "collective",
      profile: { type: "Team", name: "Listing Team", owner: team?.uri },
      scheduling_url: `${sandbox.url}/northside-listing-team/team-call`,
    });
    expect(sandbox.world.findEventType("northside-listing-team", "team-call")?.profile.type).toBe("Team");
    expect(sandbox.world.findEventType("maya-okafor", "team-call")).toBeNull();
    expect((await fetch(resource.scheduling_url)).status).toBe(200);
  });
});

describe("what Calendly does not document", () => {
  it.each([{ poolingType: "multi_pool" } as const, { bookingMethod: "poll" } as const, { isPaid: true } as const])(
    "can be read, and offers no times: %o",
    async (more) => {
      const uri = offer(more);
      expect(await times(uri)).toEqual([]);
      const { resource } = await maya.request(endpoints.getEventType, { params: { uuid: idOf(uri) } });
      expect(resource.active).toBe(true);
    },
  );

  it("is booked like any other by setting", async () => {
    await sandbox.close();
    sandbox = await startSandbox({ settings: { undocumentedBookings: "plain" } });
    maya = clientOf(sandbox, tokenOf("maya"));
    const uri = offer({ poolingType: "multi_pool" });
    expect((await times(uri)).length).toBeGreaterThan(0);
  });
});

describe("holidays that a host observes", () => {
  it("close its days, open again when they are taken back, and have to be dates", async () => {
    const uri = offer({ hostIds: [users.maya] });
    const onTuesday = (starts: readonly string[]) => starts.filter((start) => start.startsWith("2026-11-17")).length;
    expect(onTuesday(await times(uri))).toBeGreaterThan(0);
    const observe = (...dates: string[]) =>
      sandbox.world.observeHolidays({
        userId: users.maya,
        country: "US",
        holidays: dates.map((date) => ({ date, name: "A day off" })),
      }).kind;
    expect(observe("2026-11-17")).toBe("observed");
    expect(onTuesday(await times(uri))).toBe(0);
    expect(observe("2026-02-30")).toBe("invalid_date");
    expect(observe()).toBe("observed");
    expect(onTuesday(await times(uri))).toBeGreaterThan(0);
  });
});
