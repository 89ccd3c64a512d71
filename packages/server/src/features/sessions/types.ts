import type { SessionPhase } from "@punctual/contract";
import type { Temporal } from "temporal-polyfill";
import type {
  invitees,
  StoredAnswer,
  StoredCalendarEntry,
  StoredCancellation,
  StoredHost,
  StoredSessionLocation,
} from "../../platform/database/schema.ts";

/** A session with what its row alone does not hold. */
export interface SessionRecord {
  readonly id: string;
  readonly uri: string;
  readonly coachId: string;
  readonly coachName: string;
  readonly coachTimeZone: string | null;
  readonly eventTypeId: string | null;
  readonly name: string;
  readonly status: "active" | "canceled";
  readonly startAt: Temporal.Instant;
  readonly endAt: Temporal.Instant;
  readonly location: StoredSessionLocation | null;
  readonly guests: readonly string[];
  readonly hosts: readonly StoredHost[];
  readonly meetingNotes: string | null;
  readonly calendarEntry: StoredCalendarEntry | null;
  readonly inviteesTotal: number;
  readonly inviteesActive: number;
  readonly inviteesLimit: number;
  readonly cancellation: StoredCancellation | null;
  readonly calendlyCreatedAt: Temporal.Instant;
  readonly calendlyUpdatedAt: Temporal.Instant;
  /** Since when Calendly no longer knows it; null while it does. */
  readonly goneAt: Temporal.Instant | null;
}

/** An invitee as a list shows them. */
export interface ListedInvitee {
  readonly id: string;
  readonly sessionId: string;
  readonly name: string;
  readonly timeZone: string | null;
  readonly status: "active" | "canceled";
  /** Every invitee of the session that the viewer may see has moved to another time. */
  readonly allRescheduled: boolean;
}

/** An invitee with the sessions that a reschedule ties them to. */
export type InviteeRecord = typeof invitees.$inferSelect & {
  readonly rescheduledToSessionId: string | null;
  readonly rescheduledFromSessionId: string | null;
  readonly routingAnswers: readonly StoredAnswer[] | null;
};

/** One booking of a chain of reschedules, with the time it had. */
export interface ChainRecord {
  readonly uri: string;
  readonly sessionId: string;
  readonly startAt: Temporal.Instant;
  readonly name: string;
  readonly chainUri: string;
  readonly chainMoves: number;
  readonly rescheduled: boolean;
  readonly cancellation: StoredCancellation | null;
  readonly noShowAt: Temporal.Instant | null;
  readonly calendlyCreatedAt: Temporal.Instant;
}

export interface SessionFilter {
  readonly status?: "active" | "canceled" | undefined;
  readonly phase?: SessionPhase | undefined;
  readonly coachId?: string | undefined;
  readonly eventTypeId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly search?: string | undefined;
  readonly sort: "start_asc" | "start_desc";
}

/** The session that was read last: where the next page begins. */
export interface SessionPosition {
  readonly startAt: Temporal.Instant;
  readonly id: string;
}
