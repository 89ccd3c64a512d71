import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { realtorsOf } from "./queries.ts";
import type { Applied } from "./types.ts";

/** One live notice for a whole page of changes: one for each session would make every open list read as often. */
export async function reportChanges(
  context: Context,
  tx: Transaction,
  coachId: string,
  results: readonly Applied[],
): Promise<void> {
  const changed = results.flatMap((result) => (result.kind === "applied" && result.changed ? [result.sessionId] : []));
  if (changed.length === 0) return;
  const realtors = [...(await realtorsOf(tx, changed)).values()].flat();
  await context.live.publish(tx, { topic: "sessions", id: null, audience: [...new Set([coachId, ...realtors])] });
}
