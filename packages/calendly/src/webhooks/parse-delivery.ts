import type * as z from "zod";
import { routingFormSubmissionSchema } from "../schemas/routing-forms.ts";
import type { WebhookEventName } from "../schemas/webhook-subscriptions.ts";
import { type Drift, readTolerantly } from "../tolerant.ts";
import { contactDeletedPayloadSchema, contactPayloadSchema } from "./contact-payloads.ts";
import {
  meetingRecapCreatedPayloadSchema,
  meetingRecapDeletedPayloadSchema,
  meetingRecapUpdatedPayloadSchema,
} from "./meeting-recap-payloads.ts";
import { eventTypePayloadSchema, inviteePayloadSchema, parseWebhookBody } from "./payloads.ts";

/** The payload of each event name. */
export const webhookPayloadSchemas = {
  "invitee.created": inviteePayloadSchema,
  "invitee.canceled": inviteePayloadSchema,
  "invitee_no_show.created": inviteePayloadSchema,
  "invitee_no_show.deleted": inviteePayloadSchema,
  "routing_form_submission.created": routingFormSubmissionSchema,
  "event_type.created": eventTypePayloadSchema,
  "event_type.updated": eventTypePayloadSchema,
  "event_type.deleted": eventTypePayloadSchema,
  "meeting_recap.created": meetingRecapCreatedPayloadSchema,
  "meeting_recap.updated": meetingRecapUpdatedPayloadSchema,
  "meeting_recap.deleted": meetingRecapDeletedPayloadSchema,
  "contact.created": contactPayloadSchema,
  "contact.updated": contactPayloadSchema,
  "contact.deleted": contactDeletedPayloadSchema,
} as const satisfies Record<WebhookEventName, z.ZodType>;

/** What a delivery of the given event carries. */
export type WebhookPayload<Name extends WebhookEventName> = z.output<(typeof webhookPayloadSchemas)[Name]>;

interface DeliveryHead {
  /** Instant of the event, whole seconds. */
  readonly createdAt: string;
  /** URI of the creator of the subscription. */
  readonly createdBy: string | null;
}

/** A delivery whose event is documented: `event` tells the payload's type. */
export type KnownDelivery = {
  readonly [Name in WebhookEventName]: DeliveryHead & {
    readonly known: true;
    readonly event: Name;
    readonly payload: WebhookPayload<Name>;
  };
}[WebhookEventName];

/** A delivery whose event came after this package: acknowledge it and look the name up. */
export interface UnknownDelivery extends DeliveryHead {
  readonly known: false;
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export type ParsedDelivery =
  | {
      readonly ok: true;
      readonly delivery: KnownDelivery | UnknownDelivery;
      /** How the payload differs from the documentation; names and types alone, paths begin with `payload`. */
      readonly drift: readonly Drift[];
    }
  | {
      readonly ok: false;
      /** `unusable_payload`: the event is known, but its payload says nothing that may be acted on; `drift` says why. */
      readonly reason: "not_json" | "not_an_envelope" | "unusable_payload";
      readonly drift: readonly Drift[];
    };

/**
 * Reads a delivery whose signature was verified, by its event's name, as tolerantly as answers are read (see
 * `readTolerantly`). Never throws. There is no delivery id: deliveries repeat and overtake each other, so apply them by
 * `payload.uri` and `payload.updated_at`.
 *
 * Source: https://developer.calendly.com/api-docs/calendly-api/webhooks/create-webhook-subscription
 */
export function parseDelivery(rawBody: Uint8Array): ParsedDelivery {
  const body = parseWebhookBody(rawBody);
  if (!body.ok) return { ok: false, reason: body.reason, drift: [] };
  const { envelope } = body;
  const head = { createdAt: envelope.created_at, createdBy: envelope.created_by };
  const { event, payload } = envelope;
  if (!isKnown(event)) return { ok: true, delivery: { ...head, known: false, event, payload }, drift: [] };
  const { value, drift, broken } = readTolerantly(webhookPayloadSchemas[event], payload);
  const inPayload = drift.map((one) => ({ ...one, path: `payload.${one.path}` }));
  if (broken !== null) return { ok: false, reason: "unusable_payload", drift: inPayload };
  // The one place where a payload, read by its event's own schema, gets that schema's type.
  const delivery = { ...head, known: true, event, payload: value } as KnownDelivery;
  return { ok: true, delivery, drift: inPayload };
}

function isKnown(event: string): event is WebhookEventName {
  return Object.hasOwn(webhookPayloadSchemas, event);
}
