import * as z from "zod";
import { locationKinds } from "./event-types.ts";
import { cancellationSchema } from "./scheduled-events.ts";
import { essential, instantSchema, openEnum, orNull, uriSchema } from "./wire.ts";

export const questionAndAnswerSchema = z.looseObject({
  question: z.string(),
  answer: z.string(),
  position: z.number(),
});
export type QuestionAndAnswer = z.infer<typeof questionAndAnswerSchema>;

/** Attribution of a booking: the only custom data that comes back from a booking page. */
export const trackingSchema = z.looseObject({
  utm_campaign: orNull(z.string()),
  utm_source: orNull(z.string()),
  utm_medium: orNull(z.string()),
  utm_content: orNull(z.string()),
  utm_term: orNull(z.string()),
  salesforce_uuid: orNull(z.string()),
});
export type Tracking = z.infer<typeof trackingSchema>;

export const paymentSchema = z.looseObject({
  external_id: z.string(),
  provider: openEnum(["stripe", "paypal"]),
  /** A string today, a number in the document of 2022. */
  amount: z.union([z.string(), z.number()]),
  currency: openEnum(["AUD", "CAD", "EUR", "GBP", "USD"]),
  terms: orNull(z.string()),
  successful: z.boolean(),
});
export type Payment = z.infer<typeof paymentSchema>;

export const inviteeSchema = z.looseObject({
  uri: essential(uriSchema),
  email: essential(z.string()),
  /** Null when the event type asks for one name. */
  first_name: orNull(z.string()),
  last_name: orNull(z.string()),
  /** Always the full name. */
  name: z.string(),
  status: essential(openEnum(["active", "canceled"])),
  questions_and_answers: z.array(questionAndAnswerSchema),
  /** IANA name, for display. */
  timezone: orNull(z.string()),
  /** URI of the scheduled event. */
  event: essential(uriSchema),
  created_at: essential(instantSchema),
  updated_at: essential(instantSchema),
  tracking: orNull(trackingSchema),
  text_reminder_number: orNull(z.string()),
  /** True only on the old invitee of a reschedule. */
  rescheduled: z.boolean(),
  /** Set on the new invitee of a reschedule. */
  old_invitee: orNull(uriSchema),
  /** Set on the old invitee of a reschedule. */
  new_invitee: orNull(uriSchema),
  cancel_url: z.string(),
  reschedule_url: z.string(),
  routing_form_submission: orNull(uriSchema),
  /** Only there when the status is canceled. */
  cancellation: cancellationSchema.nullish(),
  payment: orNull(paymentSchema),
  /** The no-show mark, if any. */
  no_show: orNull(z.looseObject({ uri: uriSchema, created_at: instantSchema })),
  reconfirmation: orNull(z.looseObject({ created_at: instantSchema, confirmed_at: orNull(instantSchema) })),
  /** api: booked by `POST /invitees`; null: on the booking page. */
  scheduling_method: orNull(openEnum(["instant_book", "api"])),
  /** User URI when somebody logged in booked. */
  invitee_scheduled_by: orNull(uriSchema),
});
export type Invitee = z.infer<typeof inviteeSchema>;

/**
 * What `POST /invitees` takes. Calendly ignores unknown fields without a word, so a misspelt `location` books
 * without one: read the answer back.
 */
export const createInviteeBodySchema = z.object({
  event_type: uriSchema,
  /** UTC; the value from available times, unchanged. */
  start_time: instantSchema,
  invitee: z.strictObject({
    /** `name`, or `first_name` with an optional `last_name`. */
    name: z.string().optional(),
    first_name: z.string().optional(),
    last_name: z.string().optional(),
    email: z.string(),
    /** IANA name. */
    timezone: z.string(),
    /** For SMS reminders only; the number of an outbound call goes into `location.location`. */
    text_reminder_number: z.string().optional(),
  }),
  /** `kind` must be one that the event type offers. Leave it out when the type has none, and for round robin. */
  location: z.strictObject({ kind: z.enum(locationKinds), location: z.string().optional() }).optional(),
  /** `question` equals the event type's question text character for character. */
  questions_and_answers: z
    .array(z.strictObject({ question: z.string(), answer: z.string(), position: z.int().min(0) }))
    .optional(),
  /** All six keys, or leave the object out: with fewer, Calendly refuses the whole booking. */
  tracking: z
    .strictObject({
      utm_campaign: z.string().nullable(),
      utm_source: z.string().nullable(),
      utm_medium: z.string().nullable(),
      utm_content: z.string().nullable(),
      utm_term: z.string().nullable(),
      salesforce_uuid: z.string().nullable(),
    })
    .optional(),
  /** E-mail addresses. */
  event_guests: z.array(z.string()).max(10).optional(),
});
export type CreateInviteeBody = z.input<typeof createInviteeBodySchema>;

/** The mark that an invitee did not come. Deleting the record takes the mark back. */
export const inviteeNoShowSchema = z.looseObject({
  uri: essential(uriSchema),
  invitee: essential(uriSchema),
  created_at: instantSchema,
});
export type InviteeNoShow = z.infer<typeof inviteeNoShowSchema>;
