import { type EventType, parseSchedulingUrl, type SchedulingTarget } from "@punctual/calendly";
import { Temporal } from "temporal-polyfill";
import type { StoredLocation } from "../database/schema.ts";
import type { CalendlyOrigins } from "./calendly-origins.ts";
import { locationKind } from "./location-kind.ts";
import { storable } from "./storable.ts";
import { canonicalUri } from "./wire-fields.ts";

/** An event type as Calendly described it just now, in our words. */
export interface EventTypeReading {
  readonly uri: string;
  readonly name: string;
  readonly slug: string | null;
  readonly description: string | null;
  /** Minutes. */
  readonly duration: number;
  /** Minutes, ascending; always holds `duration`. */
  readonly durations: number[];
  readonly kind: "solo" | "group";
  readonly active: boolean;
  readonly secret: boolean;
  readonly color: string;
  readonly locations: readonly StoredLocation[];
  readonly questions: readonly { readonly name: string; readonly required: boolean }[];
  /** A verified booking page of the configured Calendly, or null. */
  readonly schedulingUrl: string | null;
  readonly deletedAt: Temporal.Instant | null;
  readonly calendlyUpdatedAt: Temporal.Instant;
}

/**
 * One event type of `GET /event_types`. Its scheduling URL is kept only when it is a booking page of the configured Calendly:
 * pages embed it and send people there, so a foreign address must never get this far.
 */
export function toEventTypeReading(sent: EventType, origins: CalendlyOrigins): EventTypeReading {
  const wire = storable(sent);
  const questions = wire.custom_questions
    .filter((question) => question.enabled)
    .sort((a, b) => a.position - b.position)
    .map((question) => ({ name: question.name, required: question.required }));
  return {
    uri: canonicalUri(wire.uri, origins),
    name: wire.name ?? "Untitled event type",
    slug: wire.slug,
    description: blankToNull(wire.description_plain),
    duration: wire.duration,
    durations: [...new Set([wire.duration, ...(wire.duration_options ?? [])])].sort((a, b) => a - b),
    kind: wire.kind === "group" ? "group" : "solo",
    active: wire.active,
    secret: wire.secret,
    color: wire.color,
    locations: (wire.locations ?? []).map((location) => ({
      kind: locationKind(location.kind),
      detail: blankToNull(location.location) ?? blankToNull(location.phone_number),
    })),
    questions,
    schedulingUrl: verifiedBookingPage(wire.scheduling_url, ["event_type", "single_use"], origins),
    deletedAt: wire.deleted_at === null ? null : Temporal.Instant.from(wire.deleted_at),
    calendlyUpdatedAt: Temporal.Instant.from(wire.updated_at),
  };
}

/** The address itself when it is a page of one of these kinds at the configured Calendly, else null. */
export function verifiedBookingPage(
  url: string,
  kinds: readonly SchedulingTarget["kind"][],
  origins: Pick<CalendlyOrigins, "bookingUrl">,
): string | null {
  const { kind } = parseSchedulingUrl(url, { bookingUrl: origins.bookingUrl });
  return kind !== "invalid" && kinds.includes(kind) ? url : null;
}

function blankToNull(text: string | null | undefined): string | null {
  return text === undefined || text === null || text.trim() === "" ? null : text;
}
