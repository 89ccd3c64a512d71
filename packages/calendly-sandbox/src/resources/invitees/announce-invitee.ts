import type { WebhookEventName } from "@punctual/calendly";
import type { State } from "../../state.ts";
import type { Announce } from "../../webhooks/announce.ts";
import type { Invitee } from "../../world/types.ts";
import { presentPayloadEvent } from "../scheduled-events/present.ts";
import { presentInvitee } from "./present.ts";

export type InviteeEventName = Extract<WebhookEventName, `invitee${string}`>;

/** Tells of an invitee, with the scheduled event as it is now. */
export function announceInvitee(state: State, announce: Announce, event: InviteeEventName, invitee: Invitee): void {
  const scheduledEvent = state.store.events.get(invitee.eventId);
  const host = scheduledEvent === null ? null : state.store.users.get(scheduledEvent.hostId);
  if (scheduledEvent === null || host === null) return;
  announce({
    event,
    organizationId: host.organizationId,
    userIds: [host.id],
    payload: (origins, at) => ({
      ...presentInvitee(invitee, origins),
      scheduled_event: presentPayloadEvent(scheduledEvent, host, origins, at),
    }),
  });
}
