import type { RefusalReason } from "@punctual/contract";
import { gte, lt, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Database, Queryable } from "../../platform/database/database.ts";
import { webhookRefusals } from "../../platform/database/schema.ts";
import type { InboxKeeper, Refusals } from "./types.ts";

/** Counts POSTs that were refused, in the hour of `at`. */
export async function addRefusals(
  db: Database,
  counts: ReadonlyMap<RefusalReason, number>,
  at: Temporal.Instant,
): Promise<void> {
  const hour = at.round({ smallestUnit: "hour", roundingMode: "floor" });
  const rows = [...counts].sort().map(([reason, number]) => ({ hour, reason, count: number, lastAt: at }));
  await db
    .insert(webhookRefusals)
    .values(rows)
    .onConflictDoUpdate({
      target: [webhookRefusals.hour, webhookRefusals.reason],
      set: { count: sql`${webhookRefusals.count} + excluded.count`, lastAt: sql`excluded.last_at` },
    });
}

/** What was refused since then, by reason, the most frequent first. */
export async function listRefusals(db: Queryable, _keeper: InboxKeeper, since: Temporal.Instant): Promise<Refusals[]> {
  const rows = await db
    .select({
      reason: webhookRefusals.reason,
      count: sql<number>`sum(${webhookRefusals.count})::int`,
      // Drizzle reads a plain column by its own type, and an aggregate not.
      lastAt: sql`max(${webhookRefusals.lastAt})`.mapWith(webhookRefusals.lastAt),
    })
    .from(webhookRefusals)
    .where(gte(webhookRefusals.lastAt, since))
    .groupBy(webhookRefusals.reason);
  return rows.sort((a, b) => b.count - a.count);
}

export async function deleteRefusals(db: Queryable, before: Temporal.Instant): Promise<void> {
  await db.delete(webhookRefusals).where(lt(webhookRefusals.lastAt, before));
}
