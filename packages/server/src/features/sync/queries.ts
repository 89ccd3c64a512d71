import { and, desc, eq, inArray, isNotNull, max, ne, or, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Temporal } from "temporal-polyfill";
import type { RoutingSubmissionSnapshot } from "../../platform/calendly/session-snapshot.ts";
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
import { upsertingRows } from "../../platform/database/write-rows.ts";
import type { ChainLink } from "./types.ts";

/**
 * Holds every record of these URIs until the transaction ends, also those that do not exist yet. Taken in one
 * order by all, so that the two halves of a reschedule, applied at the same time, cannot wait for each other.
 */
export async function lockUris(tx: Transaction, uris: readonly string[]): Promise<void> {
  if (uris.length === 0) return;
  const sorted = JSON.stringify([...new Set(uris)].sort());
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(uri, 0)) from jsonb_array_elements_text(${sorted}::jsonb) as uri`,
  );
}

/**
 * The coaches who are connected as these Calendly users, by the user's URI. Their connections are held until the
 * transaction ends, so that whoever erases what a coach left waits for what is just being applied to it.
 */
export async function hostingCoaches(tx: Transaction, userUris: readonly string[]): Promise<Map<string, string>> {
  if (userUris.length === 0) return new Map();
  const rows = await tx
    .select({ coachId: connections.coachId, userUri: connections.userUri })
    .from(connections)
    .where(and(inArray(connections.userUri, [...userUris]), ne(connections.state, "disconnected")))
    .orderBy(connections.id)
    .for("key share");
  return new Map(rows.map(({ coachId, userUri }) => [userUri, coachId]));
}

/** The mirrored invitees of these URIs, and those who name one of them as the other half of a reschedule. */
export async function readChainLinks(tx: Transaction, uris: readonly string[]): Promise<ChainLink[]> {
  const list = sql.param([...uris]);
  const isOneOf = (column: AnyPgColumn) => sql`${column} = any(${list}::text[])`;
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
    .where(or(isOneOf(invitees.uri), isOneOf(invitees.oldInviteeUri), isOneOf(invitees.newInviteeUri)));
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

const upsertSubmissions = upsertingRows(routingSubmissions, { key: "id", left: ["createdAt"], kept: [] });

export async function writeSubmissions(
  tx: Transaction,
  submissions: readonly MirroredSubmission[],
  now: Temporal.Instant,
): Promise<void> {
  if (submissions.length === 0) return;
  const rows = submissions.map(({ id, coachId, snapshot }) => {
    const { subscriberUri: _subscriber, ...values } = snapshot;
    return { id, coachId, ...values, updatedAt: now };
  });
  await tx.execute(upsertSubmissions(rows));
}

/** Who booked from the answers to these routing forms, the latest first: after a reschedule that is the new invitee. */
export async function readSubmitters(
  tx: Transaction,
  submissionUris: readonly string[],
): Promise<{ readonly submissionUri: string | null; readonly uri: string; readonly erased: boolean }[]> {
  return tx
    .select({
      submissionUri: invitees.routingSubmissionUri,
      uri: invitees.uri,
      erased: sql<boolean>`${isNotNull(invitees.erasedAt)}`,
    })
    .from(invitees)
    .where(inArray(invitees.routingSubmissionUri, [...submissionUris]))
    .orderBy(desc(invitees.calendlyCreatedAt), desc(invitees.uri));
}

/** Realtors whose verified address is one of these. */
export async function realtorsWith(
  tx: Transaction,
  emails: readonly string[],
): Promise<{ readonly id: string; readonly email: string }[]> {
  if (emails.length === 0) return [];
  return tx
    .select({ id: people.id, email: people.email })
    .from(people)
    .where(and(inArray(people.email, [...emails]), eq(people.role, "realtor"), eq(people.emailVerified, true)));
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
    .where(
      and(sql`${bookings.inviteeUri} = any(${sql.param([...inviteeUris])}::text[])`, ne(bookings.state, "confirmed")),
    )
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

/** Which session and invitee of ours a booking is. */
export interface InviteePlace {
  readonly sessionId: string;
  readonly inviteeId: string;
}

/** Those of these invitees that are mirrored, by URI. */
export async function placesOf(tx: Transaction, inviteeUris: readonly string[]): Promise<Map<string, InviteePlace>> {
  const rows = await tx
    .select({ uri: invitees.uri, sessionId: invitees.sessionId, inviteeId: invitees.id })
    .from(invitees)
    .where(inArray(invitees.uri, [...inviteeUris]));
  return new Map(rows.map(({ uri, ...place }) => [uri, place]));
}
