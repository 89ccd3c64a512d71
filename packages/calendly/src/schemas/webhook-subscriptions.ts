import * as z from "zod";
import { essential, instantSchema, openEnum, orNull, uriSchema } from "./wire.ts";

/** Every event name Calendly documents. */
export const webhookEventNames = [
  "invitee.created",
  "invitee.canceled",
  "invitee_no_show.created",
  "invitee_no_show.deleted",
  "routing_form_submission.created",
  "event_type.created",
  "event_type.deleted",
  "event_type.updated",
  "meeting_recap.created",
  "meeting_recap.updated",
  "meeting_recap.deleted",
  "contact.created",
  "contact.updated",
  "contact.deleted",
] as const;
export type WebhookEventName = (typeof webhookEventNames)[number];

export const webhookScopes = ["organization", "user", "group"] as const;
export type WebhookScope = (typeof webhookScopes)[number];

export const webhookSubscriptionSchema = z.looseObject({
  uri: essential(uriSchema),
  /** What the request calls `url`. */
  callback_url: essential(z.string()),
  created_at: instantSchema,
  updated_at: instantSchema,
  /** First failure of the current failing spell. */
  retry_started_at: orNull(instantSchema),
  /** A disabled subscription cannot be revived: delete it and create it again. */
  state: essential(openEnum(["active", "disabled"])),
  events: z.array(openEnum(webhookEventNames)),
  scope: essential(openEnum(webhookScopes)),
  organization: essential(uriSchema),
  user: orNull(uriSchema),
  group: orNull(uriSchema),
  creator: orNull(uriSchema),
});
export type WebhookSubscription = z.infer<typeof webhookSubscriptionSchema>;

export const createWebhookSubscriptionBodySchema = z.object({
  /** Unique; a second subscription with the same address is a 409. */
  url: z.string(),
  events: z.array(z.enum(webhookEventNames)).min(1),
  /** Required for every scope. */
  organization: uriSchema,
  /** Required when the scope is user. */
  user: uriSchema.optional(),
  /** Required when the scope is group. */
  group: uriSchema.optional(),
  scope: z.enum(webhookScopes),
  /** Signs this subscription's deliveries (personal tokens); an OAuth app signs with its own key. Never echoed. */
  signing_key: z.string().optional(),
});
export type CreateWebhookSubscriptionBody = z.input<typeof createWebhookSubscriptionBodySchema>;
