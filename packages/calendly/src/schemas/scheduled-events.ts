import * as z from "zod";
import { essential, instantSchema, openEnum, orNull, uriSchema } from "./wire.ts";

/** Location types of a scheduled event; an event type says `zoom_conference` and `gotomeeting_conference` instead. */
export const eventLocationTypes = [
  "physical",
  "outbound_call",
  "inbound_call",
  "google_conference",
  "zoom",
  "gotomeeting",
  "microsoft_teams_conference",
  "webex_conference",
  "custom",
  "ask_invitee",
] as const;
export type EventLocationType = (typeof eventLocationTypes)[number];

/**
 * Where a scheduled event takes place. Conferences carry `status` and `join_url` (null until `pushed`), the others
 * `location` and `additional_info`. One open shape, as a new conference vendor must not break a page of events.
 */
export const eventLocationSchema = z.looseObject({
  type: openEnum(eventLocationTypes),
  location: z.string().nullish(),
  additional_info: z.string().nullish(),
  status: openEnum(["processing", "initiated", "pushed", "failed"]).nullish(),
  join_url: z.string().nullish(),
  /** The vendor's own details; their shape differs by `type`. */
  data: z.unknown().optional(),
});
export type EventLocation = z.infer<typeof eventLocationSchema>;

export const cancellationSchema = z.looseObject({
  /** A display name, not a URI. */
  canceled_by: z.string(),
  reason: orNull(z.string()),
  /** host also covers a cancellation by API. */
  canceler_type: openEnum(["host", "invitee"]),
  created_at: instantSchema,
});
export type Cancellation = z.infer<typeof cancellationSchema>;

export const eventMembershipSchema = z.looseObject({
  user: uriSchema,
  user_email: z.string().nullish(),
  user_name: z.string().nullish(),
  /** Start minus the before buffer; absent in webhook payloads. */
  buffered_start_time: instantSchema.nullish(),
  /** End plus the after buffer; absent in webhook payloads. */
  buffered_end_time: instantSchema.nullish(),
});
export type EventMembership = z.infer<typeof eventMembershipSchema>;

export const guestSchema = z.looseObject({
  email: z.string(),
  created_at: instantSchema,
  updated_at: instantSchema,
});
export type Guest = z.infer<typeof guestSchema>;

const scheduledEventFields = {
  uri: essential(uriSchema),
  /** Copied from the event type. */
  name: orNull(z.string()),
  meeting_notes_plain: z.string().nullish(),
  meeting_notes_html: z.string().nullish(),
  /** A group event stays active while one invitee remains; a past event stays active too. */
  status: essential(openEnum(["active", "canceled"])),
  start_time: essential(instantSchema),
  end_time: essential(instantSchema),
  event_type: essential(uriSchema),
  location: orNull(eventLocationSchema),
  invitees_counter: z.looseObject({
    /** Everyone who ever booked. */
    total: z.number(),
    /** Still coming. */
    active: z.number(),
    /** Seats; 1 for solo. */
    limit: z.number(),
  }),
  created_at: essential(instantSchema),
  updated_at: essential(instantSchema),
  event_memberships: z.array(eventMembershipSchema),
  event_guests: z.array(guestSchema),
  /** Only there when the status is canceled. */
  cancellation: cancellationSchema.nullish(),
};

/** A scheduled event as the REST API gives it. It never contains its invitees. */
export const scheduledEventSchema = z.looseObject({
  ...scheduledEventFields,
  /** Null without a calendar connection. */
  calendar_event: orNull(
    z.looseObject({
      kind: openEnum(["exchange", "google", "icloud", "outlook", "outlook_desktop"]),
      external_id: z.string(),
    }),
  ),
});
export type ScheduledEvent = z.infer<typeof scheduledEventSchema>;

/** A scheduled event inside a webhook payload: without `calendar_event` and without buffered times. */
export const payloadScheduledEventSchema = z.looseObject(scheduledEventFields);
export type PayloadScheduledEvent = z.infer<typeof payloadScheduledEventSchema>;
