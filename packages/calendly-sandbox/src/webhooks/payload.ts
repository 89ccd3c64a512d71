import { formatInstant } from "../clock.ts";
import { sortKeys, webhookKeyOrders } from "../http/json.ts";
import { originsFor, userUri } from "../http/origin.ts";
import type { Occurrence } from "./announce.ts";
import type { WebhookSubscription } from "./types.ts";

/**
 * The exact text of one delivery: compact JSON with alphabetical keys, resource URIs under the origin by which the
 * subscription was made, the envelope's time in whole seconds.
 */
export function renderDelivery(subscription: WebhookSubscription, occurrence: Occurrence, at: number): string {
  const origins = originsFor(subscription.origin);
  return JSON.stringify({
    created_at: formatInstant(Math.floor(at / 1000) * 1000),
    created_by: userUri(origins, subscription.creatorId),
    event: occurrence.event,
    payload: sortKeys(occurrence.payload(origins, at), webhookKeyOrders),
  });
}
