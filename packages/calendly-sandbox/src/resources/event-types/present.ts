import { toHtml } from "../../http/html-text.ts";
import { eventTypeUri, type Origins, userUri } from "../../http/origin.ts";
import type { EventType, EventTypeFinding, Profile } from "../../world/types.ts";

/** The public page of an event type. */
export function schedulingUrl(eventType: EventType, profile: Profile, origins: Origins): string {
  const { oneOff, slug } = eventType;
  return `${origins.booking}/${oneOff === null ? profile.slug : `d/${oneOff.code}`}/${slug}`;
}

function presentProfile({ type, id, name }: Profile, origins: Origins) {
  return { name, owner: type === "User" ? userUri(origins, id) : `${origins.api}/teams/${id}`, type };
}

/** What REST answers and webhooks share. */
function presentCommon({ eventType, profile }: EventTypeFinding, origins: Origins) {
  return {
    active: eventType.active,
    admin_managed: eventType.adminManaged,
    booking_method: eventType.bookingMethod,
    color: eventType.color,
    created_at: eventType.createdAt,
    custom_questions: eventType.questions,
    deleted_at: eventType.deletedAt,
    description_plain: eventType.description,
    duration: eventType.durationMinutes,
    duration_options: eventType.durationOptions,
    internal_note: eventType.internalNote,
    is_paid: eventType.isPaid,
    kind: eventType.kind,
    locale: eventType.locale,
    locations: eventType.locations,
    name: eventType.name,
    pooling_type: eventType.poolingType,
    position: eventType.position,
    profile: presentProfile(profile, origins),
    scheduling_url: schedulingUrl(eventType, profile, origins),
    secret: eventType.secret,
    slug: eventType.slug,
    type: eventType.type,
    updated_at: eventType.updatedAt,
    uri: eventTypeUri(origins, eventType.id),
  };
}

export function presentEventType(found: EventTypeFinding, origins: Origins) {
  const { eventType } = found;
  return {
    ...presentCommon(found, origins),
    after_buffer: eventType.afterBufferMinutes,
    before_buffer: eventType.beforeBufferMinutes,
    description_html: eventType.description === null ? null : toHtml(eventType.description),
    start_time_increment: eventType.oneOff === null ? eventType.incrementMinutes : null,
  };
}

/** Inside of a webhook an event type has neither its HTML description nor the settings that came in November 2026. */
export function presentEventTypePayload(found: EventTypeFinding, origins: Origins) {
  return presentCommon(found, origins);
}
