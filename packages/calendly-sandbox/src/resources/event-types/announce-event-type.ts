import type { WebhookEventName } from "@punctual/calendly";
import type { State } from "../../state.ts";
import type { Announce } from "../../webhooks/announce.ts";
import { withProfile } from "../../world/profile.ts";
import type { EventType } from "../../world/types.ts";
import { presentEventTypePayload } from "./present.ts";

export type EventTypeEventName = Extract<WebhookEventName, `event_type.${string}`>;

/** Tells of an event type as it is now: its owner's subscriptions, its hosts', and the organization's. */
export function announceEventType(
  state: State,
  announce: Announce,
  event: EventTypeEventName,
  eventType: EventType,
): void {
  const found = withProfile(state, eventType);
  if (found === null) return;
  announce({
    event,
    organizationId: eventType.organizationId,
    userIds: [...new Set([eventType.ownerId, ...eventType.hostIds])],
    payload: (origins) => presentEventTypePayload(found, origins),
  });
}
