import * as z from "zod";
import { essential, openEnum, uriSchema } from "./wire.ts";

/** A single-use booking page: `https://calendly.com/d/{code}/{event-type-slug}`. Unused ones expire after 90 days. */
export const schedulingLinkSchema = z.looseObject({
  booking_url: essential(z.string()),
  owner: uriSchema.nullish(),
  owner_type: openEnum(["EventType"]).nullish(),
});
export type SchedulingLink = z.infer<typeof schedulingLinkSchema>;
