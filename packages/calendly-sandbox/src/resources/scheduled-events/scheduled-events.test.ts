import { type CalendlyClient, endpoints, type QueryOf, type ScheduledEvent } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox, SandboxOptions } from "../../sandbox.ts";
import {
  clientOf,
  codeOf,
  day,
  eventTypeOf,
  meOf,
  monday,
  startReceiver,
  startSandbox,
  tokenOf,
} from "../../testing/stage.ts";

let sandbox: Sandbox;
let ada: CalendlyClient;
let maya: CalendlyClient;
let tom: CalendlyClient;

async function start(options: SandboxOptions = {}) {
  sandbox = await startSandbox(options);
  ada = clientOf(sandbox, tokenOf("ada"));
  maya = clientOf(sandbox, tokenOf("maya"));
  tom = clientOf(sandbox, tokenOf("tom"));
}
beforeEach(() => start());
afterEach(() => sandbox.close());

const idOf = (uri: string) => uri.slice(uri.lastIndexOf("/") + 1);

async function list(client: CalendlyClient, query: QueryOf<typeof endpoints.listScheduledEvents>) {
  const events: ScheduledEvent[] = [];
  for await (const { items } of client.paginate(endpoints.listScheduledEvents, { query: { count: 100, ...query } })) {
    events.push(...items);
  }
  return events;
}

/** The message of a refusal, as a call without a client sees it. */
async function refusal(token: string, query: Readonly<Record<string, string>>) {
  const search = new URLSearchParams(query);
  const response = await fetch(`${sandbox.url}/scheduled_events?${search}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return [response.status, (await response.json()).message];
}

describe("the list of scheduled events", () => {
  it("filters by host, invitee, status and start, each with each", async () => {
    const { uri: user, current_organization: organization } = await meOf(maya);
    const min_start_time = new Date(monday - 100 * day).toISOString();
    const all = await list(maya, { user, min_start_time });
    expect(all.length).toBeGreaterThan(50);
    const [some] = all;
    const invitees = await maya.request(endpoints.listEventInvitees, { params: { uuid: some?.uri ?? "" } });
    const email = invitees.collection[0]?.email ?? "";
    const from = new Date(monday - 60 * day).toISOString();
    const to = new Date(monday + 20 * day).toISOString();
    const wanted = async (query: QueryOf<typeof endpoints.listScheduledEvents>) =>
      (await list(maya, { user, min_start_time, ...query })).map((event) => event.uri);
    const uris = (keep: (event: (typeof all)[number]) => boolean) => all.filter(keep).map((event) => event.uri);
    expect(await wanted({ status: "canceled" })).toEqual(uris((event) => event.status === "canceled"));
    expect(await wanted({ min_start_time: from, max_start_time: to, status: "active" })).toEqual(
      uris(
        (event) =>
          event.status === "active" &&
          Date.parse(event.start_time) >= Date.parse(from) &&
          Date.parse(event.start_time) < Date.parse(to),
      ),
    );
    const theirs = await wanted({ invitee_email: email.toUpperCase() });
    expect(theirs).toContain(some?.uri);
    expect(theirs.length).toBeLessThan(all.length);
    expect(await wanted({ invitee_email: email, min_start_time: from })).toEqual(
      theirs.filter((uri) =>
        all.some((event) => event.uri === uri && Date.parse(event.start_time) >= Date.parse(from)),
      ),
    );
    expect(await wanted({ sort: "start_time:desc" })).toEqual((await wanted({})).toReversed());
    expect((await list(ada, { organization, user, min_start_time })).map((event) => event.uri)).toEqual(
      all.map((event) => event.uri),
    );
    const everybody = await list(ada, { organization, min_start_time: from });
    expect(new Set(everybody.map((event) => event.event_memberships[0]?.user)).size).toBeGreaterThan(3);
  });

  it("lists a group's members' events, to admins", async () => {
    const { uri: user, current_organization: organization } = await meOf(maya);
    const { collection: groups } = await ada.request(endpoints.listGroups, { query: { organization } });
    const group = groups.find(({ name }) => name === "East")?.uri ?? "";
    const min_start_time = new Date(monday).toISOString();
    const hosts = (await list(ada, { organization, group, min_start_time })).map(
      (one) => one.event_memberships[0]?.user_name,
    );
    expect(new Set(hosts)).toEqual(new Set(["Maya Okafor", "Ana Silva", "Ruth Abara"]));
    const { uri: stranger } = await meOf(tom);
    expect(await list(ada, { organization, group, user: stranger })).toEqual([]);
    expect(await list(ada, { organization, group, user, min_start_time })).toEqual(
      await list(maya, { user, min_start_time }),
    );
    expect(await refusal(tokenOf("ada"), { group })).toEqual([
      403,
      "Please also specify organization when requesting events for a group within your organization.",
    ]);
    expect(await refusal(tokenOf("tom"), { group, organization })).toEqual([
      403,
      "You do not have permission to access this resource.",
    ]);
  });

  it("says why it is not shown, endpoint by endpoint", async () => {
    const { uri: user, current_organization: organization } = await meOf(maya);
    expect(await refusal(tokenOf("tom"), { user })).toEqual([
      403,
      "Please also specify organization when requesting events for a user within your organization.",
    ]);
    expect(await refusal(tokenOf("tom"), { user: `${sandbox.url}/users/NOBODY` })).toEqual([
      403,
      "This user is not in your organization",
    ]);
    expect(await refusal(tokenOf("tom"), { organization })).toEqual([
      403,
      "You do not have permission to access this resource.",
    ]);
    expect(await refusal(tokenOf("ada"), { organization, user: `${sandbox.url}/users/NOBODY` })).toEqual([
      403,
      "This user is not in your organization",
    ]);
    expect(await refusal(tokenOf("ada"), {})).toEqual([400, "The supplied parameters are invalid."]);
    expect(await refusal(tokenOf("maya"), { user, sort: "name:asc" })).toEqual([
      400,
      "The supplied parameters are invalid.",
    ]);
    expect(await refusal(tokenOf("maya"), { user, invitee_email: "nobody" })).toEqual([
      400,
      "The supplied parameters are invalid.",
    ]);
    const [event] = (await maya.request(endpoints.listScheduledEvents, { query: { user, count: 1 } })).collection;
    const path = new URL(event?.uri ?? "").pathname;
    const foreign = async (target: string, method = "GET") => {
      const response = await fetch(`${sandbox.url}${target}`, {
        method,
        headers: { authorization: `Bearer ${tokenOf("tom")}` },
      });
      return [response.status, (await response.json()).message];
    };
    const invitees = await maya.request(endpoints.listEventInvitees, { params: { uuid: event?.uri ?? "" } });
    expect(await foreign(path)).toEqual([403, "You are not allowed to view this event"]);
    expect(await foreign(`${path}/invitees`)).toEqual([403, "You are not allowed to view this event"]);
    expect(await foreign(`${path}/invitees/${idOf(invitees.collection[0]?.uri ?? "")}`)).toEqual([
      403,
      "You do not have permission to view this event",
    ]);
    expect(await foreign(`${path}/cancellation`, "POST")).toEqual([403, "You are not allowed to cancel this event"]);
  });

  it.each([
    { eventBounds: "half_open", first: true, last: false },
    { eventBounds: "closed", first: true, last: true },
    { eventBounds: "open", first: false, last: false },
  ] as const)("has bounds that are $eventBounds", async ({ eventBounds, first, last }) => {
    await sandbox.close();
    await start({ settings: { eventBounds } });
    const { uri: user } = await meOf(maya);
    const { collection } = await maya.request(endpoints.listScheduledEvents, {
      query: { user, count: 2, status: "active", min_start_time: new Date(monday).toISOString() },
    });
    const [one, other] = collection;
    const found = await list(maya, {
      user,
      min_start_time: one?.start_time ?? "",
      max_start_time: other?.start_time ?? "",
    });
    expect(found.map((event) => event.uri).includes(one?.uri ?? "")).toBe(first);
    expect(found.map((event) => event.uri).includes(other?.uri ?? "")).toBe(last);
  });

  it("keeps showing what was booked with people who have left, to admins and to themselves", async () => {
    const { uri: user, current_organization: organization } = await meOf(tom);
    const min_start_time = new Date(monday - 30 * day).toISOString();
    const before = (await list(ada, { organization, user, min_start_time })).map((event) => event.uri);
    expect(before.length).toBeGreaterThan(10);
    sandbox.world.removeMember(idOf(user));
    expect((await list(ada, { organization, user, min_start_time })).map((event) => event.uri)).toEqual(before);
    expect((await list(tom, { user, min_start_time })).map((event) => event.uri)).toEqual(before);
    const everybody = (await list(ada, { organization, min_start_time })).map((event) => event.uri);
    expect(before.every((uri) => everybody.includes(uri))).toBe(true);
  });
});

describe("a host who calls a group event off", () => {
  it("cancels everybody who was still coming, each told of once, and frees the time", async () => {
    const receiver = await startReceiver();
    const { uri: user, current_organization: organization } = await meOf(maya);
    await maya.request(endpoints.createWebhookSubscription, {
      body: { url: receiver.url, events: ["invitee.canceled"], organization, user, scope: "user" },
    });
    const { uri } = await eventTypeOf(maya, "group-workshop");
    const [first] = await maya.availableTimes({
      eventType: uri,
      startTime: new Date(monday + 5 * day).toISOString(),
      endTime: new Date(monday + 30 * day).toISOString(),
    });
    const startTime = first?.start_time ?? "";
    const answers = (await maya.request(endpoints.getEventType, { params: { uuid: uri } })).resource.custom_questions
      .filter((question) => question.required)
      .map(({ name, position, answer_choices }) => ({ question: name, answer: answer_choices?.[0] ?? "x", position }));
    const book = async (name: string) =>
      (
        await maya.request(endpoints.createInvitee, {
          body: {
            event_type: uri,
            start_time: startTime,
            invitee: { name, email: `${name.toLowerCase()}@realty.example`, timezone: "America/Chicago" },
            questions_and_answers: answers,
          },
        })
      ).resource;
    const [one, two, three] = [await book("One"), await book("Two"), await book("Three")];
    sandbox.world.cancelByInvitee({ inviteeUuid: idOf(two.uri), reason: null });
    const standing = (await maya.request(endpoints.getScheduledEvent, { params: { uuid: one.event } })).resource;
    expect(standing.status).toBe("active");
    expect(standing).not.toHaveProperty("cancellation");
    await maya.request(endpoints.cancelScheduledEvent, { params: { uuid: one.event }, body: { reason: "Ill" } });
    const canceled = (await maya.request(endpoints.getScheduledEvent, { params: { uuid: one.event } })).resource;
    expect(canceled).toMatchObject({
      status: "canceled",
      invitees_counter: { active: 0 },
      cancellation: { canceler_type: "host", reason: "Ill", canceled_by: "Maya Okafor" },
    });
    await sandbox.settle();
    // They are posted side by side: the log, not their arrival, has the order in which things happened.
    const told = sandbox.listDeliveries().map(({ body }) => JSON.parse(body).payload);
    expect(receiver.received).toHaveLength(told.length);
    expect(told.map(({ uri: whom, cancellation }) => [whom, cancellation.canceler_type])).toEqual([
      [two.uri, "invitee"],
      [one.uri, "host"],
      [three.uri, "host"],
    ]);
    expect(told.map(({ scheduled_event }) => scheduled_event.status)).toEqual(["active", "canceled", "canceled"]);
    expect(await codeOf(book("Four"))).toBe("no error");
    await receiver.close();
  });

  it("cannot do so twice, nor for what is over, nor at length", async () => {
    const { uri: user } = await meOf(maya);
    const cancel = (uuid: string, reason = "x") =>
      codeOf(maya.request(endpoints.cancelScheduledEvent, { params: { uuid }, body: { reason } }));
    const past = await list(maya, { user, max_start_time: new Date(monday - 2 * day).toISOString(), status: "active" });
    expect(await cancel(past[0]?.uri ?? "")).toBe("event_in_past");
    const next = await list(maya, { user, min_start_time: new Date(monday + day).toISOString(), status: "active" });
    expect(await cancel(next[0]?.uri ?? "", "x".repeat(10_001))).toBe("invalid_argument");
    expect(await cancel(next[0]?.uri ?? "")).toBe("no error");
    expect(await cancel(next[0]?.uri ?? "")).toBe("already_canceled");
    expect(await cancel("00000000-0000-4000-8000-000000000000")).toBe("not_found");
  });
});
