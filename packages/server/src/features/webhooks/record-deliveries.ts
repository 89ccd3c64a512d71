import type { Context } from "../../platform/context.ts";
import { gather } from "../../platform/gather.ts";
import { applyDeliveryJob } from "./jobs.ts";
import { insertingDeliveries } from "./queries.ts";
import type { NewDelivery, Recorded } from "./types.ts";

/** Deliveries of one commit at most: what a burst of Calendly's brings, and no lock is held long. */
const most = 64;
/** Commits under way at once: Postgres brings several to the disk together. */
const atOnce = 2;

const recorders = new WeakMap<Context, (delivery: NewDelivery) => Promise<Recorded>>();

/**
 * Stores a delivery and enqueues its application in one commit; resolves after it. Deliveries that arrive while another
 * commit is under way share the next one: a burst then waits for the disk once, and not each by itself.
 */
export function recordDelivery(context: Context, delivery: NewDelivery): Promise<Recorded> {
  const known = recorders.get(context);
  if (known !== undefined) return known(delivery);
  const recorder = gather(recordingTogether(context), { most, atOnce });
  recorders.set(context, recorder);
  return recorder(delivery);
}

function recordingTogether(context: Context): (deliveries: readonly NewDelivery[]) => Promise<Recorded[]> {
  let wake = (): void => undefined;
  const insert = insertingDeliveries(context.database, (rows) => {
    const jobs = context.queue.enqueueing(applyDeliveryJob, rows);
    wake = jobs.wake;
    return jobs.statement;
  });
  return async (deliveries) => {
    const stored = await insert(deliveries);
    if (deliveries.some(({ id, state }) => state === "received" && stored.has(id))) wake();
    return deliveries.map(({ id }) => ({ duplicate: !stored.has(id) }));
  };
}
