import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connections, liveChanges, notifications, sessions } from "../../platform/database/schema.ts";
import { type Coach, connectCoach } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { backfillSessionsJob, syncJobs } from "./index.ts";

let run: SandboxContext;
let maya: Coach;
beforeEach(async () => {
  run = await createSandboxContext();
  maya = await connectCoach(run, "Maya Okafor", {
    hooks: { afterConnect: [backfillSessionsJob], beforeDisconnect: [] },
  });
});
afterEach(() => run.close());

const work = () => run.runJobs(syncJobs(run.context));
const connection = async () => (await run.context.database.select().from(connections))[0];
const mirrored = async () => {
  const rows = await run.context.database.select({ uri: sessions.uri }).from(sessions).orderBy(asc(sessions.uri));
  return rows.map(({ uri }) => uri);
};

/** Books Maya's openings one after the other, until she has that many more sessions. */
function bookMany(count: number): void {
  const found = run.sandbox.world.findEventType("maya-okafor", "60-minute-coaching");
  if (found === null) throw new Error("the scenario has no such event type");
  const from = run.sandbox.now() + 24 * 3_600_000;
  const to = from + 58 * 24 * 3_600_000;
  let missing = count;
  for (const opening of run.sandbox.world.openings({ eventTypeId: found.eventType.id, from, to })) {
    const outcome = run.sandbox.world.book({
      eventTypeId: found.eventType.id,
      startTime: new Date(opening.startAt).toISOString(),
      invitee: { name: "Jordan Blake", email: "jordan@realty.example", timezone: "America/Chicago" },
      answers: found.eventType.questions
        .filter((question) => question.required)
        .map((question) => ({ question: question.name, answer: "Listings", position: question.position })),
      guests: [],
      location: null,
      tracking: null,
      method: "page",
    });
    // A booking before took the time of this opening too.
    if (outcome.kind === "booked") missing -= 1;
    if (missing === 0) return;
  }
  throw new Error(`${missing} bookings found no opening`);
}

async function startAgain(): Promise<void> {
  const { context } = run;
  await context.database.transaction((tx) => context.queue.enqueue(tx, backfillSessionsJob, { coachId: maya.id }));
}

test("a backfill over several pages copies everything, and doing it again changes nothing", async () => {
  bookMany(60);
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
  bookMany(60);
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
  expect(await connection()).toMatchObject({ backfillState: "failed" });
});

test("nobody gets mail about what was there before, but about what was booked since", async () => {
  await work();
  expect(await run.context.database.select().from(notifications)).toEqual([]);
  run.clock.advance({ minutes: 1 });
  bookMany(1);
  await startAgain();
  await work();
  expect(await run.context.database.select().from(notifications)).toHaveLength(2);
});
