import { isTimeZone } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import type { Circumstances, Decision, RecipientRole, Span } from "./types.ts";

/** How long the message about one half of a reschedule waits for the other; a sweep would have found it by then. */
const patience = { leaving: { minutes: 20 }, arriving: { minutes: 2 } } as const;
const lookAgainAfterSeconds = 10;

/**
 * Decides from the present state whether a planned message still tells the truth. A reschedule is one message, about the
 * new time, whichever half Calendly told first. Only where nothing comes of the new time (it went to a host who is not
 * connected here) is the old one told as moved away.
 */
export function decideToSend(circumstances: Circumstances, now: Temporal.Instant): Decision {
  const { notification, session, invitee } = circumstances;
  if (Temporal.Instant.compare(session.endAt, now) <= 0) return skip("The session is over.");
  if (invitee.erasedAt !== null) return skip("Calendly has deleted the invitee's data.");
  switch (notification.kind) {
    case "booked":
      if (session.status === "canceled") return skip("The session was canceled meanwhile.");
      if (invitee.status === "canceled") return skip("The invitee canceled meanwhile.");
      // The old half brings the time from which it moved.
      return invitee.oldInviteeUri !== null && circumstances.movedFrom === null
        ? waitAtMost(notification.createdAt.add(patience.arriving), now)
        : { kind: "send" };
    case "canceled":
      if (invitee.status === "active" && session.status === "active") return skip("The booking is active.");
      if (!invitee.rescheduled) return { kind: "send" };
      if (!circumstances.toldOfMove) return waitAtMost(notification.createdAt.add(patience.leaving), now);
      return isLastOfGroup(circumstances) ? { kind: "send" } : skip("It moved: one message tells of the new time.");
  }
}

/** A group session that the coach has in the calendar by itself ended with this move: its entry has to go. */
function isLastOfGroup({ notification, session }: Circumstances): boolean {
  return notification.recipientRole === "coach" && session.inviteesLimit > 1 && session.status === "canceled";
}

/**
 * Which entry of the recipient's calendar a booking has, and how often it changed before: the chain's, as a reschedule
 * moves the entry. A coach has a group session as a whole, whoever comes and goes.
 */
export function calendarEntryOf(
  booking: {
    readonly recipientRole: RecipientRole;
    readonly session: { readonly id: string; readonly inviteesLimit: number; readonly revision: number };
  },
  /** The bookings of the chain before this one, the first first. */
  earlier: readonly { readonly sessionId: string; readonly revision: number }[],
): Circumstances["calendarEntry"] {
  const { session, recipientRole } = booking;
  const moved = recipientRole === "invitee" || session.inviteesLimit === 1 ? earlier : [];
  return {
    sessionId: moved[0]?.sessionId ?? session.id,
    sequence: moved.reduce((sum, { revision }) => sum + revision + 1, session.revision),
  };
}

/**
 * Which calendar method a message carries. A coach whose group session loses one invitee keeps the entry and gets
 * it updated; it disappears only with the session, or for the invitee who no longer comes.
 */
export function calendarMethodOf(circumstances: Circumstances): "REQUEST" | "CANCEL" {
  const { notification, session } = circumstances;
  if (notification.kind === "booked") return "REQUEST";
  return notification.recipientRole === "coach" && session.status === "active" ? "REQUEST" : "CANCEL";
}

function waitAtMost(until: Temporal.Instant, now: Temporal.Instant): Decision {
  const seconds = Math.ceil((until.epochMilliseconds - now.epochMilliseconds) / 1_000);
  return seconds > 0 ? { kind: "wait", seconds: Math.min(seconds, lookAgainAfterSeconds) } : { kind: "send" };
}

function skip(reason: string): Decision {
  return { kind: "skip", reason };
}

/**
 * A span of time as people read it, in a zone: `Monday, November 23, 2026, 9:00 – 10:00 AM CST (America/Chicago)`.
 * An unknown zone is written in UTC, and says so.
 */
export function describeTime(span: Span, timeZone: string | null): string {
  const zone = timeZone !== null && isTimeZone(timeZone) ? timeZone : "UTC";
  const format = new Intl.DateTimeFormat("en-US", {
    weekday: "long",
    month: "long",
    day: "numeric",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone: zone,
  });
  const text = format.formatRange(span.startAt.epochMilliseconds, span.endAt.epochMilliseconds);
  // ICU sets typographic spaces, which some mail readers show as boxes.
  const plain = text.replace(/[\u2009\u202f\u00a0]/g, " ");
  return zone === "UTC" ? plain : `${plain} (${zone.replaceAll("_", " ")})`;
}

/** True when the two zones show another clock time for the span, so that both are worth writing. */
export function zonesDiffer(span: Span, a: string | null, b: string | null): boolean {
  if (a === null || b === null || !isTimeZone(a) || !isTimeZone(b)) return false;
  return offsetOf(span, a) !== offsetOf(span, b);
}

function offsetOf(span: Span, timeZone: string): string {
  return span.startAt.toZonedDateTimeISO(timeZone).offset;
}
