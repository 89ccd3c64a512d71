import * as z from "zod";
import { essential, instantSchema, openEnum, uriSchema } from "./wire.ts";

export const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

export const availabilityRuleSchema = z.looseObject({
  /** A `date` rule replaces the weekday rule of that date. */
  type: openEnum(["wday", "date"]),
  /** Local times of the schedule's zone, `HH:MM`, 24 h. Empty: closed that day. */
  intervals: z.array(z.looseObject({ from: z.string().nullish(), to: z.string().nullish() })),
  wday: openEnum(weekdays).nullish(),
  /** Calendar date, `YYYY-MM-DD` (months and days may lack their leading zero). */
  date: z.string().nullish(),
});
export type AvailabilityRule = z.infer<typeof availabilityRuleSchema>;

export const availabilityScheduleSchema = z.looseObject({
  uri: essential(uriSchema),
  default: z.boolean(),
  name: z.string(),
  user: uriSchema,
  /** IANA name; the zone of every interval. */
  timezone: z.string(),
  rules: z.array(availabilityRuleSchema),
});
export type AvailabilitySchedule = z.infer<typeof availabilityScheduleSchema>;

export const busyTimeSchema = z.looseObject({
  /** calendly: booked here; reserved: a held slot; external: a calendar with the conflict check on. */
  type: openEnum(["calendly", "reserved", "external"]),
  start_time: essential(instantSchema),
  end_time: essential(instantSchema),
  buffered_start_time: instantSchema.nullish(),
  buffered_end_time: instantSchema.nullish(),
  event: z.looseObject({ uri: uriSchema }).nullish(),
});
export type BusyTime = z.infer<typeof busyTimeSchema>;

/** The availability of one host for one event type. */
export const eventTypeAvailabilityScheduleSchema = z.looseObject({
  event_type: uriSchema.nullish(),
  availability_setting: openEnum(["host"]).nullish(),
  availability_rule: z
    .looseObject({
      timezone: z.string().nullish(),
      /** The named schedule it follows, if it does. */
      uri: uriSchema.nullish(),
      name: z.string().nullish(),
      user: uriSchema.nullish(),
      rules: z.array(availabilityRuleSchema).nullish(),
    })
    .nullish(),
});
export type EventTypeAvailabilitySchedule = z.infer<typeof eventTypeAvailabilityScheduleSchema>;

const localTimeSchema = z.string().regex(/^\d\d:\d\d$/);

/** A rule as it is sent; `HH:MM`, 24 h, local times of the rule's zone. No intervals: closed. */
export const availabilityRuleInputSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("wday"),
    wday: z.enum(weekdays),
    intervals: z.array(z.strictObject({ from: localTimeSchema, to: localTimeSchema })),
  }),
  z.strictObject({
    type: z.literal("date"),
    /** Calendar date, `YYYY-MM-DD`; months and days may lack their leading zero. */
    date: z.string().regex(/^\d{4}-(0?[1-9]|1[012])-(0?[1-9]|[12][0-9]|3[01])$/),
    intervals: z.array(z.strictObject({ from: localTimeSchema, to: localTimeSchema })),
  }),
]);
export type AvailabilityRuleInput = z.input<typeof availabilityRuleInputSchema>;

export const updateEventTypeAvailabilityScheduleBodySchema = z.object({
  /** Replaces every rule of the event type. */
  availability_rule: z.strictObject({
    /** IANA name. */
    timezone: z.string(),
    rules: z.array(availabilityRuleInputSchema).optional(),
    /** User URI; needed when an admin changes another host's availability. */
    user: uriSchema.optional(),
  }),
  availability_setting: z.literal("host").optional(),
});
export type UpdateEventTypeAvailabilityScheduleBody = z.input<typeof updateEventTypeAvailabilityScheduleBodySchema>;
