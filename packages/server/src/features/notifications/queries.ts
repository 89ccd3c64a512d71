import { and, asc, desc, eq, inArray, lt, ne, or, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import {
  connections,
  invitees,
  mailboxMessages,
  notifications,
  people,
  sessions,
} from "../../platform/database/schema.ts";
import type { Viewer } from "../access/index.ts";
import { calendarEntryOf } from "./rules.ts";
import type { Circumstances, RecipientRole, Span } from "./types.ts";

export interface PlannedNotification {
  readonly id: string;
  readonly sessionId: string;
  readonly kind: "booked" | "canceled";
  readonly recipient: string;
  readonly recipientRole: RecipientRole;
  readonly inviteeId: string;
  readonly revision: number;
  readonly createdAt: Temporal.Instant;
}

/** Inserts what is not planned yet; answers the ids of what is new. The unique key settles every race. */
export async function insertNotifications(tx: Transaction, planned: readonly PlannedNotification[]): Promise<string[]> {
  if (planned.length === 0) return [];
  const rows = await tx
    .insert(notifications)
    .values(planned.map((row) => ({ ...row, state: "pending" as const })))
    .onConflictDoNothing()
    .returning({ id: notifications.id });
  return rows.map((row) => row.id);
}

/** The addresses of these people, by their ids. */
export async function emailsOf(tx: Queryable, personIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: people.id, email: people.email })
    .from(people)
    .where(inArray(people.id, [...personIds]));
  return new Map(rows.map(({ id, email }) => [id, email.toLowerCase()]));
}

/** Everything that a message is decided on, as it is now. Null when the notification is unknown or settled. */
export async function readCircumstances(db: Queryable, notificationId: string): Promise<Circumstances | null> {
  const [row] = await db
    .select({
      notification: notifications,
      session: sessions,
      invitee: invitees,
      coach: people,
      connection: connections,
    })
    .from(notifications)
    .innerJoin(sessions, eq(sessions.id, notifications.sessionId))
    .innerJoin(invitees, eq(invitees.id, notifications.inviteeId))
    .innerJoin(people, eq(people.id, sessions.coachId))
    .leftJoin(connections, eq(connections.coachId, sessions.coachId))
    .where(and(eq(notifications.id, notificationId), eq(notifications.state, "pending")));
  if (row === undefined) return null;
  const { notification, session, invitee, coach, connection } = row;
  const attendees = await db
    .select({ name: invitees.name, email: invitees.email, timeZone: invitees.timeZone })
    .from(invitees)
    .where(and(eq(invitees.sessionId, session.id), eq(invitees.status, "active")))
    .orderBy(invitees.calendlyCreatedAt, invitees.id);
  const [account] = await db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.email, notification.recipient), eq(people.emailVerified, true)));
  const chain = await readChain(db, invitee, notification.recipient);
  return {
    notification,
    session,
    coach: { name: coach.name, email: coach.email, timeZone: coach.timeZone ?? connection?.account.timeZone ?? null },
    invitee,
    attendees,
    movedTo: await spanOf(db, invitee.newInviteeUri),
    movedFrom: await spanOf(db, invitee.oldInviteeUri),
    toldOfMove: chain.some(({ moves, isTold }) => moves > invitee.chainMoves && isTold),
    calendarEntry: calendarEntryOf(
      { recipientRole: notification.recipientRole, session },
      chain.filter(({ moves }) => moves < invitee.chainMoves),
    ),
    recipientHasAccount: notification.recipientRole === "coach" || account !== undefined,
  };
}

/** The other bookings of an invitee's chain of reschedules, the first first, and which of them the recipient hears of. */
function readChain(db: Queryable, invitee: { readonly id: string; readonly chainUri: string }, recipient: string) {
  return db
    .select({
      moves: invitees.chainMoves,
      sessionId: sessions.id,
      revision: sessions.revision,
      isTold: sql<boolean>`exists (
        select 1 from ${notifications} where ${notifications.sessionId} = ${sessions.id}
          and ${notifications.inviteeId} = ${invitees.id} and ${notifications.recipient} = ${recipient})`,
    })
    .from(invitees)
    .innerJoin(sessions, eq(sessions.id, invitees.sessionId))
    .where(and(eq(invitees.chainUri, invitee.chainUri), ne(invitees.id, invitee.id)))
    .orderBy(asc(invitees.chainMoves), asc(invitees.uri));
}

async function spanOf(db: Queryable, inviteeUri: string | null): Promise<Span | null> {
  if (inviteeUri === null) return null;
  const [row] = await db
    .select({ startAt: sessions.startAt, endAt: sessions.endAt })
    .from(invitees)
    .innerJoin(sessions, eq(sessions.id, invitees.sessionId))
    .where(eq(invitees.uri, inviteeUri));
  return row ?? null;
}

export async function markAttempt(tx: Transaction, id: string, messageId: string): Promise<void> {
  await tx
    .update(notifications)
    .set({ attempts: sql`${notifications.attempts} + 1`, messageId })
    .where(eq(notifications.id, id));
}

export async function markSkipped(tx: Transaction, id: string, reason: string): Promise<void> {
  await tx.update(notifications).set({ state: "skipped", reason }).where(eq(notifications.id, id));
}

export async function markSent(tx: Transaction, id: string, at: Temporal.Instant): Promise<void> {
  await tx.update(notifications).set({ state: "sent", sentAt: at, reason: null }).where(eq(notifications.id, id));
}

export async function markTrouble(
  db: Queryable,
  id: string,
  state: "pending" | "failed",
  reason: string,
): Promise<void> {
  await db
    .update(notifications)
    .set({ state, reason })
    .where(and(eq(notifications.id, id), eq(notifications.state, "pending")));
}

/** Ids of the people to whom this address belongs. */
export async function ownersOf(tx: Transaction, address: string): Promise<string[]> {
  const rows = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.email, address), eq(people.emailVerified, true)));
  return rows.map((row) => row.id);
}

/** Position in the mailbox: the message that was read last. */
export interface MailboxPosition {
  readonly sentAt: Temporal.Instant;
  readonly id: string;
}

/** Messages that the viewer may read, newest first. */
export async function listMessages(
  db: Queryable,
  viewer: Viewer,
  page: { readonly after: MailboxPosition | null; readonly limit: number },
) {
  const { after } = page;
  return db
    .select()
    .from(mailboxMessages)
    .where(
      and(
        mailboxScope(viewer),
        after === null
          ? undefined
          : or(
              lt(mailboxMessages.sentAt, after.sentAt),
              and(eq(mailboxMessages.sentAt, after.sentAt), lt(mailboxMessages.id, after.id)),
            ),
      ),
    )
    .orderBy(desc(mailboxMessages.sentAt), desc(mailboxMessages.id))
    .limit(page.limit);
}

export async function findMessage(db: Queryable, viewer: Viewer, id: string) {
  const [row] = await db
    .select()
    .from(mailboxMessages)
    .where(and(mailboxScope(viewer), eq(mailboxMessages.id, id)));
  return row ?? null;
}

/** An admin reads all; everyone else what was sent to the address that they proved is theirs. */
function mailboxScope(viewer: Viewer) {
  if (viewer.role === "admin") return undefined;
  return inArray(mailboxMessages.recipient, viewer.emailVerified ? [viewer.email] : []);
}
