import type { Temporal } from "temporal-polyfill";
import type {
  StoredAnswer,
  StoredCalendarEntry,
  StoredCancellation,
  StoredHost,
  StoredPayment,
  StoredReconfirmation,
  StoredSessionLocation,
} from "../database/schema.ts";

/** What decides which of two observations of one record is the newer. */
export interface Observed {
  readonly status: "active" | "canceled";
  readonly calendlyUpdatedAt: Temporal.Instant;
  /**
   * When Calendly showed it so, never before `calendlyUpdatedAt`. Some things change without a newer `updated_at`
   * (a conference gets its link, a host their name): then the later look counts.
   */
  readonly observedAt: Temporal.Instant;
  /**
   * Fields that this observation did not carry, or not in a form that can be read, by name; "" says that none ever
   * did. In the mirror: the version of the observation that told the field last, where that was not the newest.
   */
  readonly lastTold: Readonly<Record<string, string>>;
}

/** What Calendly said about one session (its scheduled event) at some moment, in our words. */
export interface SessionSnapshot extends Observed {
  readonly uri: string;
  readonly eventTypeUri: string;
  readonly name: string;
  readonly startAt: Temporal.Instant;
  readonly endAt: Temporal.Instant;
  readonly location: StoredSessionLocation | null;
  /** E-mail addresses of the people whom invitees brought along. */
  readonly guests: readonly string[];
  /** Calendly users on the session, in Calendly's order. */
  readonly hosts: readonly StoredHost[];
  readonly meetingNotes: string | null;
  readonly calendarEntry: StoredCalendarEntry | null;
  /** Everyone who ever booked: only ever grows. 0 when Calendly did not say. */
  readonly inviteesTotal: number;
  /** Those who still come. */
  readonly inviteesActive: number;
  /** Seats. */
  readonly inviteesLimit: number;
  readonly cancellation: StoredCancellation | null;
  readonly calendlyCreatedAt: Temporal.Instant;
}

/** What is known of the person behind an invitee: all that goes when Calendly deletes their data. */
export interface PersonalFields {
  /** Lower case; empty once the data is deleted. */
  readonly email: string;
  readonly name: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly textReminderNumber: string | null;
  readonly questionsAndAnswers: readonly StoredAnswer[];
  readonly cancellation: StoredCancellation | null;
  /** By Calendly's names. */
  readonly tracking: Readonly<Record<string, string>>;
  readonly payment: StoredPayment | null;
  /** Calendly's own pages for this invitee; null unless they are at the configured booking origin. */
  readonly cancelUrl: string | null;
  readonly rescheduleUrl: string | null;
  /** Since when Calendly shows none of this any more; null while it does. */
  readonly erasedAt: Temporal.Instant | null;
}

/** What Calendly said about one invitee at some moment, in our words. */
export interface InviteeSnapshot extends Observed, PersonalFields {
  readonly uri: string;
  /** IANA zone in which the invitee booked. */
  readonly timeZone: string | null;
  readonly reconfirmation: StoredReconfirmation | null;
  readonly routingSubmissionUri: string | null;
  /** The Calendly user who was logged in when booking. */
  readonly scheduledByUri: string | null;
  /** `api`, `instant_book`; null on the booking page. */
  readonly schedulingMethod: string | null;
  /** True on the half of a reschedule that was left behind. */
  readonly rescheduled: boolean;
  readonly oldInviteeUri: string | null;
  readonly newInviteeUri: string | null;
  readonly noShowUri: string | null;
  readonly noShowAt: Temporal.Instant | null;
  /** The moment of the observation, null when it did not tell: marking a no-show may leave `calendlyUpdatedAt` alone. */
  readonly noShowKnownAt: Temporal.Instant | null;
  readonly calendlyCreatedAt: Temporal.Instant;
}

/** One observation of a session: by webhook, by a direct read, by the backfill. All are applied alike. */
export interface SessionChange {
  readonly session: SessionSnapshot;
  /** The invitees that this observation saw; others of the session may exist. */
  readonly invitees: readonly InviteeSnapshot[];
}

/** What Calendly said about the answers to a routing form, in our words. */
export interface RoutingSubmissionSnapshot {
  readonly uri: string;
  readonly formUri: string;
  /** Who subscribed to be told of it; null when it was read. */
  readonly subscriberUri: string | null;
  /** Calendly's `submitter`: the invitee that it became; null while nothing was booked. */
  readonly inviteeUri: string | null;
  readonly answers: readonly StoredAnswer[];
  readonly tracking: Readonly<Record<string, string>>;
  /** Where the respondent was sent: the kind, and the address or message. */
  readonly result: { readonly kind: string; readonly value: string | null } | null;
  readonly calendlyCreatedAt: Temporal.Instant;
  readonly calendlyUpdatedAt: Temporal.Instant;
}
