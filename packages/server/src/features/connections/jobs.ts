import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { defineJob, handleJob, type JobHandler } from "../../platform/queue/job.ts";
import { discardAttempt } from "./discard-attempt.ts";

/** Gives back a consent that nobody confirmed in time. */
export const forgetAttemptJob = defineJob({
  name: "connections.forget-attempt",
  data: z.object({ attemptId: z.string(), coachId: z.string() }),
  retryLimit: 5,
  retryDelaySeconds: 60,
  expireSeconds: 60,
});

export function connectionJobs(context: Context): JobHandler[] {
  return [
    handleJob(forgetAttemptJob, 1, async (data) => {
      await discardAttempt(context, data);
    }),
  ];
}
