import * as z from "zod";
import { eventLocationSchema } from "./scheduled-events.ts";
import { essential, instantSchema, openEnum, uriSchema } from "./wire.ts";

export const recapAttendeeSchema = z.looseObject({ host: z.boolean(), user_email: z.string(), user_name: z.string() });
export type RecapAttendee = z.infer<typeof recapAttendeeSchema>;

/** A recap as lists have it, without its texts. */
export const meetingRecapListItemSchema = z.looseObject({
  uri: essential(uriSchema),
  /** The recap in the web app. */
  app_url: z.string(),
  /** URI of the scheduled event; null for a meeting that was not booked here. */
  event: uriSchema.nullish(),
  /** Capitalised; the filter of the list is lower case. */
  status: openEnum(["Available", "Processing", "Unavailable"]),
  name: z.string().nullish(),
  location: eventLocationSchema.nullish(),
  start_time: instantSchema.nullish(),
  end_time: instantSchema.nullish(),
  created_at: instantSchema.nullish(),
  updated_at: instantSchema.nullish(),
  attendees: z.array(recapAttendeeSchema).nullish(),
  /** URI of the transcript. */
  transcript: uriSchema.nullish(),
});
export type MeetingRecapListItem = z.infer<typeof meetingRecapListItemSchema>;

/** The notes that Calendly's notetaker took of a meeting. `_md` is Markdown. */
export const meetingRecapSchema = z.looseObject({
  ...meetingRecapListItemSchema.shape,
  summary_md: z.string().nullish(),
  action_items_md: z.string().nullish(),
  discussion_md: z.string().nullish(),
  share_link: z.string().nullish(),
});
export type MeetingRecap = z.infer<typeof meetingRecapSchema>;

export const transcriptSchema = z.looseObject({ uri: essential(uriSchema), text: essential(z.string()) });
export type Transcript = z.infer<typeof transcriptSchema>;
