import * as z from "zod";
import { parseJson } from "../http.ts";
import { eventTypeSchema } from "../schemas/event-types.ts";
import { inviteeSchema } from "../schemas/invitees.ts";
import { payloadScheduledEventSchema } from "../schemas/scheduled-events.ts";
import { webhookEventNames } from "../schemas/webhook-subscriptions.ts";
import { instantSchema, openEnum, orNull, uriSchema } from "../schemas/wire.ts";

/**
 * What every delivery carries around its payload. There is no delivery id and no attempt counter.
 *
 * Source: https://developer.calendly.com/api-docs/calendly-api/webhooks/create-webhook-subscription
 */
export const webhookEnvelopeSchema = z.looseObject({
  /** An event name; new ones appear without notice. */
  event: openEnum(webhookEventNames),
  created_at: instantSchema,
  /** Creator of the subscription. */
  created_by: orNull(uriSchema),
  /** Its shape follows from the event's name: see `parseDelivery`. */
  payload: z.record(z.string(), z.unknown()),
});
export type WebhookEnvelope = z.infer<typeof webhookEnvelopeSchema>;

/** Payload of `invitee.created`, `invitee.canceled`, `invitee_no_show.created` and `invitee_no_show.deleted`. */
export const inviteePayloadSchema = z.looseObject({
  ...inviteeSchema.shape,
  scheduled_event: payloadScheduledEventSchema,
});
export type InviteePayload = z.infer<typeof inviteePayloadSchema>;

/**
 * Payload of `event_type.created`, `event_type.updated` and `event_type.deleted`: an event type without
 * `description_html`, and perhaps without what was added on 2026-11-13.
 */
export const eventTypePayloadSchema = z.looseObject({
  ...eventTypeSchema.shape,
  description_html: z.string().nullish(),
});
export type EventTypePayload = z.infer<typeof eventTypePayloadSchema>;

export type WebhookBody =
  | { readonly ok: true; readonly envelope: WebhookEnvelope }
  | { readonly ok: false; readonly reason: "not_json" | "not_an_envelope" };

/**
 * Reads the envelope of a delivery whose signature was verified. Unknown event names are fine; never throws.
 * `not_json`: not UTF-8 or not JSON. `not_an_envelope`: JSON of another shape.
 */
export function parseWebhookBody(rawBody: Uint8Array): WebhookBody {
  const text = decodeUtf8(rawBody);
  const json = text === null ? undefined : parseJson(text);
  if (json === undefined) return { ok: false, reason: "not_json" };
  const parsed = webhookEnvelopeSchema.safeParse(json);
  return parsed.success ? { ok: true, envelope: parsed.data } : { ok: false, reason: "not_an_envelope" };
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
