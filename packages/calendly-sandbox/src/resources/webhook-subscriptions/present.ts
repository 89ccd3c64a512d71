import { type Origins, userUri } from "../../http/origin.ts";
import type { WebhookSubscription } from "../../webhooks/types.ts";

/** The signing key is never shown again. */
export function presentSubscription(subscription: WebhookSubscription, origins: Origins) {
  return {
    callback_url: subscription.callbackUrl,
    created_at: subscription.createdAt,
    creator: userUri(origins, subscription.creatorId),
    events: subscription.events,
    group: subscription.groupId === null ? null : `${origins.api}/groups/${subscription.groupId}`,
    organization: `${origins.api}/organizations/${subscription.organizationId}`,
    retry_started_at: subscription.retryStartedAt,
    scope: subscription.scope,
    state: subscription.state,
    updated_at: subscription.updatedAt,
    uri: `${origins.api}/webhook_subscriptions/${subscription.id}`,
    user: subscription.userId === null ? null : userUri(origins, subscription.userId),
  };
}
