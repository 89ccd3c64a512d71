import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { openTestDatabase } from "../../testing/test-database.ts";
import { rowsOf } from "../database/migrate.ts";
import type { OpenDatabase } from "../database/open.ts";
import { silentLog } from "../logger.ts";
import { defineJob, handleJob } from "./job.ts";
import { type OpenQueue, openQueue } from "./queue.ts";
import { heartbeat } from "./take-over.ts";

const greet = defineJob({
  name: "test.greet-after-death",
  data: z.object({}),
  retryLimit: 2,
  retryDelaySeconds: 1,
  expireSeconds: 600,
});

let open: OpenDatabase;
let queues: OpenQueue[] = [];
beforeEach(async () => {
  open = await openTestDatabase();
});
afterEach(async () => {
  for (const queue of queues) await queue.close();
  queues = [];
  await open.close();
});

/** What another process does first. */
async function start(): Promise<OpenQueue> {
  const queue = await openQueue(open, { log: silentLog });
  queues.push(queue);
  return queue;
}

/** A job that was fetched and never ended: its process was killed over it. */
async function leaveBehind(queue: OpenQueue): Promise<void> {
  await open.database.transaction((tx) => queue.enqueue(tx, greet, {}));
  await open.database.execute(
    sql`update punctual_queue.job set state = 'active', started_on = now(), heartbeat_on = now() where name = ${greet.name}`,
  );
}

const fallSilent = (seconds: number) =>
  open.database.execute(
    sql`update punctual_queue.job set heartbeat_on = now() - ${seconds} * interval '1 second' where name = ${greet.name}`,
  );

function recorder(work: () => Promise<void> = async () => undefined) {
  const attempts: number[] = [];
  const handler = handleJob(greet, 1, async (_, { attempt }) => {
    attempts.push(attempt);
    await work();
  });
  return { attempts, handler };
}

test("what a dead process had begun is done at the next start where no other process can be at it", async () => {
  await leaveBehind(await start());
  const { attempts, handler } = recorder();
  await (await start()).runDue([handler]);
  // On a shared Postgres the job may well be under way in another worker.
  expect(attempts).toEqual(open.driver.kind === "pglite" ? [2] : []);
});

test("deaths use up no attempts of a job, but not without end: it may be the job that kills", async ({ skip }) => {
  if (open.driver.kind === "postgres") skip();
  const queue = await start();
  await leaveBehind(queue);
  const attempts: { attempt: number; last: boolean }[] = [];
  const handler = handleJob(greet, 1, async (_, { attempt, last }) => {
    attempts.push({ attempt, last });
  });
  const dieAgain = (before: number) =>
    open.database.execute(
      sql`update punctual_queue.job set state = 'active', retry_count = ${before}, started_on = now() where name = ${greet.name}`,
    );
  // Its third attempt is the last that it has of its own.
  await dieAgain(2);
  await start();
  await dieAgain(3);
  await (await start()).runDue([handler]);
  expect(attempts).toEqual([{ attempt: 5, last: true }]);

  await leaveBehind(queue);
  await dieAgain(25);
  await (await start()).runDue([handler]);
  expect(attempts).toHaveLength(1);
});

test("on a shared database a worker takes over what another left in silence, and nothing that it is still at", async ({
  skip,
}) => {
  if (open.driver.kind === "pglite") skip();
  const one = await start();
  const other = await start();
  await leaveBehind(one);
  const { attempts, handler } = recorder();
  await fallSilent(heartbeat.deadAfterSeconds - 10);
  const worker = await other.startWorker([handler]);
  await open.database.transaction((tx) => other.enqueue(tx, greet, {}));
  await expect.poll(() => attempts, { timeout: 10_000 }).toEqual([1]);
  await fallSilent(heartbeat.deadAfterSeconds + 1);
  await expect.poll(() => attempts, { timeout: 15_000 }).toEqual([1, 2]);
  await worker.stop();
}, 40_000);

test("a job that takes long keeps its heart beating, in a worker and on the command line", async ({ skip }) => {
  if (open.driver.kind === "pglite") skip();
  const [one, other] = [await start(), await start()];
  const idle = await other.startWorker([recorder().handler]);
  await idle.stop();
  for (const work of ["worker", "by hand"] as const) {
    const { promise: told, resolve: end } = Promise.withResolvers<void>();
    const { attempts, handler } = recorder(() => told);
    await open.database.transaction((tx) => one.enqueue(tx, greet, {}));
    const worker = work === "worker" ? await one.startWorker([handler]) : null;
    const byHand = work === "by hand" ? one.runDue([handler]) : null;
    await expect.poll(() => attempts, { timeout: 10_000 }).toEqual([1]);
    await fallSilent(heartbeat.deadAfterSeconds - 8);
    await expect.poll(silence, { timeout: 8_000 }).toBeLessThan(heartbeat.everySeconds);
    end();
    await byHand;
    await expect.poll(async () => (await one.counts()).active).toBe(0);
    await worker?.stop();
    expect(attempts).toEqual([1]);
  }
}, 40_000);

test("the late end of an attempt that was taken over ends no attempt but its own", async () => {
  const { promise: told, resolve: end } = Promise.withResolvers<void>();
  const first = recorder(() => told);
  const queue = await start();
  await open.database.transaction((tx) => queue.enqueue(tx, greet, {}));
  const held = queue.runDue([first.handler]);
  await expect.poll(() => first.attempts).toEqual([1]);
  // Taken over and begun a second time by somebody else.
  await open.database.execute(sql`update punctual_queue.job set retry_count = 1 where name = ${greet.name}`);
  end();
  await held;
  expect(await queue.counts()).toEqual({ ready: 0, active: 1, dead: 0 });
});

async function silence(): Promise<number> {
  const found = await open.database.execute(
    sql`select extract(epoch from now() - heartbeat_on)::float8 as seconds from punctual_queue.job where name = ${greet.name} and state = 'active'`,
  );
  return Number(rowsOf(found)[0]?.["seconds"]);
}
