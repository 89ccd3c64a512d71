import type { Context } from "../../platform/context.ts";
import { deleteClerkTraces } from "./clerk-queries.ts";

/**
 * Forgets what has no use any more. Clerk delivers a message for some days at most; a login session that ended is known to
 * Clerk by then, and one that is still in use is noted again when it comes by.
 */
export async function sweepClerkTraces({ database, clock }: Context): Promise<void> {
  const now = clock.now();
  await deleteClerkTraces(database, {
    messages: now.subtract({ hours: 30 * 24 }),
    logins: now.subtract({ hours: 90 * 24 }),
  });
}
