import type { AvailabilityRule, BookingRange } from "../world/records.ts";

/** Times are milliseconds since the Unix epoch; intervals are half open. */
export interface Interval {
  readonly startAt: number;
  readonly endAt: number;
}

/** An event of a group type that has been booked: others may join it while seats are left. */
export interface JoinableEvent extends Interval {
  readonly seatsLeft: number;
  /** The event with its buffers, which blocks every other start. */
  readonly blockedFrom: number;
  readonly blockedTo: number;
}

export interface HostLimits {
  readonly daily: number | null;
  readonly weekly: number | null;
  readonly monthly: number | null;
}

/** Everything that decides where slots are. Pure data: the same input gives the same slots. */
export interface SlotInput {
  readonly now: number;
  /** Starts at or after this. */
  readonly from: number;
  /** Starts before this. */
  readonly to: number;
  /** Zone of the rules, the date range and every count by day, week or month. */
  readonly timeZone: string;
  readonly rules: readonly AvailabilityRule[];
  /** Dates on which no weekday rule holds: holidays. A rule of that very date still does. */
  readonly closedDates: readonly string[];
  /** Named stretches of time instead of the rules; null for an event type that follows the rules. */
  readonly spots: readonly Interval[] | null;
  readonly durationMinutes: number;
  readonly incrementMinutes: number;
  readonly beforeBufferMinutes: number;
  readonly afterBufferMinutes: number;
  readonly minimumNoticeMinutes: number;
  readonly range: BookingRange;
  /** Seats of a new event. */
  readonly seats: number;
  /** The host's other events with their buffers, and outside calendar entries; in any order, overlapping or not. */
  readonly busy: readonly Interval[];
  readonly joinable: readonly JoinableEvent[];
  readonly dailyLimit: number | null;
  /** Starts of this type's active events, for `dailyLimit`. */
  readonly typeStarts: readonly number[];
  readonly hostLimits: HostLimits;
  /** Starts of all the host's active events, for `hostLimits`. */
  readonly hostStarts: readonly number[];
}

export interface Slot {
  readonly startAt: number;
  readonly endAt: number;
  readonly seatsLeft: number;
}
