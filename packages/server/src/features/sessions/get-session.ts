import { type Invitee, locationKindSchema, type Session, type SessionSummary } from "@punctual/contract";
import type { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import type { StoredAnswer } from "../../platform/database/schema.ts";
import { actorOf, type Viewer } from "../access/index.ts";
import { recordAudit } from "../audit/index.ts";
import { findSession, listChainRecords, listInviteeRecords } from "./queries.ts";
import { historyOf, permissionsOf, phaseOf } from "./rules.ts";
import type { InviteeRecord, SessionRecord } from "./types.ts";

interface Asked {
  readonly idOrUuid: string;
  readonly requestId: string;
}

/** One session as the viewer may see it, by our id or the last part of its Calendly URI; null otherwise. */
export async function getSession(
  context: Context,
  viewer: Viewer,
  { idOrUuid, requestId }: Asked,
): Promise<Session | null> {
  const record = await findSession(context.database, viewer, idOrUuid, context.config.calendly.apiUrl);
  return record === null ? null : viewSession(context, viewer, record, requestId);
}

/** The invitees of a session that the viewer may know; null when the session is not theirs to see. */
export async function listSessionInvitees(
  context: Context,
  viewer: Viewer,
  { idOrUuid, requestId }: Asked,
): Promise<Invitee[] | null> {
  const record = await findSession(context.database, viewer, idOrUuid, context.config.calendly.apiUrl);
  if (record === null) return null;
  const records = await listInviteeRecords(context.database, viewer, record.id);
  await recordOpening(context, viewer, record, records, requestId);
  return records.map((invitee) => toInvitee(viewer, invitee));
}

/** A session that was found for the viewer, with everything its page shows. */
export async function viewSession(
  context: Context,
  viewer: Viewer,
  record: SessionRecord,
  requestId: string,
): Promise<Session> {
  const now = context.clock.now();
  const invitees = await listInviteeRecords(context.database, viewer, record.id);
  await recordOpening(context, viewer, record, invitees, requestId);
  const rescheduled = invitees.length > 0 && invitees.every((invitee) => invitee.rescheduled);
  const chains = await listChainRecords(
    context.database,
    viewer,
    invitees.map(({ chainUri }) => chainUri),
  );
  const hosts = viewer.role !== "realtor";
  return {
    ...toSummary(record, [], rescheduled, now),
    invitees: invitees.map((invitee) => toInvitee(viewer, invitee)),
    guests: hosts ? record.guests.map((email) => ({ email })) : [],
    hosts: record.hosts.map(({ name, email }) => ({ name, email })),
    meetingNotes: hosts ? record.meetingNotes : null,
    calendar: hosts ? (record.calendarEntry?.kind ?? null) : null,
    bookedAt: record.calendlyCreatedAt.toString(),
    updatedAt: record.calendlyUpdatedAt.toString(),
    may: permissionsOf(viewer, record, now),
    history: historyOf(record, chains),
  };
}

/** An admin sees every session, but not unseen: whose answers they open is written down before they get them. */
async function recordOpening(
  context: Context,
  viewer: Viewer,
  record: SessionRecord,
  invitees: readonly InviteeRecord[],
  requestId: string,
): Promise<void> {
  if (viewer.role !== "admin" || viewer.personId === record.coachId) return;
  const answered = invitees.filter(
    ({ questionsAndAnswers, routingAnswers }) => questionsAndAnswers.length + (routingAnswers ?? []).length > 0,
  );
  if (answered.length === 0) return;
  await context.database.transaction((tx) =>
    recordAudit(tx, {
      at: context.clock.now(),
      ...actorOf(viewer),
      action: "invitee.answers_opened",
      subject: record.id,
      detail: { invitees: answered.length, ids: answered.map(({ id }) => id) },
      requestId,
    }),
  );
}

export function toSummary(
  record: SessionRecord,
  invitees: SessionSummary["invitees"],
  rescheduled: boolean,
  now: Temporal.Instant,
): SessionSummary {
  return {
    id: record.id,
    name: record.name,
    status: record.status,
    phase: phaseOf(record, now),
    startAt: record.startAt.toString(),
    endAt: record.endAt.toString(),
    coach: { id: record.coachId, name: record.coachName, timeZone: record.coachTimeZone },
    eventTypeId: record.eventTypeId,
    location:
      record.location === null
        ? null
        : { ...record.location, kind: locationKindSchema.catch("other").parse(record.location.kind) },
    inviteeCount: { total: record.inviteesTotal, active: record.inviteesActive, limit: record.inviteesLimit },
    invitees,
    cancellation: record.cancellation,
    rescheduled,
    gone: record.goneAt !== null,
  };
}

/** Calendly's cancel and reschedule pages act without a login: only the host and the invitee themself get them. */
function toInvitee(viewer: Viewer, record: InviteeRecord): Invitee {
  const mayAct = viewer.role === "coach" || (viewer.role === "realtor" && viewer.email === record.email);
  const live = mayAct && record.status === "active";
  return {
    id: record.id,
    sessionId: record.sessionId,
    name: record.name,
    email: record.email,
    erasedAt: record.erasedAt?.toString() ?? null,
    timeZone: record.timeZone,
    textReminderNumber: record.textReminderNumber,
    status: record.status,
    bookedAt: record.calendlyCreatedAt.toString(),
    bookedBy: record.schedulingMethod,
    rescheduled: record.rescheduled,
    rescheduledToSessionId: record.rescheduledToSessionId,
    rescheduledFromSessionId: record.rescheduledFromSessionId,
    noShowAt: record.noShowAt?.toString() ?? null,
    questionsAndAnswers: answers(record.questionsAndAnswers),
    routingAnswers: answers(record.routingAnswers ?? []),
    tracking: viewer.role === "realtor" ? {} : record.tracking,
    payment: record.payment,
    reconfirmation: record.reconfirmation === null ? null : { confirmedAt: record.reconfirmation.confirmedAt },
    cancellation: record.cancellation,
    cancelUrl: live ? record.cancelUrl : null,
    rescheduleUrl: live ? record.rescheduleUrl : null,
  };
}

function answers(stored: readonly StoredAnswer[]): Invitee["questionsAndAnswers"] {
  return stored.map(({ question, answer }) => ({ question, answer }));
}
