import { eventTypeUri, type Origins, userUri } from "../../http/origin.ts";
import type { EventType, User } from "../../world/types.ts";

/** Text as the paragraphs that Calendly's editor would make of it. */
function toHtml(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return escaped
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll("\n", "<br>")}</p>`)
    .join("");
}

export function presentEventType(eventType: EventType, owner: User, origins: Origins) {
  return {
    active: eventType.active,
    admin_managed: false,
    after_buffer: eventType.afterBufferMinutes,
    before_buffer: eventType.beforeBufferMinutes,
    booking_method: "instant",
    color: eventType.color,
    created_at: eventType.createdAt,
    custom_questions: eventType.questions,
    deleted_at: eventType.deletedAt,
    description_html: eventType.description === null ? null : toHtml(eventType.description),
    description_plain: eventType.description,
    duration: eventType.durationMinutes,
    duration_options: eventType.durationOptions,
    internal_note: eventType.internalNote,
    is_paid: false,
    kind: eventType.kind,
    locale: eventType.locale,
    locations: eventType.locations,
    name: eventType.name,
    pooling_type: null,
    position: eventType.position,
    profile: { name: owner.name, owner: userUri(origins, owner.id), type: "User" },
    scheduling_url: `${origins.booking}/${owner.slug}/${eventType.slug}`,
    secret: eventType.secret,
    slug: eventType.slug,
    start_time_increment: eventType.incrementMinutes,
    type: "StandardEventType",
    updated_at: eventType.updatedAt,
    uri: eventTypeUri(origins, eventType.id),
  };
}
