import { and, asc, desc, eq, inArray, isNotNull, max, ne, or, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type {
  InviteeSnapshot,
  RoutingSubmissionSnapshot,
  SessionSnapshot,
} from "../../platform/calendly/session-snapshot.ts";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import {
  bookings,
  connections,
  invitees,
  liveChanges,
  people,
  routingSubmissions,
  sessions,
} from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";
import type { ChainLink } from "./types.ts";

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
  readonly goneAt: Temporal.Instant | null;
  readonly snapshot: SessionSnapshot;
}

export async function readSession(tx: Transaction, uri: string): Promise<MirroredSession | null> {
  const [row] = await tx.select().from(sessions).where(eq(sessions.uri, uri));
  if (row === undefined) return null;
  const { id, coachId, revision, goneAt, createdAt: _created, updatedAt: _updated, ...snapshot } = row;
  return { id, coachId, revision, goneAt, snapshot };
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
  return rows.map((row) => {
    const { id, sessionId: _session, createdAt: _created, updatedAt: _updated, ...told } = row;
    const { chainUri: _chain, chainMoves: _moves, ...snapshot } = told;
    return { id, snapshot };
  });
}

export async function writeSession(
  tx: Transaction,
  session: Omit<MirroredSession, "id"> & { readonly id: string | null },
  now: Temporal.Instant,
): Promise<string> {
  const { id: known, snapshot, ...own } = session;
  const values = { ...snapshot, ...own, updatedAt: now };
  if (known !== null) {
    await tx.update(sessions).set(values).where(eq(sessions.id, known));
    return known;
  }
  const id = newId("ses");
  await tx.insert(sessions).values({ id, ...values });
  return id;
}

export async function writeInvitee(
  tx: Transaction,
  invitee: { readonly id: string | null; readonly sessionId: string; readonly snapshot: InviteeSnapshot },
  now: Temporal.Instant,
): Promise<string> {
  const { snapshot } = invitee;
  const values = { ...snapshot, updatedAt: now };
  if (invitee.id !== null) {
    await tx.update(invitees).set(values).where(eq(invitees.id, invitee.id));
    return invitee.id;
  }
  const id = newId("inv");
  await tx.insert(invitees).values({ id, sessionId: invitee.sessionId, chainUri: snapshot.uri, ...values });
  return id;
}

/** The mirrored invitees of these URIs, and those who name one of them as the other half of a reschedule. */
export async function readChainLinks(tx: Transaction, uris: readonly string[]): Promise<ChainLink[]> {
  const list = [...uris];
  return tx
    .select({
      uri: invitees.uri,
      sessionId: invitees.sessionId,
      rescheduled: invitees.rescheduled,
      oldInviteeUri: invitees.oldInviteeUri,
      newInviteeUri: invitees.newInviteeUri,
      chainUri: invitees.chainUri,
      chainMoves: invitees.chainMoves,
    })
    .from(invitees)
    .where(
      or(inArray(invitees.uri, list), inArray(invitees.oldInviteeUri, list), inArray(invitees.newInviteeUri, list)),
    );
}

export async function writeChainLink(tx: Transaction, link: ChainLink, now: Temporal.Instant): Promise<void> {
  const { uri, sessionId: _session, ...values } = link;
  await tx
    .update(invitees)
    .set({ ...values, updatedAt: now })
    .where(eq(invitees.uri, uri));
}

export interface MirroredSubmission {
  readonly id: string;
  readonly coachId: string | null;
  readonly snapshot: RoutingSubmissionSnapshot;
}

/** The mirrored answers to routing forms of these URIs. */
export async function readSubmissions(tx: Transaction, uris: readonly string[]): Promise<MirroredSubmission[]> {
  const rows = await tx
    .select()
    .from(routingSubmissions)
    .where(inArray(routingSubmissions.uri, [...uris]));
  return rows.map(({ id, coachId, createdAt: _created, updatedAt: _updated, ...row }) => ({
    id,
    coachId,
    snapshot: { ...row, subscriberUri: null },
  }));
}

export async function writeSubmission(
  tx: Transaction,
  submission: Omit<MirroredSubmission, "id"> & { readonly id: string | null },
  now: Temporal.Instant,
): Promise<void> {
  const { id, coachId, snapshot } = submission;
  const { subscriberUri: _subscriber, ...values } = snapshot;
  if (id === null) {
    await tx.insert(routingSubmissions).values({ id: newId("rts"), coachId, ...values, updatedAt: now });
    return;
  }
  await tx
    .update(routingSubmissions)
    .set({ coachId, ...values, updatedAt: now })
    .where(eq(routingSubmissions.id, id));
}

/** Who booked from the answers to a routing form, the latest first: after a reschedule that is the new invitee. */
export async function readSubmitters(
  tx: Transaction,
  submissionUri: string,
): Promise<{ readonly uri: string; readonly erased: boolean }[]> {
  return tx
    .select({ uri: invitees.uri, erased: sql<boolean>`${isNotNull(invitees.erasedAt)}` })
    .from(invitees)
    .where(eq(invitees.routingSubmissionUri, submissionUri))
    .orderBy(desc(invitees.calendlyCreatedAt), desc(invitees.uri));
}

/** Realtors whose verified address is one of these. */
export async function realtorsWith(tx: Transaction, emails: readonly string[]): Promise<string[]> {
  if (emails.length === 0) return [];
  const rows = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(inArray(people.email, [...emails]), eq(people.role, "realtor"), eq(people.emailVerified, true)));
  return rows.map(({ id }) => id);
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

/** The number of the newest live change; 0 when there is none. */
export async function newestChange(db: Queryable): Promise<number> {
  const [row] = await db.select({ seq: max(liveChanges.seq) }).from(liveChanges);
  return row?.seq ?? 0;
}
