import { and, eq } from "drizzle-orm";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { loginAccounts, loginSessions, people } from "../../platform/database/schema.ts";

export type PersonRow = typeof people.$inferSelect;

export async function findPersonByEmail(database: Queryable, email: string): Promise<PersonRow | null> {
  const [row] = await database.select().from(people).where(eq(people.email, email)).limit(1);
  return row ?? null;
}

/** The stored hash of a person's password; null when they have none. */
export async function findPasswordHash(database: Queryable, personId: string): Promise<string | null> {
  const [row] = await database
    .select({ hash: loginAccounts.password })
    .from(loginAccounts)
    .where(and(eq(loginAccounts.userId, personId), eq(loginAccounts.providerId, "credential")))
    .limit(1);
  return row?.hash ?? null;
}

/** Replaces the password and ends every login session that the old one opened. */
export async function replacePassword(tx: Transaction, personId: string, hash: string, accountId: string) {
  await tx
    .delete(loginAccounts)
    .where(and(eq(loginAccounts.userId, personId), eq(loginAccounts.providerId, "credential")));
  await tx
    .insert(loginAccounts)
    .values({ id: accountId, accountId: personId, providerId: "credential", userId: personId, password: hash });
  await tx.delete(loginSessions).where(eq(loginSessions.userId, personId));
}

/** The caller's own row, changed. */
export async function updatePerson(
  tx: Transaction,
  personId: string,
  change: Partial<Pick<PersonRow, "name" | "timeZone" | "role" | "emailVerified">>,
  updatedAt: Date,
): Promise<PersonRow | null> {
  const [row] = await tx
    .update(people)
    .set({ ...change, updatedAt })
    .where(eq(people.id, personId))
    .returning();
  return row ?? null;
}
