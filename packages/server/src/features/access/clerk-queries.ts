import { and, desc, eq, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { clerkLogins, clerkUsers, identityMessages, people } from "../../platform/database/schema.ts";
import type { PersonRow } from "./queries.ts";

export type ClerkUserRow = typeof clerkUsers.$inferSelect;

/** All that decides about a session token, read at once; null when the user never came by. */
export async function findClerkLogin(
  database: Queryable,
  userId: string,
  sessionId: string,
): Promise<{
  readonly user: ClerkUserRow;
  readonly person: PersonRow | null;
  readonly login: { readonly seenAt: Temporal.Instant; readonly endedAt: Temporal.Instant | null } | null;
} | null> {
  const [row] = await database
    .select({ user: clerkUsers, person: people, login: clerkLogins })
    .from(clerkUsers)
    .leftJoin(people, eq(people.externalId, clerkUsers.id))
    .leftJoin(clerkLogins, eq(clerkLogins.id, sessionId))
    .where(eq(clerkUsers.id, userId));
  return row ?? null;
}

/** Holds the user until the transaction ends: news of the same user are applied one after the other. */
export async function lockClerkUser(tx: Transaction, userId: string): Promise<ClerkUserRow | null> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`clerk user ${userId}`}, 0))`);
  return findClerkUser(tx, userId);
}

export async function findClerkUser(database: Queryable, userId: string): Promise<ClerkUserRow | null> {
  const [row] = await database.select().from(clerkUsers).where(eq(clerkUsers.id, userId));
  return row ?? null;
}

export async function saveClerkUser(tx: Transaction, row: ClerkUserRow): Promise<void> {
  const { id: _, ...set } = row;
  await tx.insert(clerkUsers).values(row).onConflictDoUpdate({ target: clerkUsers.id, set });
}

/** Notes which role is on its way to Clerk. */
export async function noteSentRole(database: Queryable, userId: string, role: PersonRow["role"]): Promise<void> {
  await database.update(clerkUsers).set({ sentRole: role }).where(eq(clerkUsers.id, userId));
}

export async function findPersonByExternalId(database: Queryable, externalId: string): Promise<PersonRow | null> {
  const [row] = await database.select().from(people).where(eq(people.externalId, externalId));
  return row ?? null;
}

/** The id at Clerk and the role of a person; null for somebody who is not there. */
export async function findExternal(
  database: Queryable,
  personId: string,
): Promise<{ readonly externalId: string | null; readonly role: PersonRow["role"] } | null> {
  const [row] = await database
    .select({ externalId: people.externalId, role: people.role })
    .from(people)
    .where(eq(people.id, personId));
  return row ?? null;
}

export async function insertPerson(tx: Transaction, row: typeof people.$inferInsert): Promise<void> {
  await tx.insert(people).values(row);
}

/** Notes when a login session came by. */
export async function noteClerkLogin(
  database: Queryable,
  login: { readonly id: string; readonly personId: string; readonly seenAt: Temporal.Instant },
): Promise<void> {
  const { seenAt } = login;
  await database.insert(clerkLogins).values(login).onConflictDoUpdate({ target: clerkLogins.id, set: { seenAt } });
}

/** Ends login sessions here, whether they came by before or not. */
export async function endClerkLogins(
  database: Queryable,
  logins: readonly { readonly id: string; readonly personId: string | null }[],
  at: Temporal.Instant,
): Promise<void> {
  if (logins.length === 0) return;
  await database
    .insert(clerkLogins)
    .values(logins.map((login) => ({ ...login, seenAt: at, endedAt: at })))
    .onConflictDoUpdate({
      target: clerkLogins.id,
      set: { endedAt: sql`coalesce(${clerkLogins.endedAt}, excluded.ended_at)` },
    });
}

/** The person's login sessions that came by and were not ended here, the newest first. */
export async function listOpenLogins(database: Queryable, personId: string, exceptId: string | null) {
  return database
    .select({ id: clerkLogins.id, seenAt: clerkLogins.seenAt })
    .from(clerkLogins)
    .where(
      and(
        eq(clerkLogins.personId, personId),
        isNull(clerkLogins.endedAt),
        exceptId === null ? undefined : ne(clerkLogins.id, exceptId),
      ),
    )
    .orderBy(desc(clerkLogins.seenAt), desc(clerkLogins.id));
}

/** Of a person: which of these were ended here. */
export async function listEndedLogins(database: Queryable, personId: string): Promise<ReadonlySet<string>> {
  const rows = await database
    .select({ id: clerkLogins.id })
    .from(clerkLogins)
    .where(and(eq(clerkLogins.personId, personId), isNotNull(clerkLogins.endedAt)));
  return new Set(rows.map(({ id }) => id));
}

/** A login session that came by, or of which Clerk told; null otherwise. */
export async function findNotedLogin(database: Queryable, loginId: string) {
  const [row] = await database.select().from(clerkLogins).where(eq(clerkLogins.id, loginId));
  return row ?? null;
}

/** False when the message was taken in before. */
export async function takeMessage(tx: Transaction, id: string, receivedAt: Temporal.Instant): Promise<boolean> {
  const taken = await tx
    .insert(identityMessages)
    .values({ id, receivedAt })
    .onConflictDoNothing()
    .returning({ id: identityMessages.id });
  return taken.length > 0;
}

/** Forgets messages of long ago, and login sessions that are long over or that nobody has needed for long. */
export async function deleteClerkTraces(
  database: Queryable,
  before: { readonly messages: Temporal.Instant; readonly logins: Temporal.Instant },
): Promise<void> {
  await database.delete(identityMessages).where(lt(identityMessages.receivedAt, before.messages));
  await database
    .delete(clerkLogins)
    .where(
      or(
        lt(clerkLogins.endedAt, before.logins),
        and(isNull(clerkLogins.endedAt), lt(clerkLogins.seenAt, before.logins)),
      ),
    );
}
