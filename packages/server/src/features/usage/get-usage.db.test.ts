import { routes } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, expect, test } from "vitest";
import { calendlyCalls } from "../../platform/database/schema.ts";
import { bodyOf, callRoute, viewerAs } from "../../testing/call-route.ts";
import { seedConnection, seedPerson } from "../../testing/seed-programme.ts";
import { createTestContext, type TestContext } from "../../testing/test-context.ts";
import { usageRoutes } from "./index.ts";

let run: TestContext;
/** The test's now is 2026-11-21, noon UTC. */
beforeEach(async () => {
  run = await createTestContext();
});
afterEach(() => run.close());

async function usage(window: "hour" | "day" | "week" = "hour") {
  const admin = viewerAs("admin", { id: "per_admin", email: "ada@northside.example" });
  return bodyOf(await callRoute(usageRoutes(run.context), routes.getUsage, admin, { query: { window } }));
}

type Call = typeof calendlyCalls.$inferInsert;
async function seed(coachId: string | null, minutesAgo: number, over: Partial<Call> = {}, times = 1): Promise<void> {
  const at = Temporal.Instant.from("2026-11-21T12:00:00Z").subtract({ seconds: Math.round(minutesAgo * 60) });
  const row: Call = {
    at,
    coachId,
    endpoint: "listScheduledEvents",
    purpose: "sweep",
    attempt: 1,
    status: 200,
    latencyMs: 100,
    ...over,
  };
  await run.context.database.insert(calendlyCalls).values(Array.from({ length: times }, () => row));
}

test("no calls: nothing is counted, every part of the window is there, and Calendly counts as there", async () => {
  const found = await usage();
  expect(found).toMatchObject({
    window: "hour",
    from: "2026-11-21T11:01:00Z",
    until: "2026-11-21T12:01:00Z",
    calls: 0,
    failed: 0,
    coaches: [],
    moreCoaches: 0,
    endpoints: [],
    errors: [],
    purposes: [],
  });
  expect(found.circuits).toEqual(
    ["api", "oauth"].map((upstream) => ({
      upstream,
      state: "closed",
      failures: 0,
      openedAt: null,
      nextTryAt: null,
      code: null,
    })),
  );
  expect(found.timeline).toHaveLength(60);
  expect(routes.getUsage.response.safeParse(found).success).toBe(true);
});

test("calls are counted by coach with the peak of a minute, the limit, what waited and what was throttled", async () => {
  const maya = await seedPerson(run.context, { name: "Maya Okafor", role: "coach" });
  const tom = await seedPerson(run.context, { name: "Tom Reyes", role: "coach" });
  const { userUri } = await seedConnection(run.context, maya, "maya");
  await seed(maya.id, 10, {}, 7);
  await seed(maya.id, 11.5, { waited: true }, 3);
  await seed(maya.id, 12, { status: 429, code: "rate_limited" });
  await seed(maya.id, 13, { status: null, code: "held_back", waited: true }, 2);
  await seed(maya.id, 13, { endpoint: "oauth.refresh", purpose: "tokens" }, 5);
  await seed(tom.id, 20, {}, 2);
  await seed("per_gone", 21);
  await seed(null, 22);
  await seed(maya.id, 61, {}, 40);
  const { budget } = run.context.upstream.clientOptions({ coachId: maya.id, calendlyUser: userUri, purpose: "person" });
  budget?.afterCall?.({
    endpoint: "getUser",
    method: "GET",
    status: 200,
    outcome: "ok",
    durationMs: 1,
    attempt: 1,
    rateLimit: { limit: 500, remaining: 321, resetSeconds: 30 },
    retryAfterSeconds: null,
    notJson: false,
    requestId: null,
  });
  const found = await usage();
  expect(found).toMatchObject({ calls: 20, failed: 1, throttled: 1, heldBack: 2, notSent: 0 });
  const nothing = { throttled: 0, waited: 0, heldBack: 0, limit: null, remaining: null };
  expect(found.coaches).toEqual([
    {
      coachId: maya.id,
      name: "Maya Okafor",
      calls: 11,
      peakPerMinute: 7,
      limit: 500,
      remaining: 321,
      throttled: 1,
      waited: 3,
      heldBack: 2,
    },
    { coachId: tom.id, name: "Tom Reyes", calls: 2, peakPerMinute: 2, ...nothing },
    { coachId: null, name: null, calls: 2, peakPerMinute: 1, ...nothing },
  ]);
  expect(found.purposes).toEqual([
    { purpose: "sweep", calls: 15 },
    { purpose: "tokens", calls: 5 },
  ]);
  expect((await usage("day")).calls).toBe(60);
});

test("latencies are of answers alone; each kind of failure has its share, its span and a sentence", async () => {
  for (const [index, latencyMs] of [10, 20, 30, 40, 1_000].entries()) await seed("per_1", index, { latencyMs });
  await seed("per_1", 5, { status: null, code: "timeout", latencyMs: 15_000 });
  await seed("per_2", 7, { status: null, code: "timeout", latencyMs: 15_000 });
  await seed("per_2", 8, { status: null, code: "circuit_open", latencyMs: 0 }, 3);
  await seed("per_2", 9, { endpoint: "getUser", status: 503, code: "server_error" });
  await seed("per_2", 9, { endpoint: "getUser", status: 418, code: "a code of a later version" });
  const found = await usage();
  expect(found).toMatchObject({ calls: 9, failed: 4, notSent: 3 });
  expect(found.endpoints[0]).toEqual({ endpoint: "listScheduledEvents", calls: 7, failed: 2, p50Ms: 30, p95Ms: 808 });
  expect(
    found.errors.map(({ endpoint, code, status, count, coaches }) => [endpoint, code, status, count, coaches]),
  ).toEqual([
    ["listScheduledEvents", "circuit_open", null, 3, 1],
    ["listScheduledEvents", "timeout", null, 2, 2],
    ["getUser", "a code of a later version", 418, 1, 1],
    ["getUser", "server_error", 503, 1, 1],
  ]);
  expect(found.errors[1]).toMatchObject({
    share: 0.2,
    firstAt: "2026-11-21T11:53:00Z",
    lastAt: "2026-11-21T11:55:00Z",
    meaning: "Calendly did not answer in time.",
  });
  expect(found.timeline.at(-1)).toEqual({ at: "2026-11-21T12:00:00Z", calls: 1, failed: 0 });
  expect(found.timeline.find(({ at }) => at === "2026-11-21T11:55:00Z")).toMatchObject({ calls: 1, failed: 1 });
});

test("what was only just called is counted too", async () => {
  run.context.upstream.noteRefused(
    { coachId: "per_1", calendlyUser: null, purpose: "person" },
    { endpoint: "getUser", latencyMs: 5 },
  );
  expect((await usage()).errors).toMatchObject([
    { endpoint: "getUser", code: "unauthenticated", status: 401, count: 1 },
  ]);
});
