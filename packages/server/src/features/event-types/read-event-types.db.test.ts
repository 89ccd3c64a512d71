import { routes } from "@punctual/contract";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventTypes } from "../../platform/database/schema.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { type Coach, connect, connectCoach, noHooks } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { seedPerson } from "../../testing/seed-programme.ts";
import { eventTypeJobs, eventTypeRoutes, readEventTypesJob } from "./index.ts";

let run: SandboxContext;
let maya: Coach;

const hooks = { ...noHooks, afterConnect: [readEventTypesJob] };

beforeEach(async () => {
  run = await createSandboxContext();
  maya = await connectCoach(run, "Maya Okafor", { hooks });
  await run.runJobs(eventTypeJobs(run.context));
});
afterEach(() => run.close());

const handled = () => eventTypeRoutes(run.context);
const own = async (coach: Coach = maya) =>
  bodyOf(await callRoute(handled(), routes.listEventTypes, viewerAs("coach", coach))).items;
const refresh = (coach: Coach = maya) => callRoute(handled(), routes.refreshEventTypes, viewerAs("coach", coach));
const realtor = async () =>
  viewerAs("realtor", await seedPerson(run.context, { name: "Jordan Blake", role: "realtor" }));

async function idOf(name: string): Promise<string> {
  const found = (await own()).find((eventType) => eventType.name === name);
  if (found === undefined) throw new Error(`${name} was not read`);
  return found.id;
}

test("connecting brings the coach's event types, and offers what is active and public", async () => {
  const items = await own();
  expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(["60-minute coaching", "30-minute check-in"]));
  for (const item of items) {
    expect(item.offered).toBe(item.active && !item.secret);
    expect(item.schedulingUrl).toContain(`${run.sandbox.url}/`);
    expect(item.durations).toContain(item.duration);
  }
  expect(items.some(({ active }) => !active)).toBe(true);
  expect(items.find(({ name }) => name === "60-minute coaching")?.locations).toContainEqual({
    kind: "zoom",
    detail: null,
  });
});

test("what the coach decided to offer outlasts the next reading", async () => {
  const eventTypeId = await idOf("60-minute coaching");
  const viewer = viewerAs("coach", maya);
  const withdrawn = await callRoute(handled(), routes.updateEventType, viewer, {
    params: { eventTypeId },
    body: { offered: false },
  });
  expect(bodyOf(withdrawn).offered).toBe(false);
  run.clock.advance({ minutes: 1 });
  const items = bodyOf(await refresh()).items;
  expect(items.find(({ id }) => id === eventTypeId)?.offered).toBe(false);
});

test("an event type that Calendly no longer lists is gone, and returns when it is listed again", async () => {
  const eventTypeId = await idOf("60-minute coaching");
  const { database } = run.context;
  // Another one in its place: what was read earlier and is not listed now has vanished.
  await database
    .update(eventTypes)
    .set({ uri: `${run.sandbox.url}/event_types/gone` })
    .where(eq(eventTypes.id, eventTypeId));
  run.clock.advance({ minutes: 1 });
  const items = bodyOf(await refresh()).items;
  expect(items.map(({ id }) => id)).not.toContain(eventTypeId);
  expect(items.map(({ name }) => name)).toContain("60-minute coaching");
});

test("an older reading that comes late changes nothing", async () => {
  const eventTypeId = await idOf("60-minute coaching");
  const later = run.context.clock.now().add({ hours: 24 });
  await run.context.database
    .update(eventTypes)
    .set({ name: "Renamed since", calendlyUpdatedAt: later, readAt: later })
    .where(eq(eventTypes.id, eventTypeId));
  expect(bodyOf(await refresh()).items.find(({ id }) => id === eventTypeId)?.name).toBe("Renamed since");
});

test("an account that moved to another coach brings its event types along", async () => {
  const tom = await seedPerson(run.context, { name: "Tom Reyes", role: "coach" });
  await connect(run, maya, "ana@northside.example", hooks);
  await connect(run, tom, maya.email, hooks);
  await run.runJobs(eventTypeJobs(run.context));
  expect((await own(tom)).map(({ name }) => name)).toContain("60-minute coaching");
  for (const { coachId } of await own()) expect(coachId).toBe(maya.id);
  expect((await own()).map(({ id }) => id)).not.toEqual(expect.arrayContaining((await own(tom)).map(({ id }) => id)));
});

describe("who sees what", () => {
  test("a realtor sees of a named coach only what is on offer", async () => {
    const viewer = await realtor();
    const items = bodyOf(
      await callRoute(handled(), routes.listEventTypes, viewer, { query: { coachId: maya.id } }),
    ).items;
    expect(items.length).toBeGreaterThan(0);
    expect(items.every(({ offered, active }) => offered && active)).toBe(true);
  });

  test("a coach who offers nothing does not exist for a realtor, and their own list is empty", async () => {
    const viewer = await realtor();
    await run.context.database.update(eventTypes).set({ offered: false });
    const reply = await callRoute(handled(), routes.listEventTypes, viewer, { query: { coachId: maya.id } });
    expect(problemOf(reply)).toBe("not_found");
  });

  test("a coach sees nobody else's, and cannot offer them", async () => {
    const tom = viewerAs("coach", await seedPerson(run.context, { name: "Tom Reyes", role: "coach" }));
    const reply = await callRoute(handled(), routes.listEventTypes, tom, { query: { coachId: maya.id } });
    expect(problemOf(reply)).toBe("not_found");
    const update = { params: { eventTypeId: await idOf("60-minute coaching") }, body: { offered: false } };
    expect(problemOf(await callRoute(handled(), routes.updateEventType, tom, update))).toBe("not_found");
    expect((await own()).find(({ name }) => name === "60-minute coaching")?.offered).toBe(true);
  });

  test("whoever is no coach says whose they want", async () => {
    const admin = viewerAs("admin", await seedPerson(run.context, { name: "Ada Lindqvist", role: "admin" }));
    expect(problemOf(await callRoute(handled(), routes.listEventTypes, admin))).toBe("invalid_request");
    const items = bodyOf(
      await callRoute(handled(), routes.listEventTypes, admin, { query: { coachId: maya.id } }),
    ).items;
    expect(items).toHaveLength((await own()).length);
  });
});

describe("reading again", () => {
  test("without a connection says to connect first", async () => {
    const tom = await seedPerson(run.context, { name: "Tom Reyes", role: "coach" });
    expect(problemOf(await refresh(tom))).toBe("connection_missing");
  });

  test("while Calendly is down keeps what is there and says so", async () => {
    const before = await own();
    run.sandbox.addFault({ kind: "http", path: "/event_types", status: 503 });
    expect(problemOf(await refresh())).toBe("calendly_unavailable");
    expect(await own()).toEqual(before);
  });

  test("while Calendly asks for patience says how long", async () => {
    run.sandbox.addFault({ kind: "http", path: "/event_types", status: 429, headers: { "retry-after": "42" } });
    expect(await refresh()).toMatchObject({ code: "calendly_rate_limited", retryAfterSeconds: 42 });
  });

  test("of a link that Calendly has ended says to reconnect", async () => {
    const userUri = run.sandbox.credentials().people.find(({ email }) => email === maya.email)?.userUri ?? "";
    run.sandbox.deauthorize(userUri.split("/").at(-1) ?? "");
    expect(problemOf(await refresh())).toBe("connection_needs_reconnect");
  });
});
