import { lt } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { limitCounters } from "../../platform/database/schema.ts";
import { removeOld } from "./queries.ts";

const keptDays = 90;

/** Removes counts and alerts that are older than 90 days, and counters of limits that mean nothing any more. */
export async function sweepCounts(context: Context): Promise<void> {
  const now = context.clock.now();
  await removeOld(context.database, now.subtract({ hours: keptDays * 24 }));
  await context.database.delete(limitCounters).where(lt(limitCounters.expire, now.epochMilliseconds));
}
