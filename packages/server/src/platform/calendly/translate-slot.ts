import type { AvailableTime } from "@punctual/calendly";
import type { Temporal } from "temporal-polyfill";
import { verifiedBookingPage } from "./translate-event-type.ts";
import { fieldsOf } from "./wire-fields.ts";

/** One bookable start, as Calendly listed it. */
export interface SlotReading {
  readonly startAt: Temporal.Instant;
  readonly seatsLeft: number;
  /** The page of that very time, verified; or, failing that, the event type's page. */
  readonly schedulingUrl: string;
}

/**
 * A time of `GET /event_type_available_times`; null when it does not say when, or when nobody could be sent to a verified
 * page to book it.
 */
export function toSlotReading(
  wire: AvailableTime,
  options: { readonly bookingUrl: string; readonly eventTypeUrl: string | null },
): SlotReading | null {
  const sent = fieldsOf(wire, { ...options, apiUrl: options.bookingUrl });
  const startAt = sent.instant("start_time");
  const page = verifiedBookingPage(sent.text("scheduling_url"), ["event_time"], options) ?? options.eventTypeUrl;
  if (startAt === undefined || page === null) return null;
  // Calendly lists no time that is full.
  return { startAt, seatsLeft: sent.count("invitees_remaining") ?? 1, schedulingUrl: page };
}
