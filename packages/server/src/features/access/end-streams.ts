import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";

/**
 * Ends the person's live streams in every process once the transaction commits: whoever may still come in comes back by
 * themself, as whoever they are by then.
 */
export async function endStreams(context: Context, tx: Transaction, personId: string): Promise<void> {
  await context.live.publish(tx, { topic: "account", id: personId, audience: [personId] });
}
