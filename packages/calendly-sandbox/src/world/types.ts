import type { FrontDesk } from "./front-desk.ts";
import type { Hosting } from "./hosting.ts";
import type { Offering } from "./offering.ts";
import type {
  Answer,
  App,
  EventType,
  Invitee,
  LocationKind,
  Schedule,
  ScheduledEvent,
  SchedulingLink,
  Tracking,
  User,
} from "./records.ts";
import type { Staffing } from "./staffing.ts";

export type * from "./records.ts";

/** Whose booking page it is: a user's, or a team's. */
export interface Profile {
  readonly type: "User" | "Team";
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly slug: string;
  readonly avatarUrl: string | null;
  readonly timeZone: string;
}

/** An event type, its owner, and the page on which it stands (the owner's own, unless it is a team's). */
export interface EventTypeFinding {
  readonly eventType: EventType;
  readonly host: User;
  readonly profile: Profile;
}

/** One bookable start. */
export interface Opening {
  /** Milliseconds since the Unix epoch. */
  readonly startAt: number;
  readonly endAt: number;
  /** 1, except for group types. */
  readonly seatsLeft: number;
  /** Who would host it, the organizer first. */
  readonly hostIds: readonly string[];
}

export interface OpeningsQuery {
  readonly eventTypeId: string;
  /** Milliseconds, inclusive. */
  readonly from: number;
  /** Milliseconds, exclusive. */
  readonly to: number;
  /** Minutes; one of the type's options. The type's default when left out. */
  readonly duration?: number;
  /** Leave this event out of what blocks the host: the one that is being rescheduled. */
  readonly exceptEventId?: string;
  /** Round robin: whoever hosts already, and goes on when free. Left out, the host of `exceptEventId`. */
  readonly keepHostId?: string;
  /** The code of the single-use link that was followed: a share can have other days, hours and durations. */
  readonly linkCode?: string;
  /** The held time that is the asker's own. */
  readonly holdId?: string;
  /** A Calendly user books for somebody else: the host's meeting limits do not hold then. */
  readonly onBehalf?: boolean;
}

export interface BookingRequest {
  readonly eventTypeId: string;
  /** ISO 8601 with `Z` or an offset. */
  readonly startTime: string;
  /** Minutes; one of the type's options. */
  readonly duration?: number;
  readonly invitee: {
    /** The full name; or `firstName` with an optional `lastName`. */
    readonly name: string;
    readonly firstName?: string | null;
    readonly lastName?: string | null;
    readonly email: string;
    readonly timezone: string;
    readonly textReminderNumber?: string | null;
  };
  readonly answers: readonly Answer[];
  /** E-mail addresses, at most 10. */
  readonly guests: readonly string[];
  /** Null when the invitee had nothing to choose; `location` is the phone number or place the invitee gave. */
  readonly location: { readonly kind: LocationKind; readonly location?: string } | null;
  readonly tracking: Partial<Tracking> | null;
  readonly method: "page" | "api";
  /** The code of the single-use link that was followed. */
  readonly linkCode?: string;
  /** The held time that is booked. */
  readonly holdId?: string;
  /** The routing form submission that led here; one that does not fit the event type, or is used, is left aside. */
  readonly routingSubmissionId?: string;
  /** The Calendly user who books, when somebody logged in does. */
  readonly bookedBy?: string;
}

/** One reason why a request is invalid, as Calendly words it in `details`. */
export interface InvalidDetail {
  readonly parameter?: string;
  readonly message: string;
  readonly code?: string;
}

export type BookOutcome =
  | { readonly kind: "booked"; readonly event: ScheduledEvent; readonly invitee: Invitee }
  | { readonly kind: "slot_taken" }
  | { readonly kind: "invalid"; readonly details: readonly InvalidDetail[] };

export type RescheduleOutcome =
  | {
      readonly kind: "rescheduled";
      readonly event: ScheduledEvent;
      readonly invitee: Invitee;
      readonly oldInvitee: Invitee;
    }
  | { readonly kind: "slot_taken" }
  | { readonly kind: "not_found" }
  | { readonly kind: "already_canceled" }
  | { readonly kind: "event_in_past" }
  | { readonly kind: "invalid"; readonly details: readonly InvalidDetail[] };

export type CancelOutcome =
  | { readonly kind: "canceled"; readonly event: ScheduledEvent; readonly invitee: Invitee }
  | { readonly kind: "not_found" }
  | { readonly kind: "already_canceled" }
  | { readonly kind: "event_in_past" };

/**
 * What `/d/{code}` leads to. `link` is null for the address of a one-off event type. The event type is as the link offers
 * it: a share has a name, durations and places of its own.
 */
export type LinkFinding =
  | ({
      readonly kind: "open";
      readonly code: string;
      readonly link: SchedulingLink | null;
      /** The place is told only once it is booked. */
      readonly hidesLocation: boolean;
    } & EventTypeFinding)
  | ({ readonly kind: "used" } & EventTypeFinding)
  | ({ readonly kind: "expired" } & EventTypeFinding)
  | { readonly kind: "missing" };

/** Everything that an invitee's own pages show. */
export interface InviteeFinding {
  readonly invitee: Invitee;
  readonly event: ScheduledEvent;
  readonly eventType: EventType;
  /** The organizer of the scheduled event. */
  readonly host: User;
  /** All of its hosts, the organizer first. */
  readonly hosts: readonly User[];
  /** The page on which its event type stands. */
  readonly profile: Profile;
}

/** A person who can sign in on the consent page. */
export interface ConsentAccount {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: User["role"];
  readonly organizationName: string;
}

export interface CodeGrant {
  readonly clientId: string;
  readonly userId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** PKCE challenge (S256), null when the client sent none. */
  readonly codeChallenge: string | null;
}

/**
 * What the API, the booking pages and the controls do with the sandbox's state. Every operation is one transaction;
 * booking and canceling enqueue their webhooks in it. Nothing here knows about HTTP or the origin of URIs.
 */
export interface World extends Hosting, Staffing, FrontDesk, Offering {
  /** Milliseconds on the sandbox's clock. Never use `Date.now()` beside it. */
  now(): number;

  findProfile(slug: string): Profile | null;
  /** Active, not secret, not deleted, not one-off, in the owner's order. */
  listPublicEventTypes(profile: Profile): readonly EventType[];
  /** Also inactive and secret types: look at `active` before offering times. Deleted ones are not found. */
  findEventType(slug: string, eventTypeSlug: string): EventTypeFinding | null;
  /** Like `findEventType`, for the pages' own calls, which know the id. */
  findEventTypeById(eventTypeId: string): EventTypeFinding | null;
  findByLinkCode(code: string): LinkFinding;
  findSchedule(scheduleId: string): Schedule | null;

  /** Free starts of an active event type with `from <= startAt < to`, ascending; none for an inactive type. */
  openings(query: OpeningsQuery): readonly Opening[];
  /** Checks the slot again and takes it. `slot_taken`: it is no longer open. */
  book(request: BookingRequest): BookOutcome;

  findInvitee(inviteeId: string): InviteeFinding | null;
  cancelByInvitee(request: { readonly inviteeUuid: string; readonly reason: string | null }): CancelOutcome;
  /** Moves one invitee: the old half is canceled with `rescheduled`, a new event and invitee take its place. */
  rescheduleByInvitee(request: {
    readonly inviteeUuid: string;
    readonly startTime: string;
    /** Stays with the old half, as the reason of its cancellation. */
    readonly reason?: string | null;
  }): RescheduleOutcome;

  findApp(clientId: string): App | null;
  listConsentAccounts(): readonly ConsentAccount[];
  /** A single-use authorization code, valid for 10 minutes of the sandbox's clock. */
  issueCode(grant: CodeGrant): string;
}
