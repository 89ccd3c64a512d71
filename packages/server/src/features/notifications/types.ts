import type { Temporal } from "temporal-polyfill";
import type { StoredCancellation, StoredSessionLocation } from "../../platform/database/schema.ts";

export type NotificationKind = "booked" | "canceled";
export type RecipientRole = "coach" | "invitee";

/** What one change of a session gives people to hear. */
export interface NewsOfSession {
  readonly sessionId: string;
  readonly coachId: string;
  readonly announcements: readonly {
    readonly kind: NotificationKind;
    /** Of the session, by this one: no two announcements of one session share it. */
    readonly revision: number;
    readonly inviteeId: string;
    /** Lower case. */
    readonly inviteeEmail: string;
  }[];
}

/** A person as a message names them. */
export interface Correspondent {
  readonly name: string;
  readonly email: string;
  /** IANA zone; null when it is not known. */
  readonly timeZone: string | null;
}

export interface ConcernedInvitee extends Correspondent {
  readonly id: string;
  readonly status: "active" | "canceled";
  /** Since when Calendly has deleted their data; null while it has not. */
  readonly erasedAt: Temporal.Instant | null;
  readonly rescheduled: boolean;
  /** The booking that this one took the place of. */
  readonly oldInviteeUri: string | null;
  readonly cancellation: StoredCancellation | null;
  readonly cancelUrl: string | null;
  readonly rescheduleUrl: string | null;
}

/** Everything a message is decided on and written from, as it is when it is about to be sent. */
export interface Circumstances {
  readonly notification: {
    readonly id: string;
    readonly kind: NotificationKind;
    readonly recipient: string;
    readonly recipientRole: RecipientRole;
    readonly createdAt: Temporal.Instant;
  };
  readonly session: {
    readonly id: string;
    readonly name: string;
    readonly status: "active" | "canceled";
    readonly startAt: Temporal.Instant;
    readonly endAt: Temporal.Instant;
    readonly location: StoredSessionLocation | null;
    readonly cancellation: StoredCancellation | null;
    /** Seats. */
    readonly inviteesLimit: number;
  };
  readonly coach: Correspondent;
  /** Whose booking or cancellation it is about. */
  readonly invitee: ConcernedInvitee;
  /** Everyone who still comes. */
  readonly attendees: readonly Correspondent[];
  /** Where a rescheduled booking went, and where it came from, when mirrored. */
  readonly movedTo: Span | null;
  readonly movedFrom: Span | null;
  /** The recipient gets a message about where the booking went: that one tells of the whole move. */
  readonly toldOfMove: boolean;
  /** The entry of the recipient's calendar: whose session's id it bears, and its SEQUENCE. */
  readonly calendarEntry: { readonly sessionId: string; readonly sequence: number };
  /** The recipient has an account here, so that a link to the session's page leads somewhere. */
  readonly recipientHasAccount: boolean;
}

export interface Span {
  readonly startAt: Temporal.Instant;
  readonly endAt: Temporal.Instant;
}

export type Decision =
  | { readonly kind: "send" }
  | { readonly kind: "skip"; readonly reason: string }
  /** The other half of a reschedule may still come: to be decided again after so many seconds. */
  | { readonly kind: "wait"; readonly seconds: number };
