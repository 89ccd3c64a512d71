/**
 * The words of the sandbox. A record is what the store keeps; a resource is what Calendly's API shows of it.
 *
 * - id: the last segment of a Calendly URI. Records never hold URIs: the origin depends on who asks.
 * - `startAt`, `endAt`: milliseconds since the Unix epoch, on the sandbox's clock.
 * - `createdAt`, `updatedAt`: the text that Calendly sends, UTC with six fractional digits; it sorts as text.
 * - `timeZone`: an IANA name. Minutes say so in the name.
 */

import type { LocationKind } from "@punctual/calendly";

export type * from "./event-type-records.ts";
export type { LocationKind };

/** UTC, ISO 8601, six fractional digits: `2026-11-20T15:04:05.678123Z`. */
export type Timestamp = string;

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly plan: "basic" | "essentials" | "standard" | "professional" | "teams" | "enterprise";
  readonly stage: "trial" | "free" | "paid";
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

export type Role = "user" | "admin" | "owner";

/** A Calendly user. Membership is part of the record: a user belongs to exactly one organization at a time. */
export interface User {
  readonly id: string;
  readonly membershipId: string;
  readonly organizationId: string;
  readonly role: Role;
  readonly name: string;
  readonly slug: string;
  readonly email: string;
  readonly timeZone: string;
  readonly timeNotation: "12h" | "24h";
  readonly locale: "en" | "fr" | "es" | "de" | "pt" | "ps";
  readonly avatarUrl: string | null;
  /** When the present membership began; left out when that was with the account. */
  readonly memberSince?: Timestamp;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

/** Local wall time of the schedule's zone, `HH:MM`; `24:00` ends a day. */
export interface AvailabilityInterval {
  readonly from: string;
  readonly to: string;
}

export type Weekday = "sunday" | "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday";

/** A `date` rule replaces the weekday rule of that date; no intervals close the day. */
export type AvailabilityRule =
  | { readonly type: "wday"; readonly wday: Weekday; readonly intervals: readonly AvailabilityInterval[] }
  | { readonly type: "date"; readonly date: string; readonly intervals: readonly AvailabilityInterval[] };

export interface Schedule {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly timeZone: string;
  readonly rules: readonly AvailabilityRule[];
}

/** An entry of a host's outside calendar. */
export interface BusyTime {
  readonly id: string;
  readonly userId: string;
  /** The connected calendar that it stands in; left out for entries that are always in the way. */
  readonly calendarId?: string;
  readonly startAt: number;
  readonly endAt: number;
}

/** Most meetings that a user hosts, whatever their type; null means no limit. */
export interface MeetingLimits {
  readonly userId: string;
  readonly daily: number | null;
  readonly weekly: number | null;
  readonly monthly: number | null;
}

export interface Cancellation {
  readonly canceled_by: string;
  readonly canceler_type: "host" | "invitee";
  readonly created_at: Timestamp;
  readonly reason: string | null;
}

/** Somebody whom an invitee brings along. */
export interface Guest {
  readonly email: string;
  readonly inviteeId: string;
  /** Went with their invitee, while others stayed in the event. */
  readonly left: boolean;
  readonly created_at: Timestamp;
  readonly updated_at: Timestamp;
}

/**
 * Where a scheduled event takes place. Its `type` differs from the event type's `kind` for Zoom and GoToMeeting.
 * A conference is `processing` without an address until `pushedAt` (milliseconds), then `pushed`.
 */
export type EventLocation =
  | { readonly type: "physical"; readonly location: string; readonly additional_info?: string }
  | { readonly type: "outbound_call"; readonly location: string | null }
  | { readonly type: "inbound_call"; readonly location: string; readonly additional_info?: string }
  | { readonly type: "ask_invitee"; readonly location: string }
  | { readonly type: "custom"; readonly location: string | null }
  /** The address of a Google Meet is `/events/{event id}/google_meet` on the booking origin. */
  | { readonly type: "google_conference"; readonly pushedAt: number }
  | {
      readonly type: "zoom" | "gotomeeting" | "microsoft_teams_conference" | "webex_conference";
      readonly pushedAt: number;
      readonly joinUrl: string;
      readonly data: Readonly<Record<string, unknown>> | null;
    };

/** The entry in the host's connected calendar. */
export interface CalendarEvent {
  readonly kind: "exchange" | "google" | "icloud" | "outlook" | "outlook_desktop";
  readonly externalId: string;
}

export interface ScheduledEvent {
  readonly id: string;
  readonly eventTypeId: string;
  /** The organizer: the only host, or the first of `hostIds`. */
  readonly hostId: string;
  /** Everybody who hosts it, the organizer first; several for collective event types. */
  readonly hostIds: readonly string[];
  /** Of its organizer when it was booked; stays when that person leaves. */
  readonly organizationId: string;
  readonly name: string;
  readonly status: "active" | "canceled";
  readonly startAt: number;
  readonly endAt: number;
  /** The time that the host cannot be booked: the event with its buffers. */
  readonly blockedFrom: number;
  readonly blockedTo: number;
  readonly location: EventLocation;
  /** `total`: everyone who ever booked; `active`: still coming; `limit`: seats. */
  readonly counter: { readonly total: number; readonly active: number; readonly limit: number };
  /** Those of every invitee who ever booked. */
  readonly guests: readonly Guest[];
  readonly meetingNotes: string | null;
  /** Null without a calendar connection. */
  readonly calendarEvent: CalendarEvent | null;
  readonly cancellation: Cancellation | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

export interface Answer {
  readonly question: string;
  readonly answer: string;
  readonly position: number;
}

export interface Tracking {
  readonly utm_campaign: string | null;
  readonly utm_source: string | null;
  readonly utm_medium: string | null;
  readonly utm_content: string | null;
  readonly utm_term: string | null;
  readonly salesforce_uuid: string | null;
}

/** Invitees are addressed under their scheduled event, so a link to one names both. */
export interface InviteeLink {
  readonly eventId: string;
  readonly inviteeId: string;
}

export interface Invitee {
  readonly id: string;
  readonly eventId: string;
  readonly email: string;
  readonly name: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly status: "active" | "canceled";
  readonly timeZone: string;
  readonly answers: readonly Answer[];
  readonly tracking: Tracking;
  readonly textReminderNumber: string | null;
  /** True on the old half of a reschedule only. */
  readonly rescheduled: boolean;
  readonly oldInvitee: InviteeLink | null;
  readonly newInvitee: InviteeLink | null;
  readonly cancellation: Cancellation | null;
  readonly noShow: { readonly id: string; readonly createdAt: Timestamp } | null;
  /** `api` when booked by `POST /invitees`, null when booked on the page. */
  readonly schedulingMethod: "api" | null;
  /** The Calendly user who booked, when somebody logged in did. */
  readonly scheduledBy: string | null;
  /** The routing form submission that led to the booking. */
  readonly routingSubmissionId: string | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

/** A single-use link: `/d/{code}/{event-type-slug}`. */
export interface SchedulingLink {
  readonly code: string;
  readonly eventTypeId: string;
  readonly createdAt: Timestamp;
  /** Milliseconds; unused links die after 90 days. */
  readonly expiresAt: number;
  readonly usedBy: InviteeLink | null;
}

/** An OAuth application. Its signing key signs every webhook of subscriptions that it made. */
export interface App {
  readonly clientId: string;
  readonly name: string;
  /** `native` apps run on their users' devices: they can keep no secret, and must use PKCE. */
  readonly kind: "web" | "native";
  /** Null for native apps. */
  readonly clientSecret: string | null;
  readonly webhookSigningKey: string;
  readonly redirectUris: readonly string[];
  /** `sandbox` allows any http redirect to this machine, `production` only the listed HTTPS ones. */
  readonly environment: "sandbox" | "production";
  /** What it may ask for, and is given when it asks for nothing in particular. */
  readonly scopes: readonly string[];
}
