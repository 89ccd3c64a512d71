import * as z from "zod";
import { userSchema } from "./users.ts";
import { dateSchema, essential, instantSchema, openEnum, orNull, uriSchema } from "./wire.ts";

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

export const eventTypeLocales = ["en", "fr", "es", "de", "nl", "pt", "it", "uk"] as const;

export const eventTypeSchema = z.looseObject({
  uri: essential(uriSchema),
  /** Off: the page cannot be booked. */
  active: essential(z.boolean()),
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
  locale: openEnum(eventTypeLocales).nullish(),
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

/** One host of an event type. */
export const eventTypeMembershipSchema = z.looseObject({
  uri: essential(uriSchema),
  event_type: eventTypeSchema,
  member: userSchema.nullish(),
  created_at: instantSchema.nullish(),
  updated_at: instantSchema.nullish(),
});
export type EventTypeMembership = z.infer<typeof eventTypeMembershipSchema>;

const minutesSchema = z.int().min(1).max(720);
const bufferSchema = z.literal([0, 5, 10, 15, 30, 45, 60, 90, 120, 150, 180]);

const eventTypeSettings = {
  active: z.boolean().optional(),
  description: z.string().optional(),
  /** Minutes. */
  duration: minutesSchema.optional(),
  /** Minutes; at most 4, unique, `duration` among them. */
  duration_options: z.array(minutesSchema).max(4).optional(),
  locations: z
    .array(
      z.strictObject({
        kind: z.enum(locationKinds),
        /** Address (physical), link or text (custom). */
        location: z.string().optional(),
        /** physical and inbound_call. */
        additional_info: z.string().optional(),
        /** inbound_call. */
        phone_number: z.string().optional(),
      }),
    )
    .optional(),
  /** `#rrggbb`, lower case. */
  color: z
    .string()
    .regex(/^#[a-f\d]{6}$/)
    .optional(),
  locale: z.enum(eventTypeLocales).optional(),
  /** Minutes, 30 by default. */
  start_time_increment: z.int().min(5).max(720).optional(),
  /** Minutes. */
  before_buffer: bufferSchema.optional(),
  /** Minutes. */
  after_buffer: bufferSchema.optional(),
};

export const createEventTypeBodySchema = z.object({
  /** User URI. */
  owner: uriSchema,
  name: z.string(),
  ...eventTypeSettings,
});
export type CreateEventTypeBody = z.input<typeof createEventTypeBodySchema>;

export const updateEventTypeBodySchema = z.object({ name: z.string().optional(), ...eventTypeSettings });
export type UpdateEventTypeBody = z.input<typeof updateEventTypeBodySchema>;

const text = z.string().optional();

export const createOneOffEventTypeBodySchema = z.object({
  name: z.string().max(55),
  /** User URI. */
  host: uriSchema,
  /** User URIs, besides the host; 10 hosts in all. */
  co_hosts: z.array(uriSchema).max(9).optional(),
  /** Minutes. */
  duration: z.number().min(1).max(720),
  /** IANA name. */
  timezone: z.string().optional(),
  /** When it may be booked: between two dates less than 365 days apart, in the coming days, or at named spots. */
  date_setting: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("date_range"), start_date: dateSchema, end_date: dateSchema }),
    z.strictObject({
      type: z.literal("days_in_future"),
      days: z.int().min(0).max(365),
      only_weekdays: z.boolean(),
    }),
    z.strictObject({
      type: z.literal("spots"),
      spots: z.array(z.strictObject({ start_time: instantSchema, end_time: instantSchema })),
    }),
  ]),
  location: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("physical"), location: text, additional_info: text }),
      z.strictObject({ kind: z.literal("inbound_call"), phone_number: z.string(), additional_info: text }),
      z.strictObject({ kind: z.literal("custom"), location: text }),
      z.strictObject({ kind: z.literal("ask_invitee"), location: text }),
      z.strictObject({
        kind: z.enum([
          "google_conference",
          "gotomeeting_conference",
          "microsoft_teams_conference",
          "outbound_call",
          "webex_conference",
          "zoom_conference",
        ]),
      }),
    ])
    .optional(),
});
export type CreateOneOffEventTypeBody = z.input<typeof createOneOffEventTypeBodySchema>;
