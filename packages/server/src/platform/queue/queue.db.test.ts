import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as z from "zod";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { rowsOf } from "../database/migrate.ts";
import { bossSchema } from "./boss-schema.ts";
import { defineJob, handleJob, NotNow } from "./job.ts";

const greet = defineJob({
  name: "test.greet",
  data: z.object({ name: z.string() }),
  retryLimit: 1,
  retryDelaySeconds: 1,
  expireSeconds: 30,
});

let harness: TestContext;
beforeEach(async () => {
  harness = await createTestContext();
});
afterEach(() => harness.close());

function recorder(fail: (attempt: number) => boolean = () => false) {
  const ran: { name: string; attempt: number; last: boolean }[] = [];
  const handler = handleJob(greet, 2, async ({ name }, { attempt, last }) => {
    ran.push({ name, attempt, last });
    if (fail(attempt)) throw new Error("not today");
  });
  return { ran, handler };
}

test("a job exists exactly when its transaction commits", async () => {
  const { context, runJobs } = harness;
  await context.database
    .transaction(async (tx) => {
      await context.queue.enqueue(tx, greet, { name: "rolled back" });
      throw new Error("changed my mind");
    })
    .catch(() => undefined);
  await context.database.transaction((tx) => context.queue.enqueue(tx, greet, { name: "committed" }));
  const { ran, handler } = recorder();
  await runJobs([handler]);
  expect(ran).toEqual([{ name: "committed", attempt: 1, last: false }]);
});

test("the same key twice, while the first is unfinished, is one job; keyless jobs are each their own", async () => {
  const { context, runJobs } = harness;
  const enqueue = (name: string, key?: string) =>
    context.database.transaction((tx) => context.queue.enqueue(tx, greet, { name }, key === undefined ? {} : { key }));
  await Promise.all([enqueue("a", "k"), enqueue("b", "k"), enqueue("c"), enqueue("d")]);
  const { ran, handler } = recorder();
  await runJobs([handler]);
  expect(ran).toHaveLength(3);
  await enqueue("again", "k");
  await runJobs([handler]);
  expect(ran).toHaveLength(4);
});

test("data that the definition does not allow is refused before it is stored", async () => {
  const { context } = harness;
  const bad = { name: 7 } as unknown as { name: string };
  await expect(context.database.transaction((tx) => context.queue.enqueue(tx, greet, bad))).rejects.toThrow(z.ZodError);
  expect((await context.queue.counts()).ready).toBe(0);
});

test("a job that cannot work yet comes back as the same attempt, and is never dead for it", async () => {
  const { context } = harness;
  const ran: { attempt: number; last: boolean }[] = [];
  const handler = handleJob(greet, 1, async (_data, { attempt, last }) => {
    ran.push({ attempt, last });
    if (ran.length === 1) throw new Error("a failure, so that the next attempt is the last");
    if (ran.length <= 4) throw new NotNow("not yet", 1);
  });
  const enqueue = (name: string) =>
    context.database.transaction((tx) => context.queue.enqueue(tx, greet, { name }, { key: "k" }));
  const worker = await context.queue.startWorker([handler]);
  await enqueue("patient");
  await expect.poll(() => ran.length, { timeout: 15_000 }).toBe(3);
  // It waits, so its key is still taken.
  await enqueue("the same");
  await expect.poll(() => ran.length, { timeout: 15_000 }).toBe(5);
  await expect.poll(() => context.queue.counts()).toEqual({ ready: 0, active: 0, dead: 0 });
  await worker.stop();
  expect(ran).toEqual([{ attempt: 1, last: false }, ...Array.from({ length: 4 }, () => ({ attempt: 2, last: true }))]);
}, 40_000);

test("a worker runs a job within 700 ms of its commit, tries again after a failure, and shows what is dead", async () => {
  const { context } = harness;
  const { ran, handler } = recorder(() => true);
  const worker = await context.queue.startWorker([handler]);
  await context.database.transaction((tx) => context.queue.enqueue(tx, greet, { name: "doomed" }));
  const committedAt = performance.now();
  await expect.poll(() => ran.length, { interval: 10 }).toBe(1);
  expect(performance.now() - committedAt).toBeLessThan(700);
  await expect.poll(async () => (await context.queue.counts()).dead, { timeout: 10_000 }).toBe(1);
  expect(ran).toEqual([
    { name: "doomed", attempt: 1, last: false },
    { name: "doomed", attempt: 2, last: true },
  ]);
  await worker.stop();
  expect(context.queue.working).toBe(false);
});

test("what is kept of a failure is neither a parameter of a query nor an address", async () => {
  const { context, runJobs } = harness;
  const failing = handleJob(greet, 1, async () => {
    throw new Error("Failed query: insert\nparams: Jordan,two\nlines");
  });
  await context.database.transaction((tx) => context.queue.enqueue(tx, greet, { name: "doomed" }));
  await runJobs([failing]);
  const kept = rowsOf(await context.database.execute(sql`select output from ${sql.raw(bossSchema)}.job`));
  expect(kept).toEqual([{ output: { message: "Failed query: insert\nparams: [redacted]" } }]);
});

test("a backlog is worked off without a pause after each job", async () => {
  const { context } = harness;
  const names = Array.from({ length: 12 }, (_, at) => `guest ${at}`);
  const items = names.map((name) => ({ data: { name } }));
  await context.database.transaction((tx) => context.queue.enqueueMany(tx, greet, items));
  const ran: string[] = [];
  const worker = await context.queue.startWorker([
    handleJob(greet, 1, async ({ name }) => {
      ran.push(name);
    }),
  ]);
  // At one job for each look, every 2 s, it would take more than 20 s.
  await vi.waitUntil(() => ran.length === names.length, { timeout: 10_000 });
  await worker.stop();
});

test("jobs that a worker fetches together run side by side, and each ends as it ended", async () => {
  const { context } = harness;
  const begun: string[] = [];
  const { promise: allBegun, resolve } = Promise.withResolvers<void>();
  const handler = handleJob(
    greet,
    1,
    async ({ name }, { last }) => {
      begun.push(name);
      if (begun.length === 4) resolve();
      await allBegun;
      if (name === "bad") throw new Error("not today");
      if (name === "late" && !last && begun.length === 4) throw new NotNow("not yet", 60);
    },
    10,
  );
  await context.database.transaction((tx) =>
    context.queue.enqueueMany(
      tx,
      greet,
      ["a", "bad", "b", "late"].map((name) => ({ data: { name } })),
    ),
  );
  const worker = await context.queue.startWorker([handler]);
  await allBegun;
  // The bad one is tried again a second later and is dead; the late one waits.
  await expect.poll(() => context.queue.counts(), { timeout: 15_000 }).toEqual({ ready: 0, active: 0, dead: 1 });
  await worker.stop();
  expect(begun.toSorted()).toEqual(["a", "b", "bad", "bad", "late"]);
}, 30_000);
