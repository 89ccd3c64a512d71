import { createHash } from "node:crypto";
import {
  type Drift,
  type DriftReport,
  parseDelivery,
  parseWebhookBody,
  type WebhookEnvelope,
} from "@punctual/calendly";
import { Temporal } from "temporal-polyfill";
import type { CalendlyOrigins } from "./calendly-origins.ts";
import type { RoutingSubmissionSnapshot, SessionChange } from "./session-snapshot.ts";
import { translateRoutingSubmission } from "./translate-routing-submission.ts";
import { translateInviteePayload } from "./translate-session.ts";
import { canonicalUri, demand, fieldsOf, UnusableRecord } from "./wire-fields.ts";

/** How a delivery is filed: Calendly sends no delivery id, so it is known by what it is about. */
export interface DeliveryLabel {
  /** The same for every repeat of a delivery, different for everything else. */
  readonly key: string;
  readonly eventName: string;
  /** The Calendly user whose webhook subscription sent it; null when the body does not say. */
  readonly accountUri: string | null;
  /** Why it is kept without being applied, as a sentence; null when it is to be applied. */
  readonly ignoredBecause: string | null;
}

/** What a delivery means to us. */
export type DeliveryMeaning =
  | { readonly kind: "session"; readonly change: SessionChange }
  | { readonly kind: "event_type"; readonly ownerUri: string | null; readonly eventTypeUri: string }
  | { readonly kind: "routing_submission"; readonly submission: RoutingSubmissionSnapshot }
  | { readonly kind: "ignored"; readonly reason: string }
  /** A name that we know around a payload that we cannot read; `where` names fields, never values. */
  | { readonly kind: "malformed"; readonly where: string };

const sessionEvents: readonly string[] = [
  "invitee.created",
  "invitee.canceled",
  "invitee_no_show.created",
  "invitee_no_show.deleted",
];
const eventTypeEvents: readonly string[] = ["event_type.created", "event_type.updated", "event_type.deleted"];

const routingEvents: readonly string[] = ["routing_form_submission.created"];
const appliedEvents: readonly string[] = [...sessionEvents, ...eventTypeEvents, ...routingEvents];

/** Every event name that a webhook subscription of a coach's own asks for. */
export const handledEvents = [
  "invitee.created",
  "invitee.canceled",
  "invitee_no_show.created",
  "invitee_no_show.deleted",
  "event_type.created",
  "event_type.updated",
  "event_type.deleted",
  "routing_form_submission.created",
] as const;

/** Files a delivery whose signature was verified. Never refuses: what cannot be read is kept as it came. */
export function labelDelivery(rawBody: Uint8Array, origins: CalendlyOrigins): DeliveryLabel {
  const body = parseWebhookBody(rawBody);
  if (!body.ok) {
    const what = body.reason === "not_json" ? "The body is not JSON." : "The body is not a webhook of Calendly.";
    return { key: hash([rawBody]), eventName: "unreadable", accountUri: null, ignoredBecause: what };
  }
  const { envelope } = body;
  const eventName = envelope.event.slice(0, 100);
  const known = appliedEvents.includes(eventName);
  return {
    key: hash([eventName, ...(identityOf(envelope) ?? [rawBody])]),
    eventName,
    accountUri: envelope.created_by === null ? null : canonicalUri(envelope.created_by, origins).slice(0, 300),
    ignoredBecause: known ? null : "Nothing here depends on this kind of event.",
  };
}

/**
 * Translates a stored delivery, as tolerantly as answers of Calendly are read: one odd field costs that field alone.
 * `onDrift` is told of each.
 */
export function readDelivery(
  rawBody: Uint8Array,
  origins: CalendlyOrigins,
  onDrift: (drift: DriftReport) => void = () => {},
): DeliveryMeaning {
  const body = parseWebhookBody(rawBody);
  if (!body.ok) return { kind: "ignored", reason: "The body cannot be read." };
  const { event } = body.envelope;
  if (!appliedEvents.includes(event)) return { kind: "ignored", reason: "Nothing here depends on this kind of event." };
  for (const drift of parseDelivery(rawBody).drift.filter(matters)) onDrift({ endpoint: `webhook ${event}`, ...drift });
  try {
    return understand(body.envelope, origins);
  } catch (error) {
    if (error instanceof UnusableRecord) return { kind: "malformed", where: error.fields.join(", ") };
    throw error;
  }
}

/** A field that was added costs nothing, and would be reported with every delivery from then on. */
function matters(drift: Drift): boolean {
  return drift.kind !== "added";
}

function understand(
  { event, payload, created_at, created_by }: WebhookEnvelope,
  origins: CalendlyOrigins,
): DeliveryMeaning {
  if (eventTypeEvents.includes(event)) {
    const sent = fieldsOf(payload, origins);
    const { uri } = demand("payload.", { uri: sent.uri("uri") });
    return { kind: "event_type", ownerUri: sent.record("profile")?.uri("owner") ?? null, eventTypeUri: uri };
  }
  if (routingEvents.includes(event)) {
    return { kind: "routing_submission", submission: translateRoutingSubmission(payload, created_by, origins) };
  }
  const observedAt = Temporal.Instant.from(created_at);
  return { kind: "session", change: translateInviteePayload(event, payload, observedAt, origins) };
}

/**
 * What tells one delivery of an event from another of the same name. A no-show can be marked, revoked and marked
 * again without a trace in `updated_at`, so there the mark itself and the moment count too.
 */
function identityOf({ event, payload, created_at }: WebhookEnvelope): string[] | null {
  const record = recordOf(payload);
  const [uri, version] = [textAt(record, "uri"), textAt(record, "updated_at") ?? textAt(record, "deleted_at")];
  if (uri === null || version === null) return null;
  if (!event.startsWith("invitee_no_show.")) return [uri, version];
  return [uri, version, textAt(payload["no_show"], "uri") ?? "", created_at];
}

/** The record that a payload is about: itself, or what it wraps. */
function recordOf(payload: WebhookEnvelope["payload"]): unknown {
  return payload["contact"] ?? payload["recap"] ?? payload;
}

function textAt(value: unknown, key: string): string | null {
  if (typeof value !== "object" || value === null) return null;
  const found: unknown = Reflect.get(value, key);
  return typeof found === "string" && found !== "" ? found : null;
}

/** SHA-256 of the parts, each preceded by its length, so that no two lists look alike. */
function hash(parts: readonly (string | Uint8Array)[]): string {
  const digest = createHash("sha256");
  for (const part of parts) {
    const bytes = typeof part === "string" ? Buffer.from(part) : part;
    digest.update(`${bytes.length}:`).update(bytes);
  }
  return digest.digest("hex");
}
