import { randomUUID } from "node:crypto";
import type { State } from "../state.ts";
import { createLink } from "./links.ts";
import type { AvailabilityRule, LocationConfiguration, SchedulingLink, Timestamp } from "./types.ts";

export const periodTypes = ["available_moving", "moving", "fixed", "unlimited"] as const;
export type PeriodType = (typeof periodTypes)[number];

/** What a share has of its own. What is left out is the event type's, as it is at the time of asking. */
export interface ShareOverride {
  readonly name?: string;
  readonly durationMinutes?: number;
  readonly durationOptions?: readonly number[];
  readonly periodType?: PeriodType;
  /** Calendar dates of the schedule's zone. */
  readonly startDate?: string;
  readonly endDate?: string;
  /** Days ahead: calendar days for `moving`, days that have hours for `available_moving`. */
  readonly maxBookingDays?: number;
  readonly hideLocation?: boolean;
  readonly locations?: readonly LocationConfiguration[];
  readonly availability?: { readonly timeZone: string; readonly rules: readonly AvailabilityRule[] };
}

/** An event type customised for one invitee, behind a single-use link of its own. */
export interface Share {
  readonly id: string;
  readonly eventTypeId: string;
  /** Who made it. */
  readonly userId: string;
  readonly linkCode: string;
  readonly contactId: string | null;
  readonly override: ShareOverride;
  readonly createdAt: Timestamp;
}

export type ShareStatus = "active" | "booked" | "expired";

/**
 * What became of a single-use link. It expires unused, with its event type, and that of a share when the last of its own
 * dates is over everywhere.
 */
export function statusOf(state: State, link: SchedulingLink): ShareStatus {
  if (link.usedBy !== null) return "booked";
  const now = state.clock.now();
  const isGone = state.store.eventTypes.get(link.eventTypeId)?.deletedAt !== null;
  if (link.expiresAt <= now || isGone) return "expired";
  const { periodType, endDate } = shareOf(state, link.code)?.override ?? {};
  const isOver = periodType === "fixed" && endDate !== undefined && lastMoment(endDate) <= now;
  return isOver ? "expired" : "active";
}

/** When a date has ended in the westernmost zone, in milliseconds. */
const lastMoment = (date: string) => Date.parse(`${date}T00:00:00Z`) + 36 * 3_600_000;

export function createShare(
  state: State,
  request: Pick<Share, "eventTypeId" | "userId" | "contactId" | "override">,
): Share {
  const { store, clock } = state;
  return store.transaction(() => {
    const link = createLink(state, request.eventTypeId);
    const share: Share = { ...request, id: randomUUID(), linkCode: link.code, createdAt: clock.timestamp() };
    store.shares.put(share);
    return share;
  });
}

/** Takes a share back: its link leads nowhere any more. */
export function deleteShare(state: State, share: Share): void {
  state.store.transaction(() => {
    state.store.shares.delete(share.id);
    state.store.links.delete(share.linkCode);
  });
}

/** The share behind a single-use link; null for a plain one. */
export function shareOf(state: State, linkCode: string): Share | null {
  return state.store.shares.first({ where: { link: linkCode } });
}
