import type { CalendlyOrigins } from "./calendly-origins.ts";
import type { RoutingSubmissionSnapshot } from "./session-snapshot.ts";
import { answersIn, trackingIn } from "./translate-invitee.ts";
import { demand, fieldsOf, type WireFields } from "./wire-fields.ts";

/**
 * Translates the answers to a routing form. `subscriber` is who subscribed to be told of them, as it came.
 *
 * @throws {UnusableRecord} without an address, a form or times.
 */
export function translateRoutingSubmission(
  wire: unknown,
  subscriber: string | null,
  origins: CalendlyOrigins,
): RoutingSubmissionSnapshot {
  const sent = fieldsOf(wire, origins);
  const needed = demand("payload.", {
    uri: sent.uri("uri"),
    routing_form: sent.uri("routing_form"),
    created_at: sent.instant("created_at"),
    updated_at: sent.instant("updated_at"),
  });
  return {
    uri: needed.uri,
    formUri: needed.routing_form,
    subscriberUri: fieldsOf({ subscriber }, origins).uri("subscriber") ?? null,
    inviteeUri: sent.uri("submitter") ?? null,
    answers: answersIn(sent) ?? [],
    tracking: trackingIn(sent) ?? {},
    result: resultIn(sent, origins),
    calendlyCreatedAt: needed.created_at,
    calendlyUpdatedAt: needed.updated_at,
  };
}

/** Where the respondent went. An event type is named by its URI, a page by its address, a message by its headline. */
function resultIn(sent: WireFields, origins: CalendlyOrigins): RoutingSubmissionSnapshot["result"] {
  const result = sent.recordOrNull("result");
  const kind = result?.text("type");
  if (!result || kind === undefined) return null;
  const value = result.value("value");
  if (kind === "event_type") return { kind, value: result.uri("value") ?? null };
  if (typeof value === "string") return { kind, value };
  return { kind, value: fieldsOf(value, origins).text("headline") ?? null };
}
