import { lt, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { goneSessions } from "../../platform/database/schema.ts";

/** Remembers that Calendly does not know a session which is not mirrored; the first time counts. */
export async function recordGone(tx: Transaction, uri: string, goneAt: Temporal.Instant): Promise<void> {
  await tx.insert(goneSessions).values({ uri, goneAt }).onConflictDoNothing();
}

/** Since when Calendly does not know these sessions, which are not mirrored; by URI, those of which it is known. */
export async function goneSince(tx: Transaction, uris: readonly string[]): Promise<Map<string, Temporal.Instant>> {
  if (uris.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(goneSessions)
    .where(sql`${goneSessions.uri} = any(${sql.param([...uris])}::text[])`);
  return new Map(rows.map(({ uri, goneAt }) => [uri, goneAt]));
}

/** Forgets what was gone before: nothing from before that can come any more. */
export async function forgetGone(db: Queryable, before: Temporal.Instant): Promise<void> {
  await db.delete(goneSessions).where(lt(goneSessions.goneAt, before));
}
