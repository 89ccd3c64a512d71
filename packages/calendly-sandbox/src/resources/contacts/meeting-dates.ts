import { formatInstant } from "../../clock.ts";
import type { State } from "../../state.ts";
import type { Timestamp } from "../../world/records.ts";
import type { Contact } from "./contact-records.ts";

/** When a user meets a contact, as the bookings and the clock have it. */
export interface MeetingDates {
  readonly next: Timestamp | null;
  readonly last: Timestamp | null;
  /** The latest of the last meeting and of what the contact booked. */
  readonly interaction: Timestamp | null;
}

const none: MeetingDates = { next: null, last: null, interaction: null };

const earlier = (a: Timestamp | null, b: Timestamp) => (a !== null && a < b ? a : b);
const later = (a: Timestamp | null, b: Timestamp) => (a !== null && a > b ? a : b);

function merge(a: MeetingDates, b: MeetingDates): MeetingDates {
  return {
    next: b.next === null ? a.next : earlier(a.next, b.next),
    last: b.last === null ? a.last : later(a.last, b.last),
    interaction: b.interaction === null ? a.interaction : later(a.interaction, b.interaction),
  };
}

/**
 * Reads the meetings that the user hosts once, for any number of contacts, as they stand at `now` (milliseconds). Dates
 * are read off the bookings and never kept: a cancellation or a moved clock needs no repair.
 */
export function readMeetingDates({ store }: State, ownerId: string, now: number): (contact: Contact) => MeetingDates {
  const byEmail = new Map<string, MeetingDates>();
  for (const event of store.events.list({ where: { hosts: ownerId } })) {
    const startsAt = formatInstant(event.startAt);
    const isAhead = event.startAt > now;
    for (const invitee of store.invitees.list({ where: { event: event.id } })) {
      const isComing = invitee.status === "active";
      const met = isComing && !isAhead ? startsAt : null;
      const email = invitee.email.toLowerCase();
      const found = byEmail.get(email) ?? none;
      const interaction = met === null ? invitee.createdAt : later(invitee.createdAt, met);
      byEmail.set(email, merge(found, { next: isComing && isAhead ? startsAt : null, last: met, interaction }));
    }
  }
  return (contact) =>
    contact.emails.reduce((dates, { email }) => merge(dates, byEmail.get(email.toLowerCase()) ?? none), none);
}
