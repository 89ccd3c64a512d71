import type { Cancellation, Invitee, InviteePayload, ScheduledEvent } from "@punctual/calendly";
import { Temporal } from "temporal-polyfill";
import type { StoredCancellation, StoredSessionLocation } from "../database/schema.ts";
import { locationKind } from "./location-kind.ts";
import type { InviteeSnapshot, SessionChange, SessionSnapshot } from "./session-snapshot.ts";
import { storable } from "./storable.ts";

/** Where the configured Calendly lives; everything that arrives is brought to these. */
export interface CalendlyOrigins {
  readonly apiUrl: string;
  readonly bookingUrl: string;
}

type WireSession = ScheduledEvent | InviteePayload["scheduled_event"];
type WireInvitee = Invitee | InviteePayload;
type WireLocation = NonNullable<WireSession["location"]>;
type WireCancellation = Cancellation;

/**
 * Translates a scheduled event and the invitees that were read with it.
 * `observedAt` is when it was read: later observations of a no-show win over earlier ones.
 */
export function translateReading(
  event: ScheduledEvent,
  invitees: readonly Invitee[],
  observedAt: Temporal.Instant,
  origins: CalendlyOrigins,
): SessionChange {
  // Webhooks tell whole seconds: a finer time here would make what they tell of the same second look older.
  const second = observedAt.round({ smallestUnit: "second", roundingMode: "floor" });
  return {
    hostUris: hostsOf(event, origins),
    session: translateSession(storable(event), origins),
    invitees: invitees.map((invitee) => translateInvitee(storable(invitee), second, origins)),
  };
}

/** Translates the payload of an `invitee.*` or `invitee_no_show.*` webhook; `observedAt` is its envelope's `created_at`. */
export function translateInviteePayload(
  eventName: string,
  payload: InviteePayload,
  observedAt: Temporal.Instant,
  origins: CalendlyOrigins,
): SessionChange {
  const invitee = translateInvitee(storable(payload), observedAt, origins);
  return {
    hostUris: hostsOf(payload.scheduled_event, origins),
    session: translateSession(storable(payload.scheduled_event), origins),
    // That the mark is gone from the payload of a deletion is not documented, so the event's name decides.
    invitees: [eventName === "invitee_no_show.deleted" ? { ...invitee, noShowUri: null, noShowAt: null } : invitee],
  };
}

/**
 * A resource URI at the configured API origin. Calendly's widget, its API and its webhooks may each name
 * the same resource by another origin; the path is what identifies it.
 */
export function canonicalUri(uri: string, origins: CalendlyOrigins): string {
  return `${origins.apiUrl.replace(/\/+$/, "")}${new URL(uri).pathname}`;
}

function hostsOf(event: WireSession, origins: CalendlyOrigins): string[] {
  return event.event_memberships.map((membership) => canonicalUri(membership.user, origins));
}

function translateSession(event: WireSession, origins: CalendlyOrigins): SessionSnapshot {
  return {
    uri: canonicalUri(event.uri, origins),
    eventTypeUri: canonicalUri(event.event_type, origins),
    name: event.name ?? "Session",
    status: statusOf(event.status),
    startAt: Temporal.Instant.from(event.start_time),
    endAt: Temporal.Instant.from(event.end_time),
    location: event.location ? translateLocation(event.location) : null,
    guests: event.event_guests.map((guest) => guest.email.toLowerCase()),
    inviteesTotal: event.invitees_counter.total,
    inviteesActive: event.invitees_counter.active,
    inviteesLimit: event.invitees_counter.limit,
    cancellation: event.cancellation ? translateCancellation(event.cancellation) : null,
    calendlyCreatedAt: Temporal.Instant.from(event.created_at),
    calendlyUpdatedAt: Temporal.Instant.from(event.updated_at),
  };
}

function translateInvitee(
  invitee: WireInvitee,
  observedAt: Temporal.Instant,
  origins: CalendlyOrigins,
): InviteeSnapshot {
  return {
    uri: canonicalUri(invitee.uri, origins),
    email: invitee.email.toLowerCase(),
    name: invitee.name,
    timeZone: invitee.timezone ?? null,
    status: statusOf(invitee.status),
    questionsAndAnswers: invitee.questions_and_answers.map(({ question, answer }) => ({ question, answer })),
    cancellation: invitee.cancellation ? translateCancellation(invitee.cancellation) : null,
    rescheduled: invitee.rescheduled,
    oldInviteeUri: invitee.old_invitee ? canonicalUri(invitee.old_invitee, origins) : null,
    newInviteeUri: invitee.new_invitee ? canonicalUri(invitee.new_invitee, origins) : null,
    noShowUri: invitee.no_show ? canonicalUri(invitee.no_show.uri, origins) : null,
    noShowAt: invitee.no_show ? Temporal.Instant.from(invitee.no_show.created_at) : null,
    noShowKnownAt: observedAt,
    cancelUrl: bookingPage(invitee.cancel_url, origins),
    rescheduleUrl: bookingPage(invitee.reschedule_url, origins),
    calendlyCreatedAt: Temporal.Instant.from(invitee.created_at),
    calendlyUpdatedAt: Temporal.Instant.from(invitee.updated_at),
  };
}

/** Everything that is not canceled takes place. */
function statusOf(status: string): "active" | "canceled" {
  return status === "canceled" ? "canceled" : "active";
}

/** The link, when it leads to the configured booking pages; a foreign link is never shown to anyone. */
function bookingPage(url: string, origins: CalendlyOrigins): string | null {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.origin === new URL(origins.bookingUrl).origin ? parsed.href : null;
}

/** Who called it off, why and when. */
export function translateCancellation(cancellation: WireCancellation): StoredCancellation {
  return {
    canceledBy: cancellation.canceled_by,
    // A canceler of a kind that Calendly adds later did not book: it is on the host's side.
    by: cancellation.canceler_type === "invitee" ? "invitee" : "host",
    reason: cancellation.reason === null || cancellation.reason === "" ? null : cancellation.reason,
    at: Temporal.Instant.from(cancellation.created_at).toString(),
  };
}

function translateLocation(location: WireLocation): StoredSessionLocation | null {
  const detail = location.location ? location.location : null;
  const joinUrl = location.join_url ? webAddress(location.join_url) : null;
  // An event type without a location yields `{ type: "custom", location: null }`: that is no location.
  if (location.type === "custom" && detail === null) return null;
  return { kind: locationKind(location.type), detail, joinUrl };
}

/** Only web addresses become links: anything else would run or leak when pressed. */
function webAddress(url: string): string | null {
  const parsed = URL.parse(url);
  return parsed !== null && (parsed.protocol === "https:" || parsed.protocol === "http:") ? parsed.href : null;
}
