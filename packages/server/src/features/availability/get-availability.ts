import type { Availability } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import type { Viewer } from "../access/index.ts";
import { findVisibleEventType } from "../event-types/index.ts";
import { readOpenings } from "./read-openings.ts";
import { emptyNotice, futurePart, inactiveNotice, overNotice, staleNotice, windowOf } from "./rules.ts";
import type { OpeningsFailure } from "./types.ts";

export interface AskedAvailability {
  readonly eventTypeId: string;
  /** Dates of `timeZone`, `to` exclusive. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

export type GetAvailabilityOutcome =
  | { readonly kind: "answered"; readonly availability: Availability }
  | { readonly kind: "window_refused"; readonly field: string; readonly message: string }
  | { readonly kind: "not_found" }
  | OpeningsFailure;

/**
 * The openings of an event type that the viewer may see. A slot is a hint: Calendly confirms when it is booked.
 * When there is nothing, or Calendly cannot be asked, the notice says why.
 */
export async function getAvailability(
  context: Context,
  viewer: Viewer,
  asked: AskedAvailability,
): Promise<GetAvailabilityOutcome> {
  const outcome = windowOf(asked);
  if (outcome.kind === "refused") {
    return { kind: "window_refused", field: outcome.field, message: outcome.message };
  }
  const eventType = await findVisibleEventType(context.database, viewer, asked.eventTypeId);
  if (eventType === undefined) return { kind: "not_found" };

  const { eventTypeId, from, to, timeZone } = asked;
  const now = context.clock.now();
  const nothing = { eventTypeId, from, to, timeZone, slots: [], fetchedAt: now.toString(), stale: false };
  if (!eventType.active) {
    return { kind: "answered", availability: { ...nothing, notice: inactiveNotice(eventType.name) } };
  }
  const ahead = futurePart(outcome.window, now);
  if (ahead === null) return { kind: "answered", availability: { ...nothing, notice: overNotice } };

  const openings = await readOpenings(context, eventType, outcome.window);
  if (openings.kind === "failed") return openings.failure;

  const fromMs = ahead.from.epochMilliseconds;
  const toMs = ahead.to.epochMilliseconds;
  const slots = openings.value.filter(({ startMs }) => startMs >= fromMs && startMs < toMs).map(({ slot }) => slot);
  const readAt = Temporal.Instant.fromEpochMilliseconds(openings.readAt);
  const stale = openings.kind === "stale";
  const notice = stale ? staleNotice(openings.failure, readAt, now) : slots.length === 0 ? emptyNotice(asked) : null;
  return {
    kind: "answered",
    availability: { eventTypeId, from, to, timeZone, slots, fetchedAt: readAt.toString(), stale, notice },
  };
}
