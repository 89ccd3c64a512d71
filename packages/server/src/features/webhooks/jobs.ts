import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { defineJob, handleJob, type JobHandler } from "../../platform/queue/job.ts";
import { readEventTypesJob } from "../event-types/index.ts";
import { startSweepJob } from "../sync/index.ts";
import { applyDelivery } from "./apply-delivery.ts";
import { checkSubscription } from "./check-subscription.ts";
import { ensureSubscription, type FillGap } from "./ensure-subscription.ts";
import { sessionsFrom } from "./plan-subscription.ts";
import { applicationKey } from "./rules.ts";

/** Applies one delivery of the inbox; for its key see `applicationKey`. */
export const applyDeliveryJob = defineJob({
  name: "webhooks.apply-delivery",
  data: z.object({
    deliveryId: z.string(),
    /** Which replay of the delivery this is for; 0 for the first time. */
    replay: z.number().int().default(0),
  }),
  retryLimit: 8,
  retryDelaySeconds: 2,
  expireSeconds: 60,
});

/** Subscribes to a coach's events; enqueued when a connection becomes active. */
export const ensureSubscriptionJob = defineJob({
  name: "webhooks.ensure-subscription",
  data: z.object({ coachId: z.string() }),
  retryLimit: 6,
  retryDelaySeconds: 5,
  expireSeconds: 120,
});

/** Looks how a subscription fares and mends it. While one waits for its next attempt, planning adds no other. */
export const checkSubscriptionJob = defineJob({
  name: "webhooks.check-subscription",
  data: z.object({ coachId: z.string() }),
  retryLimit: 5,
  retryDelaySeconds: 60,
  expireSeconds: 120,
});

export function webhookJobs(context: Context): JobHandler[] {
  const fillGap: FillGap = (tx, { coachId, since }) =>
    context.queue.enqueue(
      tx,
      startSweepJob,
      { coachId, depth: "recent", cause: "gap", fromAt: sessionsFrom(since).toString() },
      { key: `${coachId} gap ${since}` },
    );
  return [
    handleJob(
      applyDeliveryJob,
      2,
      (round, attempt) =>
        applyDelivery(context, round, attempt, (tx, coachId) =>
          // Not keyed by the coach: a reading that is under way may have begun before this change.
          context.queue.enqueue(
            tx,
            readEventTypesJob,
            { coachId },
            { key: applicationKey(round.deliveryId, round.replay) },
          ),
        ),
      32,
    ),
    handleJob(ensureSubscriptionJob, 2, ({ coachId }, attempt) =>
      ensureSubscription(context, coachId, attempt, fillGap),
    ),
    handleJob(checkSubscriptionJob, 2, ({ coachId }) => checkSubscription(context, coachId, fillGap)),
  ];
}
