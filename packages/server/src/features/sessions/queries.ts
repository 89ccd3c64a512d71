import { and, asc, desc, eq, exists, gt, gte, ilike, inArray, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import {
  bookings,
  connections,
  eventTypes,
  invitees,
  people,
  routingSubmissions,
  sessions,
} from "../../platform/database/schema.ts";
import type { AuthorizedRealtor, Viewer } from "../access/index.ts";
import type {
  ChainRecord,
  InviteeRecord,
  ListedInvitee,
  SessionFilter,
  SessionPosition,
  SessionRecord,
} from "./types.ts";

const columns = {
  id: sessions.id,
  uri: sessions.uri,
  coachId: sessions.coachId,
  coachName: people.name,
  coachTimeZone: sql<string | null>`coalesce(${connections.account} ->> 'timeZone', ${people.timeZone})`,
  eventTypeId: eventTypes.id,
  name: sessions.name,
  status: sessions.status,
  startAt: sessions.startAt,
  endAt: sessions.endAt,
  location: sessions.location,
  guests: sessions.guests,
  hosts: sessions.hosts,
  meetingNotes: sessions.meetingNotes,
  calendarEntry: sessions.calendarEntry,
  inviteesTotal: sessions.inviteesTotal,
  inviteesActive: sessions.inviteesActive,
  inviteesLimit: sessions.inviteesLimit,
  cancellation: sessions.cancellation,
  calendlyCreatedAt: sessions.calendlyCreatedAt,
  calendlyUpdatedAt: sessions.calendlyUpdatedAt,
  goneAt: sessions.goneAt,
};

function selectSessions(db: Queryable) {
  return db
    .select(columns)
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.coachId))
    .leftJoin(connections, eq(connections.coachId, sessions.coachId))
    .leftJoin(eventTypes, eq(eventTypes.uri, sessions.eventTypeUri));
}

/** A coach hosts them, a realtor booked them under the address they proved, an admin sees all. */
function sessionScope(db: Queryable, viewer: Viewer): SQL | undefined {
  switch (viewer.role) {
    case "admin":
      return undefined;
    case "coach":
      return eq(sessions.coachId, viewer.personId);
    case "realtor":
      if (!viewer.emailVerified) return sql`false`;
      return inArray(
        sessions.id,
        db.select({ id: invitees.sessionId }).from(invitees).where(eq(invitees.email, viewer.email)),
      );
  }
}

/** Which invitees of a session the viewer may know: a realtor only themself. */
function inviteeScope(viewer: Viewer): SQL | undefined {
  if (viewer.role !== "realtor") return undefined;
  return viewer.emailVerified ? eq(invitees.email, viewer.email) : sql`false`;
}

/** One page of sessions that the viewer may see, by start and id. One statement, whatever the filters. */
export function listSessionRecords(
  db: Queryable,
  viewer: Viewer,
  filter: SessionFilter,
  page: { readonly after: SessionPosition | null; readonly limit: number; readonly now: Temporal.Instant },
): Promise<SessionRecord[]> {
  const { after, limit, now } = page;
  const ascending = filter.sort === "start_asc";
  const order = ascending ? asc : desc;
  const beyond = ascending ? gt : lt;
  return selectSessions(db)
    .where(
      and(
        sessionScope(db, viewer),
        filter.status === undefined ? undefined : eq(sessions.status, filter.status),
        phaseCondition(filter.phase, now),
        filter.coachId === undefined ? undefined : eq(sessions.coachId, filter.coachId),
        filter.eventTypeId === undefined ? undefined : eventTypeCondition(db, filter.eventTypeId),
        filter.from === undefined ? undefined : gte(sessions.startAt, Temporal.Instant.from(filter.from)),
        filter.to === undefined ? undefined : lt(sessions.startAt, Temporal.Instant.from(filter.to)),
        filter.search ? searchCondition(db, viewer, filter.search) : undefined,
        after === null
          ? undefined
          : or(
              beyond(sessions.startAt, after.startAt),
              and(eq(sessions.startAt, after.startAt), beyond(sessions.id, after.id)),
            ),
        // The same again as a plain bound, which an index can begin at.
        after === null
          ? undefined
          : ascending
            ? gte(sessions.startAt, after.startAt)
            : lte(sessions.startAt, after.startAt),
      ),
    )
    .orderBy(order(sessions.startAt), order(sessions.id))
    .limit(limit);
}

function phaseCondition(phase: SessionFilter["phase"], now: Temporal.Instant): SQL | undefined {
  switch (phase) {
    case undefined:
      return undefined;
    case "upcoming":
      return gt(sessions.startAt, now);
    case "in_progress":
      return and(lte(sessions.startAt, now), gt(sessions.endAt, now));
    case "ended":
      return and(lte(sessions.startAt, now), lte(sessions.endAt, now));
  }
}

function eventTypeCondition(db: Queryable, eventTypeId: string): SQL {
  return eq(
    sessions.eventTypeUri,
    db.select({ uri: eventTypes.uri }).from(eventTypes).where(eq(eventTypes.id, eventTypeId)),
  );
}

function searchCondition(db: Queryable, viewer: Viewer, search: string): SQL | undefined {
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  return or(
    ilike(sessions.name, pattern),
    exists(
      db
        .select({ one: sql`1` })
        .from(invitees)
        .where(
          and(
            eq(invitees.sessionId, sessions.id),
            inviteeScope(viewer),
            or(ilike(invitees.name, pattern), ilike(invitees.email, pattern)),
          ),
        ),
    ),
  );
}

/** At most five invitees of each of these sessions, active ones first. */
export async function listListedInvitees(
  db: Queryable,
  viewer: Viewer,
  sessionIds: readonly string[],
): Promise<ListedInvitee[]> {
  if (sessionIds.length === 0) return [];
  const ranked = db
    .select({
      id: invitees.id,
      sessionId: invitees.sessionId,
      name: invitees.name,
      timeZone: invitees.timeZone,
      status: invitees.status,
      place:
        sql<number>`row_number() over (partition by ${invitees.sessionId} order by ${invitees.status}, ${invitees.calendlyCreatedAt}, ${invitees.id})`.as(
          "place",
        ),
      allRescheduled: sql<boolean>`bool_and(${invitees.rescheduled}) over (partition by ${invitees.sessionId})`.as(
        "all_rescheduled",
      ),
    })
    .from(invitees)
    .where(and(inArray(invitees.sessionId, [...sessionIds]), inviteeScope(viewer)))
    .as("ranked");
  const rows = await db.select().from(ranked).where(lte(ranked.place, 5)).orderBy(ranked.sessionId, ranked.place);
  return rows.map(({ place: _place, ...row }) => row);
}

/**
 * One session that the viewer may see, by our id or by the last part of its Calendly URI; null otherwise.
 * Every URI is mirrored at the configured API origin, so the whole of it can be put together.
 */
export async function findSession(
  db: Queryable,
  viewer: Viewer,
  idOrUuid: string,
  apiUrl: string,
): Promise<SessionRecord | null> {
  const which = idOrUuid.startsWith("ses_")
    ? eq(sessions.id, idOrUuid)
    : eq(sessions.uri, `${apiUrl.replace(/\/+$/, "")}/scheduled_events/${idOrUuid}`);
  const [row] = await selectSessions(db).where(and(which, sessionScope(db, viewer)));
  return row ?? null;
}

/** The invitees of a session that the viewer may know, active ones first. */
export async function listInviteeRecords(db: Queryable, viewer: Viewer, sessionId: string): Promise<InviteeRecord[]> {
  const successor = alias(invitees, "successor");
  const predecessor = alias(invitees, "predecessor");
  const rows = await db
    .select({
      invitee: invitees,
      to: successor.sessionId,
      from: predecessor.sessionId,
      routingAnswers: routingSubmissions.answers,
    })
    .from(invitees)
    .leftJoin(successor, eq(successor.uri, invitees.newInviteeUri))
    .leftJoin(predecessor, eq(predecessor.uri, invitees.oldInviteeUri))
    .leftJoin(routingSubmissions, eq(routingSubmissions.uri, invitees.routingSubmissionUri))
    .where(and(eq(invitees.sessionId, sessionId), inviteeScope(viewer)))
    .orderBy(invitees.status, invitees.calendlyCreatedAt, invitees.id);
  return rows.map(({ invitee, to, from, routingAnswers }) => ({
    ...invitee,
    rescheduledToSessionId: to,
    rescheduledFromSessionId: from,
    routingAnswers,
  }));
}

/** All bookings of these chains that the viewer may know, each with its time, in the order of the moves. */
export async function listChainRecords(
  db: Queryable,
  viewer: Viewer,
  chainUris: readonly string[],
): Promise<ChainRecord[]> {
  if (chainUris.length === 0) return [];
  return db
    .select({
      uri: invitees.uri,
      sessionId: invitees.sessionId,
      startAt: sessions.startAt,
      name: invitees.name,
      chainUri: invitees.chainUri,
      chainMoves: invitees.chainMoves,
      rescheduled: invitees.rescheduled,
      cancellation: invitees.cancellation,
      noShowAt: invitees.noShowAt,
      calendlyCreatedAt: invitees.calendlyCreatedAt,
    })
    .from(invitees)
    .innerJoin(sessions, eq(sessions.id, invitees.sessionId))
    .where(and(inArray(invitees.chainUri, [...chainUris]), sessionScope(db, viewer), inviteeScope(viewer)))
    .orderBy(invitees.chainUri, invitees.chainMoves, invitees.uri);
}

/** A reported booking with what its page needs to know. */
export interface BookingRecord {
  readonly id: string;
  readonly state: "confirming" | "confirmed" | "failed";
  readonly trouble: string | null;
  readonly startedAt: Temporal.Instant;
  readonly eventUri: string;
  readonly inviteeUri: string;
  readonly realtorId: string;
  /** The coach whose event type was booked. */
  readonly coachId: string;
  /** The mirrored session, when the booking was made under the realtor's own address: only then they may open it. */
  readonly sessionId: string | null;
}

/** A booking by its id; with a realtor given, only theirs. */
export async function findBooking(
  db: Queryable,
  id: string,
  realtor: AuthorizedRealtor | null,
): Promise<BookingRecord | null> {
  const [row] = await db
    .select({
      id: bookings.id,
      state: bookings.state,
      trouble: bookings.trouble,
      startedAt: bookings.startedAt,
      eventUri: bookings.eventUri,
      inviteeUri: bookings.inviteeUri,
      realtorId: bookings.realtorId,
      coachId: eventTypes.coachId,
      sessionId: invitees.sessionId,
    })
    .from(bookings)
    .innerJoin(eventTypes, eq(eventTypes.id, bookings.eventTypeId))
    .innerJoin(people, eq(people.id, bookings.realtorId))
    .leftJoin(
      invitees,
      and(eq(invitees.uri, bookings.inviteeUri), eq(invitees.email, people.email), eq(people.emailVerified, true)),
    )
    .where(and(eq(bookings.id, id), realtor === null ? undefined : eq(bookings.realtorId, realtor.personId)));
  return row ?? null;
}

/** Keeps a report; answers the id of the one that is there when it came before. */
export async function insertBooking(
  tx: Transaction,
  booking: typeof bookings.$inferInsert,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const [inserted] = await tx.insert(bookings).values(booking).onConflictDoNothing().returning({ id: bookings.id });
  if (inserted !== undefined) return { id: inserted.id, isNew: true };
  const [known] = await tx
    .select({ id: bookings.id })
    .from(bookings)
    .where(and(eq(bookings.realtorId, booking.realtorId), eq(bookings.inviteeUri, booking.inviteeUri)));
  return { id: known?.id ?? booking.id, isNew: false };
}

export async function isMirrored(tx: Queryable, inviteeUri: string): Promise<boolean> {
  const [row] = await tx.select({ id: invitees.id }).from(invitees).where(eq(invitees.uri, inviteeUri));
  return row !== undefined;
}

/** Settles a booking that still waits; false when it was settled meanwhile. */
export async function settleBooking(
  tx: Transaction,
  id: string,
  outcome: { readonly state: "confirmed" | "failed"; readonly trouble: string | null; readonly at: Temporal.Instant },
): Promise<boolean> {
  const rows = await tx
    .update(bookings)
    .set({ state: outcome.state, trouble: outcome.trouble, settledAt: outcome.at })
    .where(and(eq(bookings.id, id), eq(bookings.state, "confirming")))
    .returning({ id: bookings.id });
  return rows.length > 0;
}
