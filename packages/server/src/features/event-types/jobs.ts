import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { defineJob, handleJob, type JobHandler } from "../../platform/queue/job.ts";
import { readEventTypes } from "./read-event-types.ts";

/** Reads a coach's event types from Calendly; enqueued when a connection becomes active. */
export const readEventTypesJob = defineJob({
  name: "event-types.read",
  data: z.object({ coachId: z.string() }),
  retryLimit: 8,
  retryDelaySeconds: 5,
  expireSeconds: 300,
});

export function eventTypeJobs(context: Context): JobHandler[] {
  return [
    handleJob(readEventTypesJob, 2, async ({ coachId }) => {
      const outcome = await readEventTypes(context, coachId);
      switch (outcome.kind) {
        case "read":
        case "connection_missing":
        case "connection_needs_reconnect":
          return;
        case "calendly_refused":
          // Asking again would be refused again; connecting anew starts a new job.
          context.log.error({ status: outcome.status, title: outcome.title }, "calendly refused to list event types");
          return;
        case "calendly_unavailable":
        case "calendly_rate_limited":
          throw new Error(`event types not read: ${outcome.kind}`);
      }
    }),
  ];
}
