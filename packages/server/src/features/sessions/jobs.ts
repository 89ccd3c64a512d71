import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { defineJob, handleJob, type JobHandler } from "../../platform/queue/job.ts";
import { confirmBooking } from "./confirm-booking.ts";

/** Asks Calendly for a reported booking whose webhook has not come. Its key is the booking's id. */
export const confirmBookingJob = defineJob({
  name: "sessions.confirm-booking",
  data: z.object({ bookingId: z.string() }),
  retryLimit: 4,
  retryDelaySeconds: 3,
  expireSeconds: 120,
});

export function sessionJobs(context: Context): JobHandler[] {
  return [handleJob(confirmBookingJob, 4, ({ bookingId }, attempt) => confirmBooking(context, bookingId, attempt))];
}
