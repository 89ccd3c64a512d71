import type { WebhookEventName } from "@punctual/calendly";
import type { State } from "../../state.ts";
import type { Announce } from "../../webhooks/announce.ts";
import { recordCommunications } from "../../world/communications.ts";
import type { Invitee } from "../../world/types.ts";
import { keepBooker } from "../contacts/keep-contact.ts";
import { linkSubmission } from "../routing-forms/answer-form.ts";
import { presentInviteePayload } from "./present.ts";

export type InviteeEventName = Extract<WebhookEventName, `invitee${string}`>;

/** Tells of an invitee, with the scheduled event as it is now. */
export function announceInvitee(state: State, announce: Announce, event: InviteeEventName, invitee: Invitee): void {
  const scheduledEvent = state.store.events.get(invitee.eventId);
  if (scheduledEvent === null) return;
  const hosts = scheduledEvent.hostIds.flatMap((id) => state.store.users.get(id) ?? []);
  if (event === "invitee.created") recordCommunications(state, "created", invitee, scheduledEvent, hosts);
  if (event === "invitee.canceled") recordCommunications(state, "canceled", invitee, scheduledEvent, hosts);
  if (event === "invitee.created") linkSubmission(state, invitee);
  announce({
    event,
    organizationId: scheduledEvent.organizationId,
    userIds: scheduledEvent.hostIds,
    eventEndsAt: scheduledEvent.endAt,
    payload: (origins, at) => presentInviteePayload(invitee, scheduledEvent, hosts, origins, at),
  });
  if (event === "invitee.created") keepBooker(state, announce, scheduledEvent, invitee);
}
