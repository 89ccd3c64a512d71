import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { webhookEventNames, webhookScopes } from "../schemas/webhook-subscriptions.ts";
import { uriSchema } from "../schemas/wire.ts";
import { webhookEnvelopeSchema } from "../webhooks/payloads.ts";

/** A delivery as it would come: the bare envelope, not wrapped in `resource`. `user` with scope user, `group` with group. */
export const getSampleWebhookData = defineEndpoint({
  id: "getSampleWebhookData",
  method: "GET",
  path: "/sample_webhook_data",
  scopes: ["webhooks:read"],
  plan: "any",
  query: z.object({
    event: z.enum(webhookEventNames),
    organization: uriSchema,
    user: uriSchema.optional(),
    group: uriSchema.optional(),
    scope: z.enum(webhookScopes),
  }),
  response: webhookEnvelopeSchema,
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/webhooks/get-sample-webhook-data",
});
