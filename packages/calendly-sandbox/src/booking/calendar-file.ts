import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { Origins } from "../http/origin.ts";
import type { InviteeFinding } from "../world/index.ts";
import { cancellationPath, reschedulingPath } from "./addresses.ts";
import { eventLocationWords } from "./location-words.ts";

/** One booking as an iCalendar file (RFC 5545), times in UTC. The UID stays the same for as long as the event exists. */
export function calendarFile(finding: InviteeFinding, origins: Origins, now: number): string {
  const { event, invitee, host, eventType } = finding;
  const location = eventLocationWords(event, now);
  const link = location.link === null ? null : new URL(location.link, origins.booking).href;
  const calendar = ical({
    prodId: { company: "Punctual", product: "Calendly sandbox" },
    method: ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `${event.id}@${new URL(origins.booking).hostname}`,
    start: new Date(event.startAt),
    end: new Date(event.endAt),
    stamp: new Date(event.updatedAt),
    summary: `${eventType.name} with ${host.name}`,
    location: link ?? location.text,
    organizer: { name: host.name, email: host.email },
    status: invitee.status === "active" ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
    description: [
      `Location: ${location.text}${link === null ? "" : ` ${link}`}`,
      `Reschedule: ${origins.booking}${reschedulingPath(invitee)}`,
      `Cancel: ${origins.booking}${cancellationPath(invitee)}`,
    ].join("\n"),
  });
  return calendar.toString();
}
