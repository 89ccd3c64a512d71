import type { MailboxMessage } from "@punctual/contract";
import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import { Temporal } from "temporal-polyfill";
import { oneLine } from "../../platform/mail/one-line.ts";
import { calendarMethodOf } from "./rules.ts";
import type { Circumstances } from "./types.ts";

export interface Invitation {
  readonly method: "REQUEST" | "CANCEL";
  readonly content: string;
}

/**
 * The iCalendar object (RFC 5546) of a message. The UID belongs to the booking and goes along when it moves, so that the
 * entry moves too; SEQUENCE grows with every change, times are UTC. An invitee's copy names nobody but them and the coach.
 */
export function writeInvitation(
  circumstances: Circumstances,
  options: { readonly host: string; readonly now: Temporal.Instant },
): Invitation {
  const { session, coach, invitee, attendees, notification, calendarEntry } = circumstances;
  const method = calendarMethodOf(circumstances);
  const named = notification.recipientRole === "invitee" ? [invitee] : attendees.length > 0 ? attendees : [invitee];
  const calendar = ical({
    method: ICalCalendarMethod[method],
    prodId: { company: "Punctual", product: "Punctual", language: "EN" },
  });
  const where = session.location?.joinUrl ?? session.location?.detail ?? null;
  calendar.createEvent({
    id: `${calendarEntry.sessionId}@${options.host}`,
    sequence: calendarEntry.sequence,
    stamp: options.now,
    start: session.startAt,
    end: session.endAt,
    summary: oneLine(session.name),
    status: method === "CANCEL" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: nameOf(coach), email: coach.email },
    attendees: named.map((person) => ({
      name: nameOf(person),
      email: person.email,
      role: ICalAttendeeRole.REQ,
      status: ICalAttendeeStatus.ACCEPTED,
      rsvp: false,
    })),
    ...(where === null ? {} : { location: oneLine(where) }),
    ...(session.location?.joinUrl ? { url: session.location.joinUrl } : {}),
  });
  return { method, content: calendar.toString() };
}

/**
 * A name that is nothing but invisible characters is none, and the address stands in for it. No double quote and no
 * backslash: nothing can stand for one inside a parameter (RFC 5545, section 3.2), and readers would take what follows for
 * the address.
 */
function nameOf(person: { readonly name: string; readonly email: string }): string {
  return oneLine(person.name).replaceAll('"', "'").replaceAll("\\", "/") || person.email;
}

/** Reads UID, SEQUENCE, METHOD and times back from an iCalendar text that we wrote; null when something is missing. */
export function readInvitation(content: string): MailboxMessage["invitation"] {
  // RFC 5545, section 3.1: a line break followed by a space or tab continues the line.
  const lines = content.replace(/\r?\n[ \t]/g, "").split(/\r?\n/);
  const propertyOf = (name: string) => {
    const line = lines.find((candidate) => candidate.startsWith(`${name}:`) || candidate.startsWith(`${name};`));
    return line === undefined ? null : line.slice(line.indexOf(":") + 1);
  };
  const [uid, method, sequence] = [propertyOf("UID"), propertyOf("METHOD"), Number(propertyOf("SEQUENCE") ?? "0")];
  const [startAt, endAt] = [instantOf(propertyOf("DTSTART")), instantOf(propertyOf("DTEND"))];
  if (uid === null || startAt === null || endAt === null || !Number.isInteger(sequence)) return null;
  if (method !== "REQUEST" && method !== "CANCEL") return null;
  return { uid, sequence, method, startAt, endAt };
}

/** `20261123T150000Z`, the only form of a time that we write. */
function instantOf(value: string | null): string | null {
  if (value === null || !/^\d{8}T\d{6}Z$/.test(value)) return null;
  return Temporal.Instant.from(value).toString();
}
