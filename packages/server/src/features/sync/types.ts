import type { Temporal } from "temporal-polyfill";

/** What an observation told of one invitee that people should hear about. */
export interface Announcement {
  readonly kind: "booked" | "canceled";
  readonly inviteeUri: string;
}

export interface ApplyOptions {
  /** Whether people get mail: of everything, of nothing, or of what happened since the coach connected. */
  readonly notify: boolean | { readonly since: Temporal.Instant };
  /** The caller publishes one live notice for many changes, instead of one for each. */
  readonly quietly?: boolean;
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
