import { routes } from "@punctual/contract";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BookingStory, booked, canceled } from "../../testing/calendly-history.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { seedConnection, seedEventType, seedPerson } from "../../testing/seed-programme.ts";
import { inviteeRoutes } from "../invitees/index.ts";
import { applyChangeNow } from "../sync/index.ts";
import { sessionRoutes } from "./index.ts";

type Person = { readonly id: string; readonly email: string };

let server: TestContext;
let maya: Person;
let tom: Person;
let jordan: Person;
let priya: Person;
let ada: Person;
let tomsType: { readonly id: string; readonly uri: string };

/** 30 sessions of Maya's with Jordan, three at each start; 5 of Tom's, in a group with Jordan and Priya. */
beforeAll(async () => {
  server = await createTestContext();
  const { context } = server;
  maya = await seedPerson(context, { name: "Maya Okafor", role: "coach" });
  tom = await seedPerson(context, { name: "Tom Reyes", role: "coach" });
  jordan = await seedPerson(context, { name: "Jordan Blake", role: "realtor" });
  priya = await seedPerson(context, { name: "Priya Nair", role: "realtor" });
  ada = await seedPerson(context, { name: "Ada Lindqvist", role: "admin" });
  const [mayas, toms] = [await seedConnection(context, maya, "maya"), await seedConnection(context, tom, "tom")];
  const mayasType = await seedEventType(context, { coachId: maya.id, connectionId: mayas.id }, "coaching");
  tomsType = await seedEventType(context, { coachId: tom.id, connectionId: toms.id }, "workshop");
  const common = { apiUrl: context.config.calendly.apiUrl, bookedAt: "2026-11-01T10:00:00Z", invitee: "i1" };
  const withJordan = { name: "Jordan Blake", email: jordan.email };

  for (let index = 0; index < 30; index += 1) {
    const startAt = context.clock
      .now()
      .add({ hours: 24 * (Math.floor(index / 3) - 5) })
      .toString();
    const story: BookingStory = {
      ...common,
      ...withJordan,
      hostUri: mayas.userUri,
      eventTypeUri: mayasType.uri,
      session: `m${index}`,
      startAt,
    };
    const change = booked(story);
    await applyChangeNow(context, change, { notify: false });
    if (index % 5 === 0) {
      await applyChangeNow(context, canceled(change, { at: "2026-11-02T10:00:00Z" }), { notify: false });
    }
  }
  for (let index = 0; index < 5; index += 1) {
    const startAt = context.clock
      .now()
      .add({ minutes: 24 * 60 * index - 30 })
      .toString();
    const group = { ...common, hostUri: toms.userUri, eventTypeUri: tomsType.uri, session: `t${index}`, startAt };
    for (const [place, person] of [jordan, priya].entries()) {
      const name = place === 0 ? "Jordan Blake" : "100% Priya_Nair";
      const counter = { total: place + 1, active: place + 1 };
      const story = { ...group, name, email: person.email, invitee: `i${place}`, seats: 8, counter };
      await applyChangeNow(context, booked(story), { notify: false });
    }
  }
});
afterAll(() => server.close());

const coach = (person: Person) => viewerAs("coach", person);
const realtor = (person: Person) => viewerAs("realtor", person);
type Query = NonNullable<Parameters<typeof callRoute<typeof routes.listSessions>>[3]>["query"];

async function list(viewer: Parameters<typeof callRoute>[2], query: Query = {}) {
  return bodyOf(await callRoute(sessionRoutes(server.context), routes.listSessions, viewer, { query }));
}

async function listAll(viewer: Parameters<typeof callRoute>[2], query: Query = {}) {
  const items = [];
  let cursor: string | undefined;
  do {
    const page = await list(viewer, { ...query, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

describe("who sees what", () => {
  test("a coach what they host, a realtor what they booked, an admin all", async () => {
    expect(await listAll(coach(maya))).toHaveLength(30);
    expect(await listAll(coach(tom))).toHaveLength(5);
    expect(await listAll(realtor(jordan))).toHaveLength(35);
    expect(await listAll(realtor(priya))).toHaveLength(5);
    expect(await listAll(viewerAs("admin", ada))).toHaveLength(35);
  });

  test("a coach cannot reach another's sessions by any filter", async () => {
    expect(await listAll(coach(maya), { coachId: tom.id })).toEqual([]);
    expect(await listAll(coach(maya), { eventTypeId: tomsType.id })).toEqual([]);
    expect(await listAll(coach(maya), { search: "Priya" })).toEqual([]);
  });

  test("a realtor whose address is not proved sees nothing", async () => {
    const unproved = { ...realtor(jordan), emailVerified: false };
    expect(await listAll(unproved)).toEqual([]);
  });

  test("a realtor meets only themself among the invitees, in the list, the session and its invitees", async () => {
    const [session] = (await list(realtor(priya))).items;
    expect(session?.invitees.map(({ name }) => name)).toEqual(["100% Priya_Nair"]);
    expect(session?.inviteeCount).toEqual({ total: 2, active: 2, limit: 8 });
    const params = { uuid: session?.id ?? "" };
    const handled = [...sessionRoutes(server.context), ...inviteeRoutes(server.context)];
    const details = bodyOf(await callRoute(handled, routes.getSession, realtor(priya), { params }));
    expect(details.invitees.map(({ email }) => email)).toEqual([priya.email]);
    const { items } = bodyOf(await callRoute(handled, routes.listInvitees, realtor(priya), { params }));
    expect(items.map(({ email }) => email)).toEqual([priya.email]);
    expect(await listAll(realtor(priya), { search: "Jordan" })).toEqual([]);
    const host = bodyOf(await callRoute(handled, routes.listInvitees, coach(tom), { params }));
    expect(host.items).toHaveLength(2);
    expect(problemOf(await callRoute(handled, routes.listInvitees, coach(maya), { params }))).toBe("not_found");
  });
});

describe("filters", () => {
  test("the phase is derived from the clock", async () => {
    const running = await listAll(coach(tom), { phase: "in_progress" });
    expect(running).toHaveLength(1);
    expect(running[0]?.phase).toBe("in_progress");
    const phases = await Promise.all(
      (["upcoming", "in_progress", "ended"] as const).map((phase) => listAll(coach(maya), { phase })),
    );
    expect(phases.map((sessions) => sessions.length)).toEqual([12, 3, 15]);
  });

  test("status, coach, event type and window narrow the list", async () => {
    const admin = viewerAs("admin", ada);
    expect(await listAll(admin, { status: "canceled" })).toHaveLength(6);
    expect(await listAll(admin, { coachId: tom.id })).toHaveLength(5);
    expect(await listAll(admin, { eventTypeId: tomsType.id })).toHaveLength(5);
    expect(await listAll(admin, { eventTypeId: "ety_unknown" })).toEqual([]);
    const window = { from: "2026-11-21T12:00:00Z", to: "2026-11-22T12:00:00Z" };
    expect(await listAll(coach(maya), window)).toHaveLength(3);
  });

  test("search finds names and addresses, and takes signs for what they are", async () => {
    expect(await listAll(coach(tom), { search: "priya@realty" })).toHaveLength(5);
    expect(await listAll(coach(tom), { search: "COACHING" })).toHaveLength(5);
    expect(await listAll(coach(tom), { search: "100%" })).toHaveLength(5);
    expect(await listAll(coach(maya), { search: "%" })).toEqual([]);
    expect(await listAll(coach(maya), { search: "'; drop table sessions" })).toEqual([]);
  });
});

describe("paging", () => {
  test("every page size and direction gives each session once, in order", async () => {
    const arbitrary = fc.record({
      limit: fc.integer({ min: 1, max: 20 }),
      sort: fc.constantFrom("start_asc" as const, "start_desc" as const),
      status: fc.constantFrom(undefined, "active" as const, "canceled" as const),
    });
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ status, ...rest }) => {
        const query = { ...rest, ...(status === undefined ? {} : { status }) };
        const items = await listAll(viewerAs("admin", ada), query);
        const whole = (await list(viewerAs("admin", ada), { ...query, limit: 100 })).items;
        expect(items.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
        expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
        const starts = items.map(({ startAt }) => Date.parse(startAt));
        expect(starts).toEqual([...starts].sort((a, b) => (query.sort === "start_asc" ? a - b : b - a)));
      }),
      { numRuns: 20 },
    );
  });

  test("a cursor belongs to its filters, and what is no cursor is refused", async () => {
    const { nextCursor } = await list(coach(maya), { limit: 2 });
    const handled = sessionRoutes(server.context);
    const cursor = nextCursor ?? "";
    for (const query of [{ cursor, status: "active" as const }, { cursor: "nonsense" }, { cursor: "WzFd" }]) {
      expect(problemOf(await callRoute(handled, routes.listSessions, coach(maya), { query }))).toBe("invalid_request");
    }
  });
});
