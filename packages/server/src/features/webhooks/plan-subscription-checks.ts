import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import type { Queryable } from "../../platform/database/database.ts";
import { connections } from "../../platform/database/schema.ts";
import { checkSubscriptionJob } from "./jobs.ts";

/** Of one planning, which is made every minute: 500 in ten minutes are more than a programme has. */
const most = 500;

/** Enqueues a look at every subscription that is due for one. Several processes may do so side by side. */
export async function planSubscriptionChecks(context: Context): Promise<void> {
  const coachIds = await selectUnchecked(context.database, context.clock.now(), most);
  if (coachIds.length === 0) return;
  await context.database.transaction((tx) =>
    context.queue.enqueueMany(
      tx,
      checkSubscriptionJob,
      coachIds.map((coachId) => ({ data: { coachId }, key: coachId })),
    ),
  );
}

/**
 * Coaches whose subscription is to be looked at again: every ten minutes, each at a moment of its own, and daily where
 * Calendly does not allow one.
 */
async function selectUnchecked(db: Queryable, now: Temporal.Instant, limit: number): Promise<string[]> {
  const period = sql`(case when ${connections.webhookState} = 'polling' then 86400 else 600 end)`;
  const seconds = Math.floor(now.epochMilliseconds / 1000);
  // The hash spreads the connections over the period; a process that starts does not look at all of them at once.
  const shift = sql`abs(hashtext(${connections.id})::bigint) % ${period}`;
  const slot = sql`((${seconds}::bigint + ${shift}) / ${period}) * ${period} - ${shift}`;
  const rows = await db
    .select({ coachId: connections.coachId })
    .from(connections)
    .where(
      and(
        eq(connections.state, "active"),
        isNull(connections.leaving),
        or(isNull(connections.webhookCheckedAt), sql`extract(epoch from ${connections.webhookCheckedAt}) < ${slot}`),
      ),
    )
    .orderBy(sql`${connections.webhookCheckedAt} nulls first`)
    .limit(limit);
  return rows.map(({ coachId }) => coachId);
}
