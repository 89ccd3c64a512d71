import { and, asc, desc, eq, gt, isNotNull, ne } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { loginAccounts, loginSessions, passkeys, people } from "../../platform/database/schema.ts";
import type { LoginSession } from "./identity.ts";

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

/** Replaces the password. The login sessions that the old one opened are ended beside it. */
export async function replacePassword(tx: Transaction, personId: string, hash: string, accountId: string) {
  await tx
    .delete(loginAccounts)
    .where(and(eq(loginAccounts.userId, personId), eq(loginAccounts.providerId, "credential")));
  await tx
    .insert(loginAccounts)
    .values({ id: accountId, accountId: personId, providerId: "credential", userId: personId, password: hash });
}

/** Changes a person; login sessions that began before `loginsValidFrom` are over. Null when there is no such person. */
export async function updatePerson(
  tx: Transaction,
  personId: string,
  change: Partial<Omit<PersonRow, "id" | "image" | "createdAt" | "updatedAt">>,
  at: Temporal.Instant,
): Promise<PersonRow | null> {
  const [row] = await tx
    .update(people)
    .set({ ...change, updatedAt: new Date(at.epochMilliseconds) })
    .where(eq(people.id, personId))
    .returning();
  return row ?? null;
}

export async function isSuspended(database: Queryable, personId: string): Promise<boolean> {
  return (await database.$count(people, and(eq(people.id, personId), isNotNull(people.suspendedAt)))) > 0;
}

/** The person's login sessions that are not over, the newest first. By the machine's clock, as Better Auth sets it. */
export async function selectLogins(database: Queryable, personId: string): Promise<LoginSession[]> {
  const rows = await database
    .select({
      id: loginSessions.id,
      startedAt: loginSessions.createdAt,
      lastSeenAt: loginSessions.updatedAt,
      expiresAt: loginSessions.expiresAt,
      userAgent: loginSessions.userAgent,
      address: loginSessions.ipAddress,
    })
    .from(loginSessions)
    .where(and(eq(loginSessions.userId, personId), gt(loginSessions.expiresAt, new Date())))
    .orderBy(desc(loginSessions.createdAt), desc(loginSessions.id));
  return rows.map((row) => ({
    ...row,
    startedAt: instantOf(row.startedAt),
    lastSeenAt: instantOf(row.lastSeenAt),
    expiresAt: instantOf(row.expiresAt),
  }));
}

export async function noteSeen(database: Queryable, loginId: string): Promise<void> {
  await database.update(loginSessions).set({ updatedAt: new Date() }).where(eq(loginSessions.id, loginId));
}

/** False when the person has no such login session. */
export async function deleteLogin(database: Queryable, personId: string, loginId: string): Promise<boolean> {
  const gone = await database
    .delete(loginSessions)
    .where(and(eq(loginSessions.userId, personId), eq(loginSessions.id, loginId)))
    .returning({ id: loginSessions.id });
  return gone.length > 0;
}

/** Ends the person's login sessions, all but the one. */
export async function deleteLogins(
  database: Queryable,
  personId: string,
  exceptLoginId: string | null,
): Promise<number> {
  const gone = await database
    .delete(loginSessions)
    .where(
      and(eq(loginSessions.userId, personId), exceptLoginId === null ? undefined : ne(loginSessions.id, exceptLoginId)),
    )
    .returning({ id: loginSessions.id });
  return gone.length;
}

export function selectPasskeys(database: Queryable, personId: string) {
  return database
    .select({
      id: passkeys.id,
      name: passkeys.name,
      createdAt: passkeys.createdAt,
      backedUp: passkeys.backedUp,
    })
    .from(passkeys)
    .where(eq(passkeys.userId, personId))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id));
}

/** False when the person has no such passkey. */
export async function deletePasskey(tx: Transaction, personId: string, passkeyId: string): Promise<boolean> {
  const gone = await tx
    .delete(passkeys)
    .where(and(eq(passkeys.userId, personId), eq(passkeys.id, passkeyId)))
    .returning({ id: passkeys.id });
  return gone.length > 0;
}

function instantOf(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime());
}
