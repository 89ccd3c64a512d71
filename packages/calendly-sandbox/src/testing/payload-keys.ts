import type { WebhookEventName } from "@punctual/calendly";

/*
 * The keys of webhook payloads as Calendly's documentation and recorded deliveries have them, in the order of a
 * delivery: alphabetical, but for `invitees_counter` and `tracking`. A list stands for its first item.
 */

const cancellation = ["canceled_by", "canceler_type", "created_at", "reason"];
const tracking = ["utm_campaign", "utm_source", "utm_medium", "utm_content", "utm_term", "salesforce_uuid"];

/** `path`, and the keys below it. */
const under = (path: string, keys: readonly string[]) => [path, ...keys.map((key) => `${path}.${key}`)];

function invitee(canceled: boolean, noShow: boolean): readonly string[] {
  return [
    "cancel_url",
    ...(canceled ? under("cancellation", cancellation) : []),
    "created_at",
    "email",
    "event",
    "first_name",
    "invitee_scheduled_by",
    "last_name",
    "name",
    "new_invitee",
    ...(noShow ? under("no_show", ["created_at", "uri"]) : ["no_show"]),
    "old_invitee",
    "payment",
    ...under("questions_and_answers", ["answer", "position", "question"]),
    "reconfirmation",
    "reschedule_url",
    "rescheduled",
    "routing_form_submission",
    ...under("scheduled_event", [
      ...(canceled ? under("cancellation", cancellation) : []),
      "created_at",
      "end_time",
      "event_guests",
      ...under("event_memberships", ["user", "user_email", "user_name"]),
      "event_type",
      ...under("invitees_counter", ["total", "active", "limit"]),
      ...under("location", ["join_url", "status", "type"]),
      "meeting_notes_html",
      "meeting_notes_plain",
      "name",
      "start_time",
      "status",
      "updated_at",
      "uri",
    ]),
    "scheduling_method",
    "status",
    "text_reminder_number",
    "timezone",
    ...under("tracking", tracking),
    "updated_at",
    "uri",
  ];
}

const eventType = [
  "active",
  "admin_managed",
  "booking_method",
  "color",
  "created_at",
  ...under("custom_questions", ["answer_choices", "enabled", "include_other", "name", "position", "required", "type"]),
  "deleted_at",
  "description_plain",
  "duration",
  "duration_options",
  "internal_note",
  "is_paid",
  "kind",
  "locale",
  ...under("locations", ["kind"]),
  "name",
  "pooling_type",
  "position",
  ...under("profile", ["name", "owner", "type"]),
  "scheduling_url",
  "secret",
  "slug",
  "type",
  "updated_at",
  "uri",
];

const contact = [
  ...under("contact", [
    "city",
    "company",
    "country",
    "created_at",
    "creation_source",
    ...under("custom_fields", ["label", "uri", "value"]),
    ...under("emails", ["email", "is_primary"]),
    "first_email_date",
    "job_title",
    "last_email_date",
    "last_interaction_date",
    "last_meeting_date",
    "linkedin",
    "name",
    "next_meeting_date",
    ...under("phone_numbers", ["phone_number"]),
    "state",
    "timezone",
    "updated_at",
    "uri",
  ]),
  "user_uuid",
];

const recap = [
  ...under("event", [
    ...under("attendees", ["host", "user_email", "user_name"]),
    "end_time",
    ...under("location", ["join_url", "status", "type"]),
    "name",
    "start_time",
    "uri",
  ]),
  ...under("recap", [
    "action_items_md",
    "created_at",
    "discussion_md",
    "share_link",
    "summary_md",
    "transcript",
    "updated_at",
    "uri",
  ]),
];

export const payloadKeys: Readonly<Record<WebhookEventName, readonly string[]>> = {
  "invitee.created": invitee(false, false),
  "invitee.canceled": invitee(true, false),
  "invitee_no_show.created": invitee(false, true),
  "invitee_no_show.deleted": invitee(false, false),
  "routing_form_submission.created": [
    "created_at",
    ...under("questions_and_answers", ["answer", "question", "question_uuid"]),
    ...under("result", ["type", ...under("value", ["body", "headline"])]),
    "routing_form",
    "submitter",
    "submitter_type",
    ...under("tracking", tracking),
    "updated_at",
    "uri",
  ],
  "event_type.created": eventType,
  "event_type.updated": eventType,
  "event_type.deleted": eventType,
  "meeting_recap.created": ["created_at", ...recap],
  "meeting_recap.updated": recap,
  "meeting_recap.deleted": [...under("event", ["uri"]), ...under("recap", ["deleted_at", "uri"])],
  "contact.created": contact,
  "contact.updated": contact,
  "contact.deleted": [...under("contact", ["deleted_at", "uri"]), "user_uuid"],
};

/** Every key of a value with its path, in the order in which they stand. */
export function keysOf(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : keysOf(value[0], path);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [`${path}${key}`, ...keysOf(item, `${path}${key}.`)]);
}
