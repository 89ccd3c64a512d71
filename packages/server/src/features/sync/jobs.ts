import { createHash } from "node:crypto";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { defineJob, handleJob, type JobHandler } from "../../platform/queue/job.ts";
import { backfillPage } from "./backfill-sessions.ts";
import { type EnqueueBackfillPage, startBackfill } from "./start-backfill.ts";
import { type EnqueueSweepPage, startSweep } from "./start-sweep.ts";
import { sweepPage } from "./sweep-page.ts";
import type { SweepWish } from "./types.ts";

/** Copies what a newly connected account already holds. */
export const backfillSessionsJob = defineJob({
  name: "sync.backfill-sessions",
  data: z.object({ coachId: z.string() }),
  retryLimit: 5,
  retryDelaySeconds: 5,
  expireSeconds: 60,
});

/** One page of a backfill. Every page is a job of its own, so that a crash costs one page. */
export const backfillPageJob = defineJob({
  name: "sync.backfill-page",
  data: z.object({ coachId: z.string(), cursor: z.string() }),
  retryLimit: 8,
  retryDelaySeconds: 5,
  expireSeconds: 600,
});

/** Begins to compare the mirror of one coach with Calendly. `fromAt`: since when changes may have been missed. */
export const startSweepJob = defineJob({
  name: "sync.start-sweep",
  data: z.object({
    coachId: z.string(),
    depth: z.enum(["recent", "full"]),
    cause: z.enum(["schedule", "gap", "person"]),
    fromAt: z.iso.datetime({ offset: true }).nullable(),
  }),
  retryLimit: 5,
  retryDelaySeconds: 10,
  expireSeconds: 60,
});

/** One page of a sweep. */
export const sweepPageJob = defineJob({
  name: "sync.sweep-page",
  data: z.object({ sweepId: z.string(), cursor: z.string() }),
  retryLimit: 8,
  retryDelaySeconds: 5,
  expireSeconds: 600,
});

/** People and deliveries go first. */
const background = -10;

/** A cursor may be longer than what a database indexes. */
function pageKey(owner: string, cursor: string): string {
  return `${owner} ${createHash("sha256").update(cursor).digest("base64url")}`;
}

export function enqueueBackfillPage(context: Context): EnqueueBackfillPage {
  return (tx, page) =>
    context.queue.enqueue(tx, backfillPageJob, page, { key: pageKey(page.coachId, page.cursor), priority: background });
}

export function enqueueSweepPage(context: Context): EnqueueSweepPage {
  return (tx, page) =>
    context.queue.enqueue(tx, sweepPageJob, page, { key: pageKey(page.sweepId, page.cursor), priority: background });
}

export type EnqueueSweeps = (tx: Transaction, wishes: readonly SweepWish[]) => Promise<void>;

export function enqueueSweeps(context: Context): EnqueueSweeps {
  return (tx, wishes) =>
    context.queue.enqueueMany(
      tx,
      startSweepJob,
      wishes.map((data) => ({ data, key: `${data.coachId} ${data.depth} ${data.cause}`, priority: background })),
    );
}

export function syncJobs(context: Context): JobHandler[] {
  const [backfill, sweep] = [enqueueBackfillPage(context), enqueueSweepPage(context)];
  return [
    handleJob(backfillSessionsJob, 2, async ({ coachId }) => {
      await startBackfill(context, coachId, backfill, { restart: true });
    }),
    handleJob(backfillPageJob, 2, (page, attempt) => backfillPage(context, page, attempt, backfill)),
    // A fleet's sweeps are begun all at once.
    handleJob(
      startSweepJob,
      1,
      async (wish) => {
        await startSweep(context, wish, sweep);
      },
      4,
    ),
    handleJob(sweepPageJob, 3, (page, attempt) => sweepPage(context, page, attempt, sweep)),
  ];
}
