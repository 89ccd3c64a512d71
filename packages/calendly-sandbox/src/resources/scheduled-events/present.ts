import { formatInstant } from "../../clock.ts";
import { toHtml } from "../../http/html-text.ts";
import { eventTypeUri, type Origins, scheduledEventUri, userUri } from "../../http/origin.ts";
import type { ScheduledEvent, User } from "../../world/types.ts";

/** The place of an event; a conference has its address from a moment on. `now` in milliseconds. */
export function presentLocation(event: ScheduledEvent, origins: Origins, now: number) {
  const { location } = event;
  if (!("pushedAt" in location)) return location;
  const pushed = location.pushedAt <= now;
  const status = pushed ? "pushed" : "processing";
  if (location.type === "google_conference") {
    return {
      join_url: pushed ? `${origins.booking}/events/${event.id}/google_meet` : null,
      status,
      type: location.type,
    };
  }
  return {
    data: pushed ? location.data : null,
    join_url: pushed ? location.joinUrl : null,
    status,
    type: location.type,
  };
}

/** A conference that got its address is a change of the event, though nobody asked for it. */
function updatedAt(event: ScheduledEvent, now: number): string {
  if (!("pushedAt" in event.location) || event.location.pushedAt > now) return event.updatedAt;
  const pushed = formatInstant(event.location.pushedAt);
  if (pushed < event.updatedAt) return event.updatedAt;
  return pushed;
}

/** The part that REST answers and webhooks share. `now` in milliseconds decides whether a conference has its address. */
function presentCommon(event: ScheduledEvent, origins: Origins, now: number) {
  return {
    ...(event.cancellation === null ? {} : { cancellation: event.cancellation }),
    created_at: event.createdAt,
    end_time: formatInstant(event.endAt),
    event_guests: event.guests
      .filter(({ left }) => !left)
      .map(({ email, created_at, updated_at }) => ({ created_at, email, updated_at })),
    event_type: eventTypeUri(origins, event.eventTypeId),
    invitees_counter: event.counter,
    location: presentLocation(event, origins, now),
    meeting_notes_html: event.meetingNotes === null ? null : toHtml(event.meetingNotes),
    meeting_notes_plain: event.meetingNotes,
    name: event.name,
    start_time: formatInstant(event.startAt),
    status: event.status,
    updated_at: updatedAt(event, now),
    uri: scheduledEventUri(origins, event.id),
  };
}

function presentMembership(hostId: string, hosts: readonly User[], origins: Origins) {
  const host = hosts.find(({ id }) => id === hostId);
  return {
    user: userUri(origins, hostId),
    ...(host === undefined ? {} : { user_email: host.email, user_name: host.name }),
  };
}

/** `hosts` are those of the event, in any order. */
export function presentScheduledEvent(event: ScheduledEvent, hosts: readonly User[], origins: Origins, now: number) {
  return {
    ...presentCommon(event, origins, now),
    calendar_event:
      event.calendarEvent === null
        ? null
        : { external_id: event.calendarEvent.externalId, kind: event.calendarEvent.kind },
    event_memberships: event.hostIds.map((hostId) => ({
      buffered_end_time: formatInstant(event.blockedTo),
      buffered_start_time: formatInstant(event.blockedFrom),
      ...presentMembership(hostId, hosts, origins),
    })),
  };
}

/** Inside of a webhook the event has neither `calendar_event` nor buffered times. */
export function presentPayloadEvent(event: ScheduledEvent, hosts: readonly User[], origins: Origins, now: number) {
  return {
    ...presentCommon(event, origins, now),
    event_memberships: event.hostIds.map((hostId) => presentMembership(hostId, hosts, origins)),
  };
}
