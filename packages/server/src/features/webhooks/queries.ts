import { eq, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { connections, webhookDeliveries } from "../../platform/database/schema.ts";
import type { NewDelivery, StoredDelivery } from "./types.ts";

/**
 * Inserts deliveries, and counts the repeat of each that is there or comes twice among them. The unique key settles two
 * at once. In the order of their keys, so that two transactions never wait for each other.
 *
 * @returns the ids of those that are new.
 */
export async function insertDeliveries(
  tx: Transaction,
  deliveries: readonly NewDelivery[],
): Promise<ReadonlySet<string>> {
  const first = new Map<string, NewDelivery>();
  const repeats = new Map<string, number>();
  for (const delivery of deliveries) {
    if (first.has(delivery.deliveryKey)) {
      repeats.set(delivery.deliveryKey, (repeats.get(delivery.deliveryKey) ?? 0) + 1);
    } else first.set(delivery.deliveryKey, delivery);
  }
  const values = [...first.values()].sort((a, b) => (a.deliveryKey < b.deliveryKey ? -1 : 1));
  const rows = await tx
    .insert(webhookDeliveries)
    .values(values)
    .onConflictDoUpdate({
      target: webhookDeliveries.deliveryKey,
      set: { duplicates: sql`${webhookDeliveries.duplicates} + 1` },
    })
    .returning({ id: webhookDeliveries.id });
  for (const [deliveryKey, more] of repeats) {
    await tx
      .update(webhookDeliveries)
      .set({ duplicates: sql`${webhookDeliveries.duplicates} + ${more}` })
      .where(eq(webhookDeliveries.deliveryKey, deliveryKey));
  }
  const proposed = new Set(values.map(({ id }) => id));
  return new Set(rows.map(({ id }) => id).filter((id) => proposed.has(id)));
}

export async function findDelivery(db: Queryable, id: string): Promise<StoredDelivery | null> {
  const [row] = await db
    .select({
      id: webhookDeliveries.id,
      eventName: webhookDeliveries.eventName,
      bodySealed: webhookDeliveries.bodySealed,
      state: webhookDeliveries.state,
    })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.id, id));
  return row ?? null;
}

/** Holds the delivery until the transaction ends; false when it was settled meanwhile. */
export async function lockUnsettled(tx: Transaction, id: string): Promise<boolean> {
  const [row] = await tx
    .select({ state: webhookDeliveries.state })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.id, id))
    .for("update");
  return row?.state === "received" || row?.state === "failed";
}

export async function settleDelivery(
  db: Queryable,
  id: string,
  outcome: {
    readonly state: "applied" | "ignored" | "failed" | "dead";
    readonly reason: string | null;
    readonly at: Temporal.Instant;
  },
): Promise<void> {
  await db
    .update(webhookDeliveries)
    .set({
      state: outcome.state,
      reason: outcome.reason,
      attempts: sql`${webhookDeliveries.attempts} + 1`,
      appliedAt: outcome.state === "applied" ? outcome.at : null,
    })
    .where(eq(webhookDeliveries.id, id));
}

/** Remembers how the connection's webhook subscription stands. */
export async function saveSubscription(
  tx: Transaction,
  connectionId: string,
  subscription: {
    readonly uri: string | null;
    readonly state: "none" | "pending" | "active" | "failed";
    readonly trouble: string | null;
    readonly at: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .update(connections)
    .set({
      webhookSubscriptionUri: subscription.uri,
      webhookState: subscription.state,
      webhookTrouble: subscription.trouble,
      updatedAt: subscription.at,
    })
    .where(eq(connections.id, connectionId));
}

/** The coach who is connected as this Calendly user; null when nobody is. */
export async function findCoachByUserUri(db: Queryable, userUri: string): Promise<string | null> {
  const [row] = await db
    .select({ coachId: connections.coachId, state: connections.state })
    .from(connections)
    .where(eq(connections.userUri, userUri));
  return row === undefined || row.state === "disconnected" ? null : row.coachId;
}
