import * as z from "zod";
import { instantSchema, openEnum, orNull, uriSchema } from "./wire.ts";

/** Location kinds of an event type. A scheduled event says `zoom` and `gotomeeting` instead (see `eventLocationTypes`). */
export const locationKinds = [
  "ask_invitee",
  "custom",
  "google_conference",
  "gotomeeting_conference",
  "inbound_call",
  "microsoft_teams_conference",
  "outbound_call",
  "physical",
  "webex_conference",
  "zoom_conference",
] as const;
export type LocationKind = (typeof locationKinds)[number];

export const locationConfigurationSchema = z.looseObject({
  kind: openEnum(locationKinds).nullish(),
  /** Address (physical), link or text (custom). */
  location: z.string().nullish(),
  additional_info: z.string().nullish(),
  phone_number: z.string().nullish(),
});
export type LocationConfiguration = z.infer<typeof locationConfigurationSchema>;

export const customQuestionSchema = z.looseObject({
  /** The exact text to send back as `question` when booking by API. */
  name: z.string(),
  type: openEnum(["string", "text", "phone_number", "single_select", "multi_select"]),
  /** 0-based, after name and e-mail. */
  position: z.number(),
  enabled: z.boolean(),
  required: z.boolean(),
  answer_choices: z.array(z.string()).nullish(),
  include_other: z.boolean().nullish(),
});
export type CustomQuestion = z.infer<typeof customQuestionSchema>;

export const eventTypeSchema = z.looseObject({
  uri: uriSchema,
  /** Off: the page cannot be booked. */
  active: z.boolean(),
  admin_managed: z.boolean().nullish(),
  booking_method: openEnum(["instant", "poll"]).nullish(),
  /** `#rrggbb`. */
  color: z.string(),
  created_at: instantSchema,
  updated_at: instantSchema,
  /** Set: deleted. The record stays readable by its URI. */
  deleted_at: orNull(instantSchema),
  custom_questions: z.array(customQuestionSchema),
  description_html: orNull(z.string()),
  description_plain: orNull(z.string()),
  /** Minutes. */
  duration: z.number(),
  /** Minutes the invitee may choose from, `duration` included; null when there is only one. */
  duration_options: orNull(z.array(z.number())),
  internal_note: orNull(z.string()),
  is_paid: z.boolean().nullish(),
  /** group: several invitees share one scheduled event. */
  kind: openEnum(["solo", "group"]),
  locale: openEnum(["en", "fr", "es", "de", "nl", "pt", "it", "uk"]).nullish(),
  /** Null or empty: no location. */
  locations: orNull(z.array(locationConfigurationSchema)),
  name: orNull(z.string()),
  pooling_type: orNull(openEnum(["round_robin", "collective", "multi_pool"])),
  /** Order on the owner's page. */
  position: z.number().nullish(),
  profile: orNull(z.looseObject({ type: openEnum(["User", "Team"]), name: z.string(), owner: uriSchema })),
  /** The public booking page. */
  scheduling_url: z.string(),
  /** Not listed on the landing page, still bookable by link. */
  secret: z.boolean(),
  /** Made from the name at creation, never changes. */
  slug: orNull(z.string()),
  /** AdhocEventType: one-off. */
  type: openEnum(["StandardEventType", "AdhocEventType"]),
  /** Minutes; null for one-off event types. Since 2026-11-13. */
  start_time_increment: z.number().nullish(),
  /** Minutes. Since 2026-11-13. */
  before_buffer: z.number().nullish(),
  /** Minutes. Since 2026-11-13. */
  after_buffer: z.number().nullish(),
});
export type EventType = z.infer<typeof eventTypeSchema>;

/** One slot: a start that Calendly offers now. A hint only, Calendly confirms when it is booked. */
export const availableTimeSchema = z.looseObject({
  status: z.string(),
  /** 1 except for group event types. */
  invitees_remaining: z.number(),
  start_time: instantSchema,
  /** Booking page of that very time. */
  scheduling_url: z.string(),
});
export type AvailableTime = z.infer<typeof availableTimeSchema>;
