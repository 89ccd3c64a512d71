import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { meetingRecapListItemSchema, meetingRecapSchema, transcriptSchema } from "../schemas/meeting-recaps.ts";
import { instantSchema, noContentSchema, pageOf, pageQuery, resourceOf, uriSchema } from "../schemas/wire.ts";

/** Only available ones unless `status` says otherwise; its words are lower case here, capitalised in the answer. */
export const listMeetingRecaps = defineEndpoint({
  id: "listMeetingRecaps",
  method: "GET",
  path: "/meeting_recaps",
  scopes: ["meeting_recaps:read"],
  plan: "paid",
  query: z.object({
    ...pageQuery,
    event: uriSchema.optional(),
    start_time: instantSchema.optional(),
    end_time: instantSchema.optional(),
    status: z.enum(["available", "processing", "unavailable"]).optional(),
    /** E-mail address. */
    attendee: z.string().optional(),
  }),
  response: pageOf(meetingRecapListItemSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/notetaker/list-meeting-recaps",
});

export const getMeetingRecap = defineEndpoint({
  id: "getMeetingRecap",
  method: "GET",
  path: "/meeting_recaps/{uuid}",
  scopes: ["meeting_recaps:read"],
  plan: "paid",
  response: resourceOf(meetingRecapSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/notetaker/get-meeting-recaps-uuid-recap",
});

/** Replaces texts, null empties one, left out stays. Idempotent, as every text is an absolute value. */
export const updateMeetingRecap = defineEndpoint({
  id: "updateMeetingRecap",
  method: "PATCH",
  path: "/meeting_recaps/{uuid}",
  scopes: ["meeting_recaps:write"],
  plan: "paid",
  body: z.object({
    summary_md: z.string().nullable().optional(),
    action_items_md: z.string().nullable().optional(),
    discussion_md: z.string().nullable().optional(),
  }),
  response: resourceOf(meetingRecapSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/notetaker/update-meeting-recaps-uuid",
});

export const deleteMeetingRecap = defineEndpoint({
  id: "deleteMeetingRecap",
  method: "DELETE",
  path: "/meeting_recaps/{uuid}",
  scopes: ["meeting_recaps:write"],
  plan: "paid",
  response: noContentSchema,
  status: 204,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/notetaker/delete-meeting-recaps-uuid",
});

export const getMeetingRecapTranscript = defineEndpoint({
  id: "getMeetingRecapTranscript",
  method: "GET",
  path: "/meeting_recaps/{uuid}/transcript",
  scopes: ["meeting_recaps:read"],
  plan: "paid",
  response: resourceOf(transcriptSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/notetaker/get-transcript-meeting-recaps",
});
