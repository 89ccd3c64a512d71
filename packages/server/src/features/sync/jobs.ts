import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { defineJob, handleJob, type JobHandler } from "../../platform/queue/job.ts";
import { backfillPage, type EnqueuePage, startBackfill } from "./backfill-sessions.ts";

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

export function syncJobs(context: Context): JobHandler[] {
  const enqueuePage: EnqueuePage = (tx, page) =>
    context.queue.enqueue(tx, backfillPageJob, page, { key: `${page.coachId} ${page.cursor}`, priority: -10 });
  return [
    handleJob(backfillSessionsJob, 2, ({ coachId }) => startBackfill(context, coachId, enqueuePage)),
    handleJob(backfillPageJob, 2, (page, attempt) => backfillPage(context, page, attempt, enqueuePage)),
  ];
}
