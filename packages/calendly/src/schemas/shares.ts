import * as z from "zod";
import { availabilityRuleInputSchema, availabilityRuleSchema } from "./availability.ts";
import { locationKinds } from "./event-types.ts";
import { schedulingLinkSchema } from "./scheduling-links.ts";
import { dateSchema, essential, instantSchema, openEnum, uriSchema } from "./wire.ts";

/** `available_moving`, `moving`: `max_booking_time` days ahead; `fixed`: `start_date` to `end_date`. */
export const sharePeriodTypes = ["available_moving", "moving", "fixed", "unlimited"] as const;

/** The settings in force. Before 2026-11-06 those that the share does not override were null. */
export const shareOverrideSchema = z.looseObject({
  name: z.string().nullish(),
  /** Minutes. */
  duration: z.number().nullish(),
  duration_options: z.array(z.number()).nullish(),
  period_type: openEnum(sharePeriodTypes).nullish(),
  /** Calendar date. */
  start_date: z.string().nullish(),
  /** Calendar date. */
  end_date: z.string().nullish(),
  /** Days ahead. */
  max_booking_time: z.number().nullish(),
  min_booking_time: z.number().nullish(),
  hide_location: z.boolean().nullish(),
  location_configurations: z
    .array(
      z.looseObject({
        kind: openEnum(locationKinds).nullish(),
        location: z.string().nullish(),
        additional_info: z.string().nullish(),
        phone_number: z.string().nullish(),
        position: z.number().nullish(),
      }),
    )
    .nullish(),
  availability_rule: z
    .looseObject({ rules: z.array(availabilityRuleSchema).nullish(), timezone: z.string().nullish() })
    .nullish(),
});
export type ShareOverride = z.infer<typeof shareOverrideSchema>;

/** A customised single-use link for one invitee. */
export const shareSchema = z.looseObject({
  /** Since 2026-11-06, as the next three. */
  uri: uriSchema.nullish(),
  status: openEnum(["active", "booked", "expired"]).nullish(),
  created_at: instantSchema.nullish(),
  contact: uriSchema.nullish(),
  scheduling_links: essential(z.array(schedulingLinkSchema)),
  share_override: shareOverrideSchema,
});
export type Share = z.infer<typeof shareSchema>;

const text = z.string().max(255).optional();
const minutesSchema = z.int().min(1).max(720);

export const updateShareBodySchema = z.object({
  name: z.string().max(55).optional(),
  /** Minutes. */
  duration: minutesSchema.optional(),
  duration_options: z.array(minutesSchema).max(4).optional(),
  period_type: z.enum(sharePeriodTypes).optional(),
  /** Required with fixed. */
  start_date: dateSchema.optional(),
  /** Required with fixed. */
  end_date: dateSchema.optional(),
  /** Days ahead; required with moving and available_moving. */
  max_booking_time: z.int().optional(),
  hide_location: z.boolean().optional(),
  location_configurations: z
    .array(
      z.strictObject({
        kind: z.enum(locationKinds).optional(),
        location: text,
        additional_info: text,
        phone_number: z.string().optional(),
        position: z.int().optional(),
      }),
    )
    .optional(),
  availability_rule: z
    .strictObject({
      rules: z.array(availabilityRuleInputSchema),
      /** IANA name. */
      timezone: z.string(),
    })
    .optional(),
});
export type UpdateShareBody = z.input<typeof updateShareBodySchema>;

export const createShareBodySchema = z.object({ event_type: uriSchema, ...updateShareBodySchema.shape });
export type CreateShareBody = z.input<typeof createShareBodySchema>;
