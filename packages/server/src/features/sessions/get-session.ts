import { type Invitee, locationKindSchema, type Session, type SessionSummary } from "@punctual/contract";
import type { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import type { Viewer } from "../access/index.ts";
import { findSession, listInviteeRecords } from "./queries.ts";
import { permissionsOf, phaseOf } from "./rules.ts";
import type { InviteeRecord, SessionRecord } from "./types.ts";

/** One session as the viewer may see it, by our id or the last part of its Calendly URI; null otherwise. */
export async function getSession(context: Context, viewer: Viewer, idOrUuid: string): Promise<Session | null> {
  const record = await findSession(context.database, viewer, idOrUuid, context.config.calendly.apiUrl);
  return record === null ? null : viewSession(context, viewer, record);
}

/** The invitees of a session that the viewer may know; null when the session is not theirs to see. */
export async function listSessionInvitees(
  context: Context,
  viewer: Viewer,
  idOrUuid: string,
): Promise<Invitee[] | null> {
  const record = await findSession(context.database, viewer, idOrUuid, context.config.calendly.apiUrl);
  if (record === null) return null;
  const records = await listInviteeRecords(context.database, viewer, record.id);
  return records.map((invitee) => toInvitee(viewer, invitee));
}

/** A session that was found for the viewer, with everything its page shows. */
export async function viewSession(context: Context, viewer: Viewer, record: SessionRecord): Promise<Session> {
  const now = context.clock.now();
  const invitees = await listInviteeRecords(context.database, viewer, record.id);
  const rescheduled = invitees.length > 0 && invitees.every((invitee) => invitee.rescheduled);
  return {
    ...toSummary(record, [], rescheduled, now),
    invitees: invitees.map((invitee) => toInvitee(viewer, invitee)),
    guests: viewer.role === "realtor" ? [] : record.guests.map((email) => ({ email })),
    bookedAt: record.calendlyCreatedAt.toString(),
    updatedAt: record.calendlyUpdatedAt.toString(),
    may: permissionsOf(viewer, record, now),
    history: historyOf(record, invitees),
  };
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
    timeZone: record.timeZone,
    status: record.status,
    bookedAt: record.calendlyCreatedAt.toString(),
    rescheduled: record.rescheduled,
    rescheduledToSessionId: record.rescheduledToSessionId,
    rescheduledFromSessionId: record.rescheduledFromSessionId,
    noShowAt: record.noShowAt?.toString() ?? null,
    questionsAndAnswers: [...record.questionsAndAnswers],
    cancellation: record.cancellation,
    cancelUrl: live ? record.cancelUrl : null,
    rescheduleUrl: live ? record.rescheduleUrl : null,
  };
}

/** What happened, oldest first, as far as the viewer's invitees tell. */
function historyOf(record: SessionRecord, invitees: readonly InviteeRecord[]): Session["history"] {
  const entries: Session["history"] = invitees.flatMap((invitee) => {
    const booked = invitee.oldInviteeUri === null ? "Booked" : "Moved here from another time";
    const lines: Session["history"] = [{ at: invitee.calendlyCreatedAt.toString(), what: booked, who: invitee.name }];
    if (invitee.cancellation !== null) {
      const what = invitee.rescheduled ? "Moved to another time" : "Canceled";
      lines.push({ at: invitee.cancellation.at, what, who: invitee.cancellation.canceledBy });
    }
    if (invitee.noShowAt !== null) {
      lines.push({ at: invitee.noShowAt.toString(), what: "Marked as no-show", who: null });
    }
    return lines;
  });
  const told = invitees.some((invitee) => invitee.cancellation !== null);
  if (record.cancellation !== null && !told) {
    entries.push({ at: record.cancellation.at, what: "Canceled", who: record.cancellation.canceledBy });
  }
  return entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
