import type { AvailableTime } from "@punctual/calendly";
import { Temporal } from "temporal-polyfill";
import { verifiedBookingPage } from "./translate-event-type.ts";

/** One bookable start, as Calendly listed it. */
export interface SlotReading {
  readonly startAt: Temporal.Instant;
  readonly seatsLeft: number;
  /** The page of that very time, verified; or, failing that, the event type's page. */
  readonly schedulingUrl: string;
}

/** A time of `GET /event_type_available_times`; null when nobody could be sent to a verified page to book it. */
export function toSlotReading(
  wire: AvailableTime,
  options: { readonly bookingUrl: string; readonly eventTypeUrl: string | null },
): SlotReading | null {
  const schedulingUrl = verifiedBookingPage(wire.scheduling_url, ["event_time"], options) ?? options.eventTypeUrl;
  if (schedulingUrl === null) return null;
  return { startAt: Temporal.Instant.from(wire.start_time), seatsLeft: wire.invitees_remaining, schedulingUrl };
}
