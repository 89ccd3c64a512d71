import { eventTypeUri, type Origins, scheduledEventUri, userUri } from "../../http/origin.ts";
import type { State } from "../../state.ts";
import type { Communication } from "../../world/communication-records.ts";
import { withProfile } from "../../world/profile.ts";
import { schedulingUrl } from "../event-types/present.ts";

export function presentCommunication(state: State, communication: Communication, origins: Origins) {
  const sender = state.store.users.get(communication.senderId);
  const eventType = state.store.eventTypes.get(communication.eventTypeId);
  const found = eventType === null ? null : withProfile(state, eventType);
  return {
    body: communication.body,
    created_at: communication.createdAt,
    event_type_uri: eventTypeUri(origins, communication.eventTypeId),
    event_uri: scheduledEventUri(origins, communication.eventId),
    from: communication.from,
    scheduling_url: found === null ? origins.booking : schedulingUrl(found.eventType, found.profile, origins),
    sender_email: sender?.email ?? null,
    sender_uri: sender === null ? null : userUri(origins, sender.id),
    sent_at: communication.sentAt,
    subject: communication.subject,
    to: communication.to,
    type: communication.type,
  };
}
