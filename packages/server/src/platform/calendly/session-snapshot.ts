import type { Temporal } from "temporal-polyfill";
import type { StoredCancellation, StoredSessionLocation } from "../database/schema.ts";

/** What Calendly said about one session (its scheduled event) at some moment, in our words. */
export interface SessionSnapshot {
  readonly uri: string;
  readonly eventTypeUri: string;
  readonly name: string;
  readonly status: "active" | "canceled";
  readonly startAt: Temporal.Instant;
  readonly endAt: Temporal.Instant;
  readonly location: StoredSessionLocation | null;
  /** E-mail addresses of the people whom invitees brought along. */
  readonly guests: readonly string[];
  /** Everyone who ever booked: only ever grows. */
  readonly inviteesTotal: number;
  /** Those who still come. */
  readonly inviteesActive: number;
  /** Seats. */
  readonly inviteesLimit: number;
  readonly cancellation: StoredCancellation | null;
  readonly calendlyCreatedAt: Temporal.Instant;
  readonly calendlyUpdatedAt: Temporal.Instant;
}

/** What Calendly said about one invitee at some moment, in our words. */
export interface InviteeSnapshot {
  readonly uri: string;
  /** Lower case. */
  readonly email: string;
  readonly name: string;
  /** IANA zone in which the invitee booked. */
  readonly timeZone: string | null;
  readonly status: "active" | "canceled";
  readonly questionsAndAnswers: readonly { readonly question: string; readonly answer: string }[];
  readonly cancellation: StoredCancellation | null;
  /** True on the half of a reschedule that was left behind. */
  readonly rescheduled: boolean;
  readonly oldInviteeUri: string | null;
  readonly newInviteeUri: string | null;
  readonly noShowUri: string | null;
  readonly noShowAt: Temporal.Instant | null;
  /** The moment of the observation: marking a no-show leaves `calendlyUpdatedAt` alone. */
  readonly noShowKnownAt: Temporal.Instant | null;
  /** Calendly's own pages for this invitee; null unless they are at the configured booking origin. */
  readonly cancelUrl: string | null;
  readonly rescheduleUrl: string | null;
  readonly calendlyCreatedAt: Temporal.Instant;
  readonly calendlyUpdatedAt: Temporal.Instant;
}

/** One observation of a session: by webhook, by a direct read, by the backfill. All are applied alike. */
export interface SessionChange {
  /** Calendly users on the session, the first host first. */
  readonly hostUris: readonly string[];
  readonly session: SessionSnapshot;
  /** The invitees that this observation saw; others of the session may exist. */
  readonly invitees: readonly InviteeSnapshot[];
}
