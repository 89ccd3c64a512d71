import type { Context } from "../../platform/context.ts";
import { gather } from "../../platform/gather.ts";
import { applyDeliveryJob } from "./jobs.ts";
import { insertDeliveries } from "./queries.ts";
import type { NewDelivery, Recorded } from "./types.ts";

/** Deliveries of one transaction at most: what a burst of Calendly's brings, and no lock is held long. */
const most = 64;
/** Commits under way at once: Postgres brings several to the disk together. */
const atOnce = 2;

const recorders = new WeakMap<Context, (delivery: NewDelivery) => Promise<Recorded>>();

/**
 * Stores a delivery and enqueues its application in one transaction; resolves after the commit. Deliveries that arrive
 * while another commit is under way share the next one: a burst then waits for the disk once, and not each by itself.
 */
export function recordDelivery(context: Context, delivery: NewDelivery): Promise<Recorded> {
  const known = recorders.get(context);
  if (known !== undefined) return known(delivery);
  const recorder = gather((deliveries: readonly NewDelivery[]) => recordTogether(context, deliveries), {
    most,
    atOnce,
  });
  recorders.set(context, recorder);
  return recorder(delivery);
}

async function recordTogether(context: Context, deliveries: readonly NewDelivery[]): Promise<Recorded[]> {
  return context.database.transaction(async (tx) => {
    const stored = await insertDeliveries(tx, deliveries);
    const fresh = deliveries.filter(({ id, state }) => stored.has(id) && state === "received");
    await context.queue.enqueueMany(
      tx,
      applyDeliveryJob,
      fresh.map(({ id }) => ({ data: { deliveryId: id }, key: id, priority: 10 })),
    );
    return deliveries.map(({ id }) => ({ duplicate: !stored.has(id) }));
  });
}
