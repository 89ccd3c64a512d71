import { type EventType, parseSchedulingUrl, type SchedulingTarget } from "@punctual/calendly";
import { Temporal } from "temporal-polyfill";
import type { StoredLocation } from "../database/schema.ts";
import type { CalendlyOrigins } from "./calendly-origins.ts";
import { locationKind } from "./location-kind.ts";
import { demand, fieldsOf, usable, type WireFields } from "./wire-fields.ts";

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

/** What an event type lasts that does not say: as long as Calendly gives a new one. Minutes. */
const usualDuration = 30;

/**
 * One event type of `GET /event_types`. Its scheduling URL is kept only when it is a booking page of the configured Calendly:
 * pages embed it and send people there, so a foreign address must never get this far.
 *
 * @throws {CalendlyError} `unexpected_response` when it does not say what it is.
 */
export function toEventTypeReading(wire: EventType, origins: CalendlyOrigins): EventTypeReading {
  const sent = fieldsOf(wire, origins);
  const needed = usable("listEventTypes", () => demand("", { uri: sent.uri("uri"), active: sent.flag("active") }));
  const choices = minutesIn(sent.value("duration_options"));
  const duration = sent.count("duration") || choices[0] || usualDuration;
  return {
    uri: needed.uri,
    name: sent.text("name") ?? "Untitled event type",
    slug: sent.text("slug") ?? null,
    description: blankToNull(sent.text("description_plain")),
    duration,
    durations: [...new Set([duration, ...choices])].sort((a, b) => a - b),
    kind: sent.text("kind") === "group" ? "group" : "solo",
    active: needed.active,
    // Secret ones are not shown to everybody: what does not say is not shown either.
    secret: sent.flag("secret") ?? true,
    color: sent.text("color") ?? "",
    locations: (sent.records("locations") ?? []).map((location) => ({
      kind: locationKind(location.text("kind")),
      detail: blankToNull(location.text("location")) ?? blankToNull(location.text("phone_number")),
    })),
    questions: questionsIn(sent),
    schedulingUrl: verifiedBookingPage(sent.text("scheduling_url"), ["event_type", "single_use"], origins),
    deletedAt: sent.instant("deleted_at") ?? null,
    // A reading that does not say how new it is takes the place of none that does.
    calendlyUpdatedAt: sent.instant("updated_at") ?? Temporal.Instant.fromEpochMilliseconds(0),
  };
}

function minutesIn(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((part) => Number.isInteger(part) && part > 0) : [];
}

/** Those that are asked, in the order of the form. */
function questionsIn(sent: WireFields): EventTypeReading["questions"] {
  return (sent.records("custom_questions") ?? [])
    .filter((question) => question.flag("enabled") === true)
    .map((question, index) => ({ question, position: question.count("position") ?? index }))
    .sort((a, b) => a.position - b.position)
    .flatMap(({ question }) => {
      const name = question.text("name");
      return name === undefined ? [] : [{ name, required: question.flag("required") ?? false }];
    });
}

/** The address itself when it is a page of one of these kinds at the configured Calendly, else null. */
export function verifiedBookingPage(
  url: string | undefined,
  kinds: readonly SchedulingTarget["kind"][],
  origins: Pick<CalendlyOrigins, "bookingUrl">,
): string | null {
  if (url === undefined) return null;
  const { kind } = parseSchedulingUrl(url, { bookingUrl: origins.bookingUrl });
  return kind !== "invalid" && kinds.includes(kind) ? url : null;
}

function blankToNull(text: string | undefined): string | null {
  return text === undefined || text.trim() === "" ? null : text;
}
