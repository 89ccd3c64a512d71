import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { InviteeFinding } from "../world/index.ts";
import { calendarEntry } from "./calendar-links.ts";
import type { Words } from "./words/index.ts";

/** One booking as an iCalendar file (RFC 5545), times in UTC. The UID stays the same for as long as the event exists. */
export function calendarFile(finding: InviteeFinding, words: Words, bookingOrigin: string, now: number): string {
  const { event, invitee, host } = finding;
  const { title, location, description } = calendarEntry(finding, words, bookingOrigin, now);
  const calendar = ical({
    prodId: { company: "Punctual", product: "Calendly sandbox" },
    method: ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `${event.id}@${new URL(bookingOrigin).hostname}`,
    start: new Date(event.startAt),
    end: new Date(event.endAt),
    stamp: new Date(event.updatedAt),
    summary: title,
    location,
    organizer: { name: host.name, email: host.email },
    status: invitee.status === "active" ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
    description,
  });
  return calendar.toString();
}
