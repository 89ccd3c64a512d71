import { createHash } from "node:crypto";
import { instantSchema, type Session, type SessionEvent, type SessionPhase } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import type { ChainRecord, SessionFilter, SessionPosition, SessionRecord } from "./types.ts";

interface Timed {
  readonly startAt: Temporal.Instant;
  readonly endAt: Temporal.Instant;
}

/** Where a session stands by the clock. Its end belongs to 'ended'. */
export function phaseOf(session: Timed, now: Temporal.Instant): SessionPhase {
  if (Temporal.Instant.compare(now, session.startAt) < 0) return "upcoming";
  return Temporal.Instant.compare(now, session.endAt) < 0 ? "in_progress" : "ended";
}

export type CancelRefusal = "session_over" | "session_already_canceled";

type Cancelable = Timed & Pick<SessionRecord, "status" | "goneAt">;

/** Why a session cannot be canceled by whoever hosts it; null when it can. */
export function cancelRefusal(session: Cancelable, now: Temporal.Instant): CancelRefusal | null {
  if (session.status === "canceled") return "session_already_canceled";
  // Calendly deletes only what lies in the past.
  if (session.goneAt !== null) return "session_over";
  return phaseOf(session, now) === "ended" ? "session_over" : null;
}

export const cancelSentences: Record<CancelRefusal, string> = {
  session_over: "This session is over. A session can be canceled until it ends.",
  session_already_canceled: "This session is canceled already.",
};

/** What the viewer may do with a session now, and why not. */
export function permissionsOf(
  viewer: { readonly role: "coach" | "realtor" | "admin" },
  session: Cancelable,
  now: Temporal.Instant,
): Session["may"] {
  if (session.goneAt !== null) {
    return {
      cancel: { allowed: false, why: "Calendly has deleted the data of this session: nothing can be done with it." },
    };
  }
  const refusal = cancelRefusal(session, now);
  if (refusal !== null) return { cancel: { allowed: false, why: cancelSentences[refusal] } };
  if (viewer.role === "realtor") {
    return { cancel: { allowed: false, why: "Use Calendly's own page to cancel or move your booking." } };
  }
  return { cancel: { allowed: true, why: null } };
}

/**
 * What happened to a session, oldest first: to the bookings of its invitees, from the first time they booked through every
 * move, as far as the viewer may know them. `chains` are in the order of their moves.
 */
export function historyOf(
  session: Pick<SessionRecord, "id" | "cancellation" | "goneAt">,
  chains: readonly ChainRecord[],
): SessionEvent[] {
  const entries = chains.flatMap((booking, index) => {
    const [before, after] = [chains[index - 1], chains[index + 1]];
    const previous = before?.chainUri === booking.chainUri ? before : null;
    const next = after?.chainUri === booking.chainUri ? after : null;
    return bookingEvents(booking, previous, next);
  });
  const told = chains.some(({ sessionId, cancellation }) => sessionId === session.id && cancellation !== null);
  if (session.cancellation !== null && !told) {
    const { at, canceledBy, reason } = session.cancellation;
    entries.push({ ...nowhere, at, what: "canceled", who: canceledBy, reason });
  }
  if (session.goneAt !== null) entries.push({ ...nowhere, at: session.goneAt.toString(), what: "gone", who: null });
  return entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

const nowhere = { reason: null, from: null, to: null } as const;

function bookingEvents(booking: ChainRecord, previous: ChainRecord | null, next: ChainRecord | null): SessionEvent[] {
  const { cancellation, noShowAt } = booking;
  const bookedAt = booking.calendlyCreatedAt.toString();
  const events: SessionEvent[] = [];
  if (previous === null && booking.chainMoves === 0) {
    events.push({ ...nowhere, at: bookedAt, what: "booked", who: booking.name, to: timeOf(booking) });
  } else if (previous === null) {
    // The time before is not mirrored, or not the viewer's to see.
    events.push({ ...nowhere, at: bookedAt, what: "moved", who: null, to: timeOf(booking) });
  }
  if (cancellation !== null || booking.rescheduled) {
    events.push({
      at: cancellation?.at ?? next?.calendlyCreatedAt.toString() ?? bookedAt,
      what: booking.rescheduled ? "moved" : "canceled",
      who: cancellation?.canceledBy ?? null,
      reason: cancellation?.reason ?? null,
      from: timeOf(booking),
      to: booking.rescheduled && next !== null ? timeOf(next) : null,
    });
  }
  if (noShowAt !== null) events.push({ ...nowhere, at: noShowAt.toString(), what: "no_show", who: booking.name });
  return events;
}

function timeOf({ sessionId, startAt }: ChainRecord): { readonly sessionId: string; readonly startAt: string } {
  return { sessionId, startAt: startAt.toString() };
}

/** An opaque cursor. It belongs to the filters that made it: with others the page would have gaps. */
export function writeCursor(position: SessionPosition, filter: SessionFilter): string {
  const parts = [position.startAt.toString(), position.id, fingerprint(filter)];
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** Reads a cursor back; null when it is not one of ours or belongs to other filters. */
export function readCursor(cursor: string, filter: SessionFilter): SessionPosition | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (!Array.isArray(parts)) return null;
    const [startAt, id, print] = parts;
    const start = instantSchema.safeParse(startAt);
    if (!start.success || typeof id !== "string" || !/^\w{1,64}$/.test(id) || print !== fingerprint(filter))
      return null;
    return { startAt: Temporal.Instant.from(start.data), id };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

function fingerprint(filter: SessionFilter): string {
  const { status, phase, coachId, eventTypeId, from, to, search, sort } = filter;
  const parts = [status, phase, coachId, eventTypeId, from, to, search, sort].map((part) => part ?? null);
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 12);
}

/**
 * What Calendly's widget reported, when it names an invitee of a scheduled event at the configured Calendly: the
 * message comes from a browser and proves nothing by itself.
 */
export function readReport(
  report: { readonly eventUri: string; readonly inviteeUri: string },
  origins: { readonly apiUrl: string; readonly bookingUrl: string },
): { readonly eventUri: string; readonly inviteeUri: string } | null {
  const event = partsOf(report.eventUri, origins);
  const invitee = partsOf(report.inviteeUri, origins);
  const path = event === null ? null : /^\/scheduled_events\/([\w-]{1,64})$/.exec(event);
  const inviteePath =
    invitee === null ? null : /^\/scheduled_events\/([\w-]{1,64})\/invitees\/([\w-]{1,64})$/.exec(invitee);
  if (path === null || inviteePath === null || path[1] !== inviteePath[1]) return null;
  const base = origins.apiUrl.replace(/\/+$/, "");
  return { eventUri: `${base}${path[0]}`, inviteeUri: `${base}${inviteePath[0]}` };
}

/** The path of a URI whose origin is one by which the configured Calendly names its records. */
function partsOf(uri: string, origins: { readonly apiUrl: string; readonly bookingUrl: string }): string | null {
  const url = URL.parse(uri);
  if (url === null || url.search !== "" || url.hash !== "") return null;
  const known = [origins.apiUrl, origins.bookingUrl].map((origin) => new URL(origin).origin);
  return known.includes(url.origin) ? url.pathname : null;
}
