import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import {
  createWebhookSubscriptionBodySchema,
  webhookScopes,
  webhookSubscriptionSchema,
} from "../schemas/webhook-subscriptions.ts";
import { noContentSchema, pageOf, pageQuery, resourceOf, uriSchema } from "../schemas/wire.ts";

/** `scope` is required; `user` with scope user, `group` with scope group. */
export const listWebhookSubscriptions = defineEndpoint({
  id: "listWebhookSubscriptions",
  method: "GET",
  path: "/webhook_subscriptions",
  scopes: ["webhooks:read"],
  plan: "any",
  query: z.object({
    ...pageQuery,
    organization: uriSchema,
    user: uriSchema.optional(),
    group: uriSchema.optional(),
    scope: z.enum(webhookScopes),
    sort: z.enum(["created_at:asc", "created_at:desc"]).optional(),
  }),
  response: pageOf(webhookSubscriptionSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/webhooks/list-webhook-subscriptions",
});

/** `already_exists` when a subscription with this address is there. Each event also needs its family's read scope. */
export const createWebhookSubscription = defineEndpoint({
  id: "createWebhookSubscription",
  method: "POST",
  path: "/webhook_subscriptions",
  scopes: ["webhooks:write"],
  plan: "any",
  body: createWebhookSubscriptionBodySchema,
  response: resourceOf(webhookSubscriptionSchema),
  status: 201,
  idempotent: false,
  source: "https://developer.calendly.com/api-docs/calendly-api/webhooks/create-webhook-subscription",
});

export const getWebhookSubscription = defineEndpoint({
  id: "getWebhookSubscription",
  method: "GET",
  path: "/webhook_subscriptions/{uuid}",
  scopes: ["webhooks:read"],
  plan: "any",
  response: resourceOf(webhookSubscriptionSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/webhooks/get-webhook-subscription",
});

export const deleteWebhookSubscription = defineEndpoint({
  id: "deleteWebhookSubscription",
  method: "DELETE",
  path: "/webhook_subscriptions/{uuid}",
  scopes: ["webhooks:write"],
  plan: "any",
  response: noContentSchema,
  status: 204,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/webhooks/delete-webhook-subscription",
});
