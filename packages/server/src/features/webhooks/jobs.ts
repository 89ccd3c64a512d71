import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { defineJob, handleJob, type JobHandler } from "../../platform/queue/job.ts";
import { readEventTypesJob } from "../event-types/index.ts";
import { applyDelivery } from "./apply-delivery.ts";
import { ensureSubscription } from "./ensure-subscription.ts";

/** Applies one delivery of the inbox. Its key is the delivery's id. */
export const applyDeliveryJob = defineJob({
  name: "webhooks.apply-delivery",
  data: z.object({ deliveryId: z.string() }),
  retryLimit: 8,
  retryDelaySeconds: 2,
  expireSeconds: 60,
});

export const ensureSubscriptionJob = defineJob({
  name: "webhooks.ensure-subscription",
  data: z.object({ coachId: z.string() }),
  retryLimit: 6,
  retryDelaySeconds: 5,
  expireSeconds: 120,
});

export function webhookJobs(context: Context): JobHandler[] {
  return [
    handleJob(applyDeliveryJob, 4, ({ deliveryId }, attempt) =>
      applyDelivery(context, deliveryId, attempt, (tx, coachId) =>
        // Not keyed by the coach: a reading that is under way may have begun before this change.
        context.queue.enqueue(tx, readEventTypesJob, { coachId }, { key: deliveryId }),
      ),
    ),
    handleJob(ensureSubscriptionJob, 2, ({ coachId }, attempt) => ensureSubscription(context, coachId, attempt)),
  ];
}
