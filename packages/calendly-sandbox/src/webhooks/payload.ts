import type { WebhookEventName } from "@punctual/calendly";
import { formatInstant } from "../clock.ts";
import { sortKeys, webhookUnsorted } from "../http/json.ts";
import { originsFor, userUri } from "../http/origin.ts";
import { presentInvitee } from "../resources/invitees/present.ts";
import { presentPayloadEvent } from "../resources/scheduled-events/present.ts";
import type { Invitee, ScheduledEvent, User } from "../world/types.ts";
import type { WebhookSubscription } from "./types.ts";

/** What has happened: an invitee with the scheduled event as it is now. */
export interface Happening {
  readonly event: WebhookEventName;
  readonly invitee: Invitee;
  readonly scheduledEvent: ScheduledEvent;
  readonly host: User | null;
  /** Milliseconds. */
  readonly at: number;
}

/**
 * The exact text of one delivery: compact JSON with alphabetical keys, resource URIs under the origin by which the
 * subscription was made, the envelope's time in whole seconds.
 */
export function renderPayload(subscription: WebhookSubscription, happening: Happening): string {
  const origins = originsFor(subscription.origin);
  const { at, event, host, invitee, scheduledEvent } = happening;
  const payload = sortKeys(
    {
      ...presentInvitee(invitee, origins),
      scheduled_event: presentPayloadEvent(scheduledEvent, host, origins, at),
    },
    webhookUnsorted,
  );
  return JSON.stringify({
    created_at: formatInstant(Math.floor(at / 1000) * 1000),
    created_by: userUri(origins, subscription.creatorId),
    event,
    payload,
  });
}
