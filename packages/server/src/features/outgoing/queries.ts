import { and, arrayOverlaps, asc, desc, eq, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { outgoingEndpoints, outgoingMessages, people } from "../../platform/database/schema.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import type { EndpointRow, MessageRow } from "./types.ts";

/** Endpoints that want to be told of any of these kinds. */
export function listListeners(tx: Transaction, kinds: readonly string[]) {
  return tx
    .select({ id: outgoingEndpoints.id, kinds: outgoingEndpoints.kinds })
    .from(outgoingEndpoints)
    .where(and(eq(outgoingEndpoints.enabled, true), arrayOverlaps(outgoingEndpoints.kinds, [...kinds])));
}

export async function insertMessages(tx: Transaction, messages: readonly MessageRow[]): Promise<void> {
  // A statement has at most 65,535 parameters.
  for (let from = 0; from < messages.length; from += 1_000) {
    await tx.insert(outgoingMessages).values(messages.slice(from, from + 1_000));
  }
}

export function listEndpointRows(db: Queryable, _admin: AuthorizedAdmin): Promise<EndpointRow[]> {
  return db.select().from(outgoingEndpoints).orderBy(asc(outgoingEndpoints.createdAt), asc(outgoingEndpoints.id));
}

/** Who adds an endpoint counts them first, and nobody adds another one in between. */
export async function lockEndpoints(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('outgoing endpoints', 0))`);
}

/** The endpoint, held until the transaction ends. Who plans messages for it meanwhile does not wait: its id stays. */
export async function lockEndpoint(tx: Transaction, id: string): Promise<EndpointRow | null> {
  const [row] = await tx.select().from(outgoingEndpoints).where(eq(outgoingEndpoints.id, id)).for("no key update");
  return row ?? null;
}

export async function updateEndpointRow(
  tx: Transaction,
  id: string,
  change: Partial<Omit<EndpointRow, "id">>,
): Promise<EndpointRow | null> {
  const [row] = await tx.update(outgoingEndpoints).set(change).where(eq(outgoingEndpoints.id, id)).returning();
  return row ?? null;
}

export async function findEndpoint(db: Queryable, id: string): Promise<EndpointRow | null> {
  const [row] = await db.select().from(outgoingEndpoints).where(eq(outgoingEndpoints.id, id));
  return row ?? null;
}

export async function findMessage(db: Queryable, id: string): Promise<MessageRow | null> {
  const [row] = await db.select().from(outgoingMessages).where(eq(outgoingMessages.id, id));
  return row ?? null;
}

/** The place of a message in its endpoint's list. */
export interface MessagePosition {
  readonly createdAt: Temporal.Instant;
  readonly id: string;
}

export function listMessageRows(
  db: Queryable,
  _admin: AuthorizedAdmin,
  which: { readonly endpointId: string; readonly state: MessageRow["state"] | undefined },
  page: { readonly after: MessagePosition | null; readonly limit: number },
): Promise<MessageRow[]> {
  const { after } = page;
  return db
    .select()
    .from(outgoingMessages)
    .where(
      and(
        eq(outgoingMessages.endpointId, which.endpointId),
        which.state === undefined ? undefined : eq(outgoingMessages.state, which.state),
        after === null
          ? undefined
          : sql`(${outgoingMessages.createdAt}, ${outgoingMessages.id}) < (${after.createdAt.toString()}::timestamptz, ${after.id})`,
      ),
    )
    .orderBy(desc(outgoingMessages.createdAt), desc(outgoingMessages.id))
    .limit(page.limit);
}

/**
 * Takes a message that is due, for one attempt: nobody else gets it before `until`, and if this process dies, somebody does
 * then. Null when it is not due, or over.
 */
export async function claimMessage(
  db: Queryable,
  id: string,
  { now, until }: { readonly now: Temporal.Instant; readonly until: Temporal.Instant },
): Promise<MessageRow | null> {
  const [row] = await db
    .update(outgoingMessages)
    .set({ attempts: sql`${outgoingMessages.attempts} + 1`, nextAttemptAt: until })
    .where(
      and(
        eq(outgoingMessages.id, id),
        eq(outgoingMessages.state, "waiting"),
        or(isNull(outgoingMessages.nextAttemptAt), lte(outgoingMessages.nextAttemptAt, now)),
      ),
    )
    .returning();
  return row ?? null;
}

/** Writes how an attempt ended, unless the message was begun anew meanwhile. */
export async function settleAttempt(
  tx: Transaction,
  { id, attempt }: { readonly id: string; readonly attempt: number },
  change: Partial<MessageRow>,
): Promise<void> {
  await tx
    .update(outgoingMessages)
    .set(change)
    .where(
      and(eq(outgoingMessages.id, id), eq(outgoingMessages.attempts, attempt), eq(outgoingMessages.state, "waiting")),
    );
}

/** Ends what waits for an endpoint that is switched off. */
export async function failWaiting(tx: Transaction, endpointId: string, at: Temporal.Instant): Promise<void> {
  await tx
    .update(outgoingMessages)
    .set({ state: "failed", lastTrouble: "The endpoint was switched off.", nextAttemptAt: null, settledAt: at })
    .where(and(eq(outgoingMessages.endpointId, endpointId), eq(outgoingMessages.state, "waiting")));
}

/** Marks an endpoint as well again, if it was not. */
export async function clearTrouble(tx: Transaction, endpointId: string): Promise<void> {
  await tx
    .update(outgoingEndpoints)
    .set({ failingSince: null })
    .where(and(eq(outgoingEndpoints.id, endpointId), isNotNull(outgoingEndpoints.failingSince)));
}

/** Messages that should have been tried before this, the longest overdue first. */
export function listOverdue(db: Queryable, before: Temporal.Instant, limit: number) {
  return db
    .select({ id: outgoingMessages.id, endpointId: outgoingMessages.endpointId })
    .from(outgoingMessages)
    .where(and(eq(outgoingMessages.state, "waiting"), lt(outgoingMessages.nextAttemptAt, before)))
    .orderBy(asc(outgoingMessages.nextAttemptAt))
    .limit(limit);
}

/** Forgets messages that were settled before this. True when there may be more. */
export async function deleteSettled(db: Queryable, before: Temporal.Instant, limit: number): Promise<boolean> {
  const old = db
    .select({ id: outgoingMessages.id })
    .from(outgoingMessages)
    .where(lt(outgoingMessages.settledAt, before))
    .limit(limit);
  const rows = await db
    .delete(outgoingMessages)
    .where(sql`${outgoingMessages.id} in (${old})`)
    .returning({ id: outgoingMessages.id });
  return rows.length === limit;
}

/** Admins who may come in. */
export function listAdmins(db: Queryable) {
  return db
    .select({ id: people.id, name: people.name, email: people.email })
    .from(people)
    .where(and(eq(people.role, "admin"), isNull(people.suspendedAt)))
    .orderBy(asc(people.id));
}
