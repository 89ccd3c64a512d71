import { and, eq, isNull, lte, or, type SQL } from "drizzle-orm";
import type * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { connections } from "../../platform/database/schema.ts";
import type { JobDefinition } from "../../platform/queue/job.ts";
import { checkCapabilitiesJob, keepFreshJob } from "./jobs.ts";
import { refreshAhead } from "./rules.ts";

/** Of one planning, which is made every minute. */
const most = 500;
/** What an account allows changes with its plan, its role and Calendly's own rules. */
const probeEvery = { hours: 24 };

/**
 * Enqueues what has to be done for connections though nobody asks: tokens that are about to end are renewed, and what
 * an account allows is found out again every day. Several processes may do so side by side.
 */
export async function planUpkeep(context: Context): Promise<void> {
  const now = context.clock.now();
  await enqueueFor(context, keepFreshJob, lte(connections.tokensExpireAt, now.add(refreshAhead)));
  const probedBefore = now.subtract(probeEvery);
  await enqueueFor(
    context,
    checkCapabilitiesJob,
    or(isNull(connections.probedAt), lte(connections.probedAt, probedBefore)),
  );
}

async function enqueueFor(
  context: Context,
  job: JobDefinition<z.ZodType<{ coachId: string }, { coachId: string }>>,
  due: SQL | undefined,
): Promise<void> {
  const rows = await context.database
    .select({ coachId: connections.coachId })
    .from(connections)
    .where(and(eq(connections.state, "active"), isNull(connections.leaving), due))
    .limit(most);
  if (rows.length === 0) return;
  await context.database.transaction((tx) =>
    context.queue.enqueueMany(
      tx,
      job,
      rows.map(({ coachId }) => ({ data: { coachId }, key: coachId, priority: -5 })),
    ),
  );
}
