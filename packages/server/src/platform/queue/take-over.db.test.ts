import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import * as z from "zod";
import { openTestDatabase } from "../../testing/test-database.ts";
import { silentLog } from "../logger.ts";
import { defineJob, handleJob } from "./job.ts";
import { openQueue } from "./queue.ts";

const greet = defineJob({
  name: "test.greet-after-death",
  data: z.object({}),
  retryLimit: 2,
  retryDelaySeconds: 1,
  expireSeconds: 600,
});

test("what a dead process had begun is done at the next start where no other process can be at it, else when its time is over", async () => {
  const open = await openTestDatabase();
  const before = await openQueue(open, { log: silentLog });
  await open.database.transaction((tx) => before.enqueue(tx, greet, {}));
  // Fetched and never ended: the process is killed over it.
  await open.database.execute(
    sql`update punctual_queue.job set state = 'active', started_on = now() where name = ${greet.name}`,
  );
  await before.close();

  const after = await openQueue(open, { log: silentLog });
  const attempts: number[] = [];
  const handler = handleJob(greet, 1, async (_, { attempt }) => {
    attempts.push(attempt);
  });
  await after.runDue([handler]);
  // On a shared Postgres the job may well be under way in another worker.
  expect(attempts).toEqual(open.driver.kind === "pglite" ? [2] : []);
  await after.close();
  await open.close();
});
