import * as z from "zod";
import { essential, instantSchema } from "./wire.ts";

/** One slot: a start that Calendly offers now. A hint only, Calendly confirms when it is booked. */
export const availableTimeSchema = z.looseObject({
  status: z.string(),
  /** 1 except for group event types. */
  invitees_remaining: z.number(),
  start_time: essential(instantSchema),
  /** Booking page of that very time. */
  scheduling_url: z.string(),
});
export type AvailableTime = z.infer<typeof availableTimeSchema>;
