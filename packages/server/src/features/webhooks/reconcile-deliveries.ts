import type { Context } from "../../platform/context.ts";
import { applyDeliveryJob } from "./jobs.ts";
import { deleteRefusals } from "./list-refusals.ts";
import { lockForgotten } from "./queries.ts";
import { applicationKey } from "./rules.ts";

/** A delivery on which nothing has happened for so long has no attempt under way: the longest wait is far shorter. */
const forgottenAfter = { minutes: 45 };
const refusalsKept = { hours: 30 * 24 };

/**
 * Finds deliveries that nobody is going to apply (the process died in the last attempt, or their jobs were lost) and
 * enqueues them again; one whose job is still there stays as it is. Also forgets refusals of more than 30 days ago.
 */
export async function reconcileDeliveries(context: Context): Promise<void> {
  const now = context.clock.now();
  await deleteRefusals(context.database, now.subtract(refusalsKept));
  await context.database.transaction(async (tx) => {
    const forgotten = await lockForgotten(tx, now.subtract(forgottenAfter), 500);
    const jobs = forgotten.map(({ id, replay }) => ({
      data: { deliveryId: id, replay },
      key: applicationKey(id, replay),
    }));
    await context.queue.enqueueMany(tx, applyDeliveryJob, jobs);
  });
}
