import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { defineJob, handleJob, type JobHandler } from "../../platform/queue/job.ts";
import { sendAlert } from "./send-alert.ts";

/** Tells one admin of one alert. */
export const sendAlertJob = defineJob({
  name: "security.send-alert",
  data: z.object({ alertId: z.string(), adminId: z.string() }),
  retryLimit: 8,
  retryDelaySeconds: 5,
  expireSeconds: 90,
});

export function securityJobs(context: Context): JobHandler[] {
  return [handleJob(sendAlertJob, 1, (data) => sendAlert(context, data))];
}
