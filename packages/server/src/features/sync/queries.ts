import { and, asc, eq, inArray, isNull, max, ne, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { InviteeSnapshot, SessionSnapshot } from "../../platform/calendly/session-snapshot.ts";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { bookings, connections, invitees, liveChanges, people, sessions } from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";

/**
 * Holds every record of these URIs until the transaction ends, also those that do not exist yet. Taken in one
 * order by all, so that the two halves of a reschedule, applied at the same time, cannot wait for each other.
 */
export async function lockUris(tx: Transaction, uris: readonly string[]): Promise<void> {
  const sorted = JSON.stringify([...new Set(uris)].sort());
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(uri, 0)) from jsonb_array_elements_text(${sorted}::jsonb) as uri`,
  );
}

/** The coach whose connected Calendly user is the first of these hosts; null when none is connected. */
export async function findHostingCoach(tx: Transaction, hostUris: readonly string[]): Promise<string | null> {
  if (hostUris.length === 0) return null;
  const rows = await tx
    .select({ coachId: connections.coachId, userUri: connections.userUri })
    .from(connections)
    .where(and(inArray(connections.userUri, [...hostUris]), ne(connections.state, "disconnected")));
  rows.sort((a, b) => hostUris.indexOf(a.userUri) - hostUris.indexOf(b.userUri));
  return rows[0]?.coachId ?? null;
}

export interface MirroredSession {
  readonly id: string;
  readonly coachId: string;
  readonly revision: number;
  readonly snapshot: SessionSnapshot;
}

export async function readSession(tx: Transaction, uri: string): Promise<MirroredSession | null> {
  const [row] = await tx.select().from(sessions).where(eq(sessions.uri, uri));
  if (row === undefined) return null;
  const { id, coachId, revision, createdAt: _created, updatedAt: _updated, ...snapshot } = row;
  return { id, coachId, revision, snapshot };
}

export interface MirroredInvitee {
  readonly id: string;
  readonly snapshot: InviteeSnapshot;
}

/** All mirrored invitees of a session, in the order of their bookings. */
export async function readInvitees(tx: Transaction, sessionId: string): Promise<MirroredInvitee[]> {
  const rows = await tx
    .select()
    .from(invitees)
    .where(eq(invitees.sessionId, sessionId))
    .orderBy(asc(invitees.calendlyCreatedAt), asc(invitees.uri));
  return rows.map(({ id, sessionId: _session, createdAt: _created, updatedAt: _updated, ...snapshot }) => ({
    id,
    snapshot,
  }));
}

export async function writeSession(
  tx: Transaction,
  session: { readonly id: string | null; readonly coachId: string; readonly revision: number },
  snapshot: SessionSnapshot,
  now: Temporal.Instant,
): Promise<string> {
  const values = { ...snapshot, revision: session.revision, updatedAt: now };
  if (session.id !== null) {
    await tx.update(sessions).set(values).where(eq(sessions.id, session.id));
    return session.id;
  }
  const id = newId("ses");
  await tx.insert(sessions).values({ id, coachId: session.coachId, ...values });
  return id;
}

export async function writeInvitee(
  tx: Transaction,
  invitee: { readonly id: string | null; readonly sessionId: string },
  snapshot: InviteeSnapshot,
  now: Temporal.Instant,
): Promise<string> {
  const values = { ...snapshot, updatedAt: now };
  if (invitee.id !== null) {
    await tx.update(invitees).set(values).where(eq(invitees.id, invitee.id));
    return invitee.id;
  }
  const id = newId("inv");
  await tx.insert(invitees).values({ id, sessionId: invitee.sessionId, ...values });
  return id;
}

/**
 * Ties the halves of a reschedule together, whichever came first: each may be the only one that names the other.
 * Answers the sessions of the other halves that changed by it.
 */
export async function linkReschedules(
  tx: Transaction,
  uris: readonly string[],
  now: Temporal.Instant,
): Promise<string[]> {
  const touched: string[] = [];
  for (const uri of uris) {
    const [self] = await tx.select().from(invitees).where(eq(invitees.uri, uri));
    if (self === undefined) continue;
    const [successor] = await tx.select({ uri: invitees.uri }).from(invitees).where(eq(invitees.oldInviteeUri, uri));
    if (successor !== undefined && self.newInviteeUri === null) {
      await tx
        .update(invitees)
        .set({ newInviteeUri: successor.uri, rescheduled: true, updatedAt: now })
        .where(eq(invitees.uri, uri));
    }
    const [predecessor] = await tx.select({ uri: invitees.uri }).from(invitees).where(eq(invitees.newInviteeUri, uri));
    if (predecessor !== undefined && self.oldInviteeUri === null) {
      await tx.update(invitees).set({ oldInviteeUri: predecessor.uri, updatedAt: now }).where(eq(invitees.uri, uri));
    }
    if (self.oldInviteeUri !== null) {
      const rows = await tx
        .update(invitees)
        .set({ newInviteeUri: uri, rescheduled: true, updatedAt: now })
        .where(and(eq(invitees.uri, self.oldInviteeUri), isNull(invitees.newInviteeUri)))
        .returning({ sessionId: invitees.sessionId });
      touched.push(...rows.map((row) => row.sessionId));
    }
    if (self.newInviteeUri !== null) {
      const rows = await tx
        .update(invitees)
        .set({ oldInviteeUri: uri, updatedAt: now })
        .where(and(eq(invitees.uri, self.newInviteeUri), isNull(invitees.oldInviteeUri)))
        .returning({ sessionId: invitees.sessionId });
      touched.push(...rows.map((row) => row.sessionId));
    }
  }
  return touched;
}

/** Marks reported bookings of these invitees as confirmed; answers those that were waiting. */
export async function settleBookings(
  tx: Transaction,
  inviteeUris: readonly string[],
  now: Temporal.Instant,
): Promise<{ readonly id: string; readonly realtorId: string }[]> {
  if (inviteeUris.length === 0) return [];
  return tx
    .update(bookings)
    .set({ state: "confirmed", trouble: null, settledAt: now })
    .where(and(inArray(bookings.inviteeUri, [...inviteeUris]), ne(bookings.state, "confirmed")))
    .returning({ id: bookings.id, realtorId: bookings.realtorId });
}

/** The realtors whose verified address is that of an invitee of these sessions, by session. */
export async function realtorsOf(tx: Transaction, sessionIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await tx
    .select({ sessionId: invitees.sessionId, personId: people.id })
    .from(invitees)
    .innerJoin(people, eq(people.email, invitees.email))
    .where(
      and(inArray(invitees.sessionId, [...sessionIds]), eq(people.role, "realtor"), eq(people.emailVerified, true)),
    );
  const bySession = new Map<string, string[]>();
  for (const row of rows) bySession.set(row.sessionId, [...(bySession.get(row.sessionId) ?? []), row.personId]);
  return bySession;
}

export async function coachesOf(tx: Transaction, sessionIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: sessions.id, coachId: sessions.coachId })
    .from(sessions)
    .where(inArray(sessions.id, [...sessionIds]));
  return new Map(rows.map((row) => [row.id, row.coachId]));
}

/**
 * Remembers how far the backfill of a coach's connection is; null when there is no connection to fill, or when it
 * stands elsewhere than at `from`: another backfill began meanwhile.
 */
export async function saveBackfill(
  tx: Transaction,
  coachId: string,
  backfill: {
    /** The cursor it must stand at; null for any. */
    readonly from: string | null;
    readonly state: "running" | "done" | "failed";
    readonly cursor: string | null;
    /** Sessions copied so far; null leaves the count alone. */
    readonly sessions: number | null;
    readonly at: Temporal.Instant;
  },
): Promise<{ readonly connectionId: string } | null> {
  const [row] = await tx
    .update(connections)
    .set({
      backfillState: backfill.state,
      backfillCursor: backfill.cursor,
      updatedAt: backfill.at,
      ...(backfill.sessions === null ? {} : { backfillSessions: backfill.sessions }),
    })
    .where(
      and(
        eq(connections.coachId, coachId),
        ne(connections.state, "disconnected"),
        backfill.from === null ? undefined : eq(connections.backfillCursor, backfill.from),
      ),
    )
    .returning({ connectionId: connections.id });
  return row ?? null;
}

/** The number of the newest live change; 0 when there is none. */
export async function newestChange(db: Queryable): Promise<number> {
  const [row] = await db.select({ seq: max(liveChanges.seq) }).from(liveChanges);
  return row?.seq ?? 0;
}
