import * as z from "zod";
import { recapAttendeeSchema } from "../schemas/meeting-recaps.ts";
import { eventLocationSchema } from "../schemas/scheduled-events.ts";
import { essential, instantSchema, uriSchema } from "../schemas/wire.ts";

/** The meeting; empty but for what Calendly knows when it was not booked here. */
const recapEventSchema = z.looseObject({
  uri: uriSchema.nullish(),
  name: z.string().nullish(),
  start_time: instantSchema.nullish(),
  end_time: instantSchema.nullish(),
  location: eventLocationSchema.nullish(),
  attendees: z.array(recapAttendeeSchema).nullish(),
});

const recapSchema = z.looseObject({
  uri: essential(uriSchema),
  /** `_md` is Markdown. */
  summary_md: z.string().nullish(),
  action_items_md: z.string().nullish(),
  discussion_md: z.string().nullish(),
  /** URI of the transcript. */
  transcript: uriSchema.nullish(),
  share_link: z.string().nullish(),
  created_at: instantSchema.nullish(),
  updated_at: instantSchema.nullish(),
});

/**
 * Payload of `meeting_recap.created`.
 *
 * Source: https://developer.calendly.com/release-notes/2026/7/22
 */
export const meetingRecapCreatedPayloadSchema = z.looseObject({
  created_at: instantSchema,
  event: recapEventSchema,
  recap: recapSchema,
});
export type MeetingRecapCreatedPayload = z.infer<typeof meetingRecapCreatedPayloadSchema>;

/** Payload of `meeting_recap.updated`. */
export const meetingRecapUpdatedPayloadSchema = z.looseObject({ event: recapEventSchema, recap: recapSchema });
export type MeetingRecapUpdatedPayload = z.infer<typeof meetingRecapUpdatedPayloadSchema>;

/** Payload of `meeting_recap.deleted`. */
export const meetingRecapDeletedPayloadSchema = z.looseObject({
  event: z.looseObject({ uri: uriSchema.nullish() }).nullish(),
  recap: z.looseObject({ uri: essential(uriSchema), deleted_at: instantSchema }),
});
export type MeetingRecapDeletedPayload = z.infer<typeof meetingRecapDeletedPayloadSchema>;
