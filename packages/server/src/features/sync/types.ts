import type { Temporal } from "temporal-polyfill";
import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import type { StoredSessionLocation, sweeps } from "../../platform/database/schema.ts";

/** What an observation told of one invitee that people should hear about. */
export interface Announcement {
  readonly kind: "booked" | "canceled";
  readonly inviteeUri: string;
}

/**
 * What became of one invitee by one observation. A reschedule is two of them: `canceled` where the booking was, and
 * `rescheduled` where it went.
 */
export interface Turn {
  readonly kind: "booked" | "rescheduled" | "canceled" | "no_show_marked" | "no_show_unmarked";
  readonly inviteeId: string;
  readonly inviteeStatus: "active" | "canceled";
  /** True when a cancellation is the half of a reschedule that was left behind. */
  readonly movedAway: boolean;
  /** Where a rescheduled booking came from. */
  readonly oldInviteeUri: string | null;
  /** False for what the mirror only caught up with, as when old sessions are copied: others were told of it before, or never. */
  readonly isNews: boolean;
}

export type ChangeSource = "webhook" | "read" | "sweep" | "backfill";

export interface ApplyOptions {
  /** Whether people get mail: of everything, of nothing, or of what happened since the coach connected. */
  readonly notify: boolean | { readonly since: Temporal.Instant };
  /** By what it was observed; `read` where nothing is said. Of a backfill the log tells as a whole, not by session. */
  readonly source?: ChangeSource;
  /** The caller publishes one live notice for many changes, instead of one for each. */
  readonly quietly?: boolean;
}

/** One invitee of a chain of reschedules. */
export interface ChainLink {
  readonly uri: string;
  readonly sessionId: string;
  readonly rescheduled: boolean;
  readonly oldInviteeUri: string | null;
  readonly newInviteeUri: string | null;
  /** The first invitee of the chain, as far back as it is known. */
  readonly chainUri: string;
  /** How often the chain had moved when this invitee was booked. */
  readonly chainMoves: number;
}

/** What became of an observation. */
export type Applied =
  | {
      readonly kind: "applied";
      readonly sessionId: string;
      readonly coachId: string;
      /** False when the mirror already knew all of it. */
      readonly changed: boolean;
    }
  /** None of the session's hosts is connected here. */
  | { readonly kind: "not_ours" };

/** A comparison that somebody or something wants. */
export interface SweepWish {
  readonly coachId: string;
  /** `recent`: what starts from two days ago on; `full`: everything that is mirrored. */
  readonly depth: "recent" | "full";
  /** What has it made: the clock, webhooks that may have been missed, or a person. */
  readonly cause: "schedule" | "gap" | "person";
  /** For a gap: sessions that start from here on are compared too. RFC 3339, null for none. */
  readonly fromAt: string | null;
}

/** A session as the mirror holds it, column by column, to be compared with a reading. */
export interface Mirrored {
  readonly sessionId: string;
  /** When anything was last written to it. */
  readonly updatedAt: Temporal.Instant;
  readonly goneAt: Temporal.Instant | null;
  readonly location: StoredSessionLocation | null;
  readonly session: Readonly<Record<string, unknown>>;
  /** By URI. */
  readonly invitees: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** The links of reschedules that the other half, which is mirrored too, says as well; by the URI of the invitee. */
  readonly ties: ReadonlyMap<string, Tie>;
}

/** Where an invitee's booking came from and went to: URIs of the other halves. */
export interface Tie {
  readonly oldInviteeUri: string | null;
  readonly newInviteeUri: string | null;
}

/** What a sweep read of one session. */
export interface Seen {
  readonly change: SessionChange;
  /** False when only the session was listed: then nothing is known of its invitees. */
  readonly inviteesRead: boolean;
  /** Mirrored invitees, by URI, whom the list left out and whom Calendly says it does not know. */
  readonly goneInvitees: readonly string[];
}

/** The instants that decide what counts as drift. */
export interface ComparedAt {
  /** Before Calendly was asked. */
  readonly readAt: Temporal.Instant;
  /** What changed at Calendly before this should be in the mirror. */
  readonly countedBefore: Temporal.Instant;
}

/** How a session of the mirror differs from Calendly's. */
export interface Difference {
  readonly kind: "missing" | "changed";
  /** `session.startAt`, `invitee.status`; the record's name alone when it is there on one side only. */
  readonly fields: readonly string[];
  /** False for what may still be on its way: it is put right and not counted. */
  readonly counts: boolean;
}

export type SweepRecord = typeof sweeps.$inferSelect;
