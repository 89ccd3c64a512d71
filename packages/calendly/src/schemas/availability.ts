import * as z from "zod";
import { instantSchema, openEnum, uriSchema } from "./wire.ts";

export const availabilityRuleSchema = z.looseObject({
  /** A `date` rule replaces the weekday rule of that date. */
  type: openEnum(["wday", "date"]),
  /** Local times of the schedule's zone, `HH:MM`, 24 h. Empty: closed that day. */
  intervals: z.array(z.looseObject({ from: z.string().nullish(), to: z.string().nullish() })),
  wday: openEnum(["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]).nullish(),
  /** Calendar date, `YYYY-MM-DD` (months and days may lack their leading zero). */
  date: z.string().nullish(),
});
export type AvailabilityRule = z.infer<typeof availabilityRuleSchema>;

export const availabilityScheduleSchema = z.looseObject({
  uri: uriSchema,
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
  start_time: instantSchema,
  end_time: instantSchema,
  buffered_start_time: instantSchema.nullish(),
  buffered_end_time: instantSchema.nullish(),
  event: z.looseObject({ uri: uriSchema }).nullish(),
});
export type BusyTime = z.infer<typeof busyTimeSchema>;
