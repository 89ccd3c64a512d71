import { isTimeZone } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import type { Circumstances, Decision, Span } from "./types.ts";

/** Decides from the present state whether a planned message still tells the truth. */
export function decideToSend(circumstances: Circumstances, now: Temporal.Instant): Decision {
  const { notification, session, invitee } = circumstances;
  if (Temporal.Instant.compare(session.endAt, now) <= 0) return skip("The session is over.");
  if (invitee.erasedAt !== null) return skip("Calendly has deleted the invitee's data.");
  switch (notification.kind) {
    case "booked":
      if (session.status === "canceled") return skip("The session was canceled meanwhile.");
      if (invitee.status === "canceled") return skip("The invitee canceled meanwhile.");
      return { kind: "send" };
    case "canceled":
      if (invitee.status === "active" && session.status === "active") return skip("The booking is active.");
      return { kind: "send" };
  }
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

/** The text on one line, without characters that could end a header or hide what follows. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
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
