import { routes } from "@punctual/contract";
import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connections, liveChanges, notifications, sessions } from "../../platform/database/schema.ts";
import { bookMany } from "../../testing/book-many.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { type Coach, connectCoach, noHooks } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { backfillSessionsJob, syncJobs, syncRoutes } from "./index.ts";

let run: SandboxContext;
let maya: Coach;
beforeEach(async () => {
  run = await createSandboxContext();
  maya = await connectCoach(run, "Maya Okafor", {
    hooks: { ...noHooks, afterConnect: [backfillSessionsJob] },
  });
});
afterEach(() => run.close());

const work = () => run.runJobs(syncJobs(run.context));
const connection = async () => (await run.context.database.select().from(connections))[0];
const mirrored = async () => {
  const rows = await run.context.database.select({ uri: sessions.uri }).from(sessions).orderBy(asc(sessions.uri));
  return rows.map(({ uri }) => uri);
};

async function startAgain(): Promise<void> {
  const { context } = run;
  await context.database.transaction((tx) => context.queue.enqueue(tx, backfillSessionsJob, { coachId: maya.id }));
}

test("a backfill over several pages copies everything, and doing it again changes nothing", async () => {
  bookMany(run.sandbox, 60);
  await work();
  const first = await mirrored();
  expect(first.length).toBeGreaterThan(60);
  expect(await connection()).toMatchObject({ backfillState: "done", backfillSessions: first.length });
  const notices = await run.context.database.select().from(liveChanges).where(eq(liveChanges.topic, "sessions"));
  expect(notices.length).toBeLessThanOrEqual(3);

  await startAgain();
  await work();
  expect(await mirrored()).toEqual(first);
  const again = await run.context.database.select().from(liveChanges).where(eq(liveChanges.topic, "sessions"));
  expect(again).toHaveLength(notices.length);
});

test("a backfill that fails on a later page goes on at that page", async () => {
  bookMany(run.sandbox, 60);
  const [start, page] = syncJobs(run.context);
  if (start === undefined || page === undefined) throw new Error("no handlers");
  const attempt = { attempt: 1, last: false, signal: AbortSignal.timeout(20_000) };
  await start.run({ coachId: maya.id }, attempt);
  await page.run({ coachId: maya.id, cursor: (await connection())?.backfillCursor }, attempt);
  const standsAt = await connection();
  expect(standsAt).toMatchObject({ backfillState: "running", backfillSessions: 50 });
  expect(await mirrored()).toHaveLength(50);

  run.sandbox.addFault({ kind: "http", path: "/scheduled_events/*", status: 500 });
  await expect(page.run({ coachId: maya.id, cursor: standsAt?.backfillCursor }, attempt)).rejects.toThrow();
  expect(await connection()).toMatchObject({ backfillCursor: standsAt?.backfillCursor, backfillSessions: 50 });
  run.sandbox.clearFaults();

  for (let cursor = standsAt?.backfillCursor; cursor; cursor = (await connection())?.backfillCursor) {
    await page.run({ coachId: maya.id, cursor }, attempt);
  }
  expect(await connection()).toMatchObject({ backfillState: "done" });
  expect((await connection())?.backfillSessions).toBe((await mirrored()).length);
});

test("after the last attempt the connection says that the backfill failed", async () => {
  run.sandbox.addFault({ kind: "http", path: "/scheduled_events", status: 500 });
  const [start, page] = syncJobs(run.context);
  const attempt = { attempt: 9, last: true, signal: AbortSignal.timeout(20_000) };
  await start?.run({ coachId: maya.id }, attempt);
  const cursor = (await connection())?.backfillCursor;
  await expect(page?.run({ coachId: maya.id, cursor }, attempt)).rejects.toThrow();
  expect(await connection()).toMatchObject({
    backfillState: "failed",
    backfillTrouble: expect.stringMatching(/could not be reached/),
  });
});

test("nobody gets mail about what was there before, but about what was booked since", async () => {
  await work();
  expect(await run.context.database.select().from(notifications)).toEqual([]);
  run.clock.advance({ minutes: 1 });
  bookMany(run.sandbox, 1);
  await startAgain();
  await work();
  expect(await run.context.database.select().from(notifications)).toHaveLength(2);
});

test("a coach may ask for more history; one copy runs at a time and says how far in time it came", async () => {
  await work();
  const handled = syncRoutes(run.context);
  const viewer = viewerAs("coach", maya);
  const asked = bodyOf(await callRoute(handled, routes.startBackfill, viewer, { body: { days: 730 } }));
  expect(asked.backfill).toMatchObject({ state: "running", sessions: 0, reached: null, trouble: null });
  expect(asked.backfill.from).toBe(
    run.clock
      .now()
      .subtract({ hours: 730 * 24 })
      .toString(),
  );
  expect(problemOf(await callRoute(handled, routes.startBackfill, viewer, { body: {} }))).toBe("conflict");
  await work();
  const rows = await run.context.database
    .select({ startAt: sessions.startAt })
    .from(sessions)
    .orderBy(asc(sessions.startAt));
  expect(await connection()).toMatchObject({ backfillState: "done", backfillSessions: rows.length });
  expect((await connection())?.backfillReached).toEqual(rows.at(-1)?.startAt);

  // The window never shrinks: what was asked for once is compared from then on.
  bodyOf(await callRoute(handled, routes.startBackfill, viewer, { body: { days: 1 } }));
  expect((await connection())?.backfillFrom?.toString()).toBe(asked.backfill.from);
});

test("a cursor of another version has the backfill start over", async () => {
  const cursor = JSON.stringify({ minStartAt: "2026-01-01T00:00:00Z", pageToken: "old" });
  await run.context.database.update(connections).set({ backfillState: "running", backfillCursor: cursor });
  const [, page] = syncJobs(run.context);
  await page?.run({ coachId: maya.id, cursor }, { attempt: 1, last: false, signal: AbortSignal.timeout(20_000) });
  await work();
  expect(await connection()).toMatchObject({ backfillState: "done", backfillSessions: (await mirrored()).length });
});
