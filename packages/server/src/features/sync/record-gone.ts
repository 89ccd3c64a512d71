import { eq, lt } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { goneSessions } from "../../platform/database/schema.ts";

/** Remembers that Calendly does not know a session which is not mirrored; the first time counts. */
export async function recordGone(tx: Transaction, uri: string, goneAt: Temporal.Instant): Promise<void> {
  await tx.insert(goneSessions).values({ uri, goneAt }).onConflictDoNothing();
}

/** Since when Calendly does not know this session, which is not mirrored; null when nothing of the kind is known. */
export async function goneSince(tx: Transaction, uri: string): Promise<Temporal.Instant | null> {
  const [row] = await tx.select({ goneAt: goneSessions.goneAt }).from(goneSessions).where(eq(goneSessions.uri, uri));
  return row?.goneAt ?? null;
}

/** Forgets what was gone before: nothing from before that can come any more. */
export async function forgetGone(db: Queryable, before: Temporal.Instant): Promise<void> {
  await db.delete(goneSessions).where(lt(goneSessions.goneAt, before));
}
