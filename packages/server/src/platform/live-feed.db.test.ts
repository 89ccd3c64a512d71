import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../testing/index.ts";
import { liveChanges } from "./database/schema.ts";
import type { LiveNotice, LiveWatcher, SeenChange } from "./live.ts";

let harness: TestContext;
beforeEach(async () => {
  harness = await createTestContext();
});
afterEach(() => harness.close());

const maya: LiveWatcher = { personId: "per_maya", isAdmin: false };
const admin: LiveWatcher = { personId: "per_ada", isAdmin: true };

function publish(...notices: LiveNotice[]): Promise<void> {
  const { context } = harness;
  return context.database.transaction(async (tx) => {
    for (const notice of notices) await context.live.publish(tx, notice);
  });
}

function follow(watcher: LiveWatcher, afterSeq: number | null) {
  const seen: SeenChange[] = [];
  const stop = new AbortController();
  const done = (async () => {
    for await (const change of harness.context.live.changesFor(watcher, afterSeq, stop.signal)) seen.push(change);
  })();
  return {
    seen,
    stop: () => {
      stop.abort();
      return done;
    },
  };
}

const forMaya: LiveNotice = { topic: "sessions", id: "ses_1", audience: ["per_maya"] };
const forTom: LiveNotice = { topic: "sessions", id: "ses_2", audience: ["per_tom"] };

test("a person learns of what concerns them and of nothing else; an admin of everything, in order", async () => {
  const [mine, all] = [follow(maya, 0), follow(admin, 0)];
  await publish(forMaya, forTom);
  await publish({ topic: "coaches", id: null, audience: [] });
  await expect.poll(() => all.seen.map((change) => change.topic)).toEqual(["sessions", "sessions", "coaches"]);
  // Each reads in its own time.
  await expect.poll(() => mine.seen.length).toBeGreaterThan(0);
  await Promise.all([mine.stop(), all.stop()]);
  expect(mine.seen).toMatchObject([{ topic: "sessions", id: "ses_1" }]);
});

test("a change is told well within a second of its commit, and never when it was rolled back", async () => {
  const mine = follow(maya, 0);
  await publish(forTom);
  const { context } = harness;
  await context.database
    .transaction(async (tx) => {
      await context.live.publish(tx, { ...forMaya, id: "ses_never" });
      throw new Error("rolled back");
    })
    .catch(() => undefined);
  await publish(forMaya);
  const committedAt = performance.now();
  await expect.poll(() => mine.seen.length, { interval: 5 }).toBe(1);
  expect(performance.now() - committedAt).toBeLessThan(900);
  expect(mine.seen).toMatchObject([{ id: "ses_1" }]);
  await mine.stop();
});

test("a stream that comes back is told what it missed, once; a new one only what comes next", async () => {
  await publish(forMaya, { ...forMaya, id: "ses_3" });
  const first = follow(maya, 0);
  await expect.poll(() => first.seen.length).toBe(2);
  await first.stop();
  await publish({ ...forMaya, id: "ses_4" });
  const back = follow(maya, first.seen.at(-1)?.seq ?? 0);
  await expect.poll(() => back.seen.map((change) => change.id)).toEqual(["ses_4"]);
  await back.stop();
});

test("a change whose transaction committed late is not lost, although later numbers were told before", async () => {
  const { context } = harness;
  const mine = follow(maya, 0);
  await context.database
    .insert(liveChanges)
    .values({ seq: 1_000, topic: "sessions", entityId: "ses_new", audience: ["per_maya"] });
  await expect.poll(() => mine.seen.map((change) => change.id)).toEqual(["ses_new"]);
  await context.database
    .insert(liveChanges)
    .values({ seq: 999, topic: "sessions", entityId: "ses_late", audience: ["per_maya"] });
  await expect.poll(() => mine.seen.map((change) => change.id)).toEqual(["ses_new", "ses_late"]);
  await mine.stop();
});

test("what is older than a day is pruned", async () => {
  const { context, clock } = harness;
  await context.database
    .insert(liveChanges)
    .values({ topic: "sessions", entityId: "old", audience: [], createdAt: clock.now() });
  clock.advance({ hours: 25 });
  await context.live.prune();
  expect(await context.database.select().from(liveChanges)).toEqual([]);
});
