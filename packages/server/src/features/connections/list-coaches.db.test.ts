import { routes } from "@punctual/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connections, eventTypes } from "../../platform/database/schema.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { noHooks } from "../../testing/connect-coach.ts";
import { seedConnection, seedEventType, seedPerson } from "../../testing/seed-programme.ts";
import { createTestContext, type TestContext } from "../../testing/test-context.ts";
import { connectionRoutes } from "./index.ts";

let run: TestContext;
let realtor: ReturnType<typeof viewerAs<"realtor">>;
let admin: ReturnType<typeof viewerAs<"admin">>;

beforeEach(async () => {
  run = await createTestContext();
  realtor = viewerAs("realtor", await seedPerson(run.context, { name: "Jordan Blake", role: "realtor" }));
  admin = viewerAs("admin", await seedPerson(run.context, { name: "Ada Lindqvist", role: "admin" }));
});
afterEach(() => run.close());

async function seedCoach(name: string, slugs: readonly string[] = []) {
  const coach = await seedPerson(run.context, { name, role: "coach" });
  const connection = await seedConnection(run.context, coach, name.toLowerCase().replaceAll(" ", "-"));
  for (const slug of slugs) {
    await seedEventType(run.context, { coachId: coach.id, connectionId: connection.id }, `${coach.id}-${slug}`);
  }
  return coach;
}

const list = (
  viewer: typeof realtor | typeof admin,
  query: { search?: string; cursor?: string; limit?: number } = {},
) => callRoute(connectionRoutes(run.context, noHooks), routes.listCoaches, viewer, { query });
const get = (viewer: typeof realtor | typeof admin, coachId: string) =>
  callRoute(connectionRoutes(run.context, noHooks), routes.getCoach, viewer, { params: { coachId } });

describe("a realtor", () => {
  test("meets only coaches who are connected and offer something that can be booked", async () => {
    const maya = await seedCoach("Maya Okafor", ["60", "30"]);
    const tom = await seedCoach("Tom Reyes");
    const ana = await seedPerson(run.context, { name: "Ana Silva", role: "coach" });
    expect(bodyOf(await list(realtor)).items.map(({ id }) => id)).toEqual([maya.id]);
    for (const other of [tom.id, ana.id, realtor.personId, "per_nobody"]) {
      expect(problemOf(await get(realtor, other))).toBe("not_found");
    }
  });

  test("no longer meets a coach whose link ended, or who withdrew their last event type", async () => {
    const maya = await seedCoach("Maya Okafor", ["60"]);
    await run.context.database.update(connections).set({ state: "needs_reconnect", trouble: "Connect again." });
    expect(problemOf(await get(realtor, maya.id))).toBe("not_found");
    await run.context.database.update(connections).set({ state: "active" });
    await run.context.database.update(eventTypes).set({ offered: false });
    expect(problemOf(await get(realtor, maya.id))).toBe("not_found");
  });

  test("is not told a coach's address, what is wrong with their link, or how busy they are", async () => {
    const maya = await seedCoach("Maya Okafor", ["60"]);
    expect(bodyOf(await get(realtor, maya.id))).toMatchObject({
      name: "Maya Okafor",
      offeredEventTypes: 1,
      durations: [60],
      timeZone: "America/New_York",
      email: null,
      upcomingSessions: null,
    });
  });
});

test("an admin meets every coach, with the state of their link", async () => {
  await seedCoach("Maya Okafor", ["60"]);
  await seedPerson(run.context, { name: "Ana Silva", role: "coach" });
  expect(bodyOf(await list(admin)).items).toMatchObject([
    { name: "Ana Silva", email: "ana@northside.example", connection: { state: "none" }, upcomingSessions: 0 },
    { name: "Maya Okafor", email: "maya@northside.example", connection: { state: "active" }, durations: [60] },
  ]);
});

test("pages join to the whole list, each coach once, equal names included", async () => {
  for (const email of ["1@x.example", "2@x.example", "3@x.example", "4@x.example", "5@x.example"]) {
    await seedPerson(run.context, { name: "Sam Lee", role: "coach", email });
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = bodyOf(await list(admin, { limit: 2, ...(cursor === undefined ? {} : { cursor }) }));
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toHaveLength(5);
  expect(new Set(seen).size).toBe(5);
});

test("a search takes its characters as they are", async () => {
  await seedPerson(run.context, { name: "Percy 100%", role: "coach" });
  await seedPerson(run.context, { name: "Una_Score", role: "coach" });
  const names = async (search: string) => bodyOf(await list(admin, { search })).items.map(({ name }) => name);
  expect(await names("%")).toEqual(["Percy 100%"]);
  expect(await names("_")).toEqual(["Una_Score"]);
  expect(await names("PERCY")).toEqual(["Percy 100%"]);
});

test("a cursor of another list is refused with what to write", async () => {
  expect(problemOf(await list(admin, { cursor: "bm90LW91cnM" }))).toBe("invalid_request");
});
