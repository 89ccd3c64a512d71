import type { DeliveryState } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";

/** At most this often an admin's page is told that deliveries were applied; it looks again by itself while some wait. */
const every = Temporal.Duration.from({ seconds: 1 });

const latest = new WeakMap<Context, Temporal.Instant>();

/** Tells admins' pages, in the same transaction, that the inbox has changed: trouble at once, everything else in its turn. */
export async function publishDeliveries(context: Context, tx: Transaction, state: DeliveryState): Promise<void> {
  const now = context.clock.now();
  const before = latest.get(context);
  const isTrouble = state === "failed" || state === "dead";
  if (!isTrouble && before !== undefined && Temporal.Instant.compare(before.add(every), now) > 0) return;
  latest.set(context, now);
  await context.live.publish(tx, { topic: "deliveries", id: null, audience: [] });
}
