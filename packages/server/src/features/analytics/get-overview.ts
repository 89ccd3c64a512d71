import type { Overview } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { instantFromPostgres } from "../../platform/database/instant.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import { selectOverview } from "./queries.ts";
import { weeksAround } from "./rules.ts";

/** Counts that tell an admin whether the programme is healthy. Weeks begin on Monday, UTC. */
export async function getOverview(context: Context, admin: AuthorizedAdmin): Promise<Overview> {
  const now = context.clock.now();
  const row = await selectOverview(context.database, admin, { ...weeksAround(now), now });
  if (row === undefined) throw new Error("the overview query answered no row");
  const { deliveriesReceived, deliveriesApplied, deliveriesFailed, lastReceivedAt, ...counts } = row;
  return {
    ...counts,
    deliveries: {
      received: deliveriesReceived,
      applied: deliveriesApplied,
      failed: deliveriesFailed,
      lastReceivedAt: lastReceivedAt === null ? null : instantFromPostgres(`${lastReceivedAt}+00`).toString(),
    },
  };
}
