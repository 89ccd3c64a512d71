import * as z from "zod";
import { locationKinds } from "./event-types.ts";
import { essential, openEnum } from "./wire.ts";

export const meetingLocationSchema = z.looseObject({
  kind: essential(openEnum(locationKinds)),
  connected: z.boolean().nullish(),
});
export type MeetingLocation = z.infer<typeof meetingLocationSchema>;
