import * as z from "zod";
import { orNull, uriSchema } from "./wire.ts";

/**
 * How many meetings a user hosts at most, over all event types; null is no limit. Canceled ones do not count. Days are
 * those of the event type's zone, weeks run Sunday to Saturday, months are calendar months.
 */
export const userMeetingLimitsSchema = z.looseObject({
  user: uriSchema.nullish(),
  daily_limit: orNull(z.number()),
  weekly_limit: orNull(z.number()),
  monthly_limit: orNull(z.number()),
});
export type UserMeetingLimits = z.infer<typeof userMeetingLimitsSchema>;

const limit = z.int().min(1).max(9999).nullable().optional();

export const updateUserMeetingLimitsBodySchema = z.object({
  daily_limit: limit,
  weekly_limit: limit,
  monthly_limit: limit,
});
export type UpdateUserMeetingLimitsBody = z.input<typeof updateUserMeetingLimitsBodySchema>;
