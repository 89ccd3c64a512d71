import * as z from "zod";
import { trackingSchema } from "./invitees.ts";
import { essential, instantSchema, openEnum, orNull, uriSchema } from "./wire.ts";

export const routingFormQuestionSchema = z.looseObject({
  uuid: z.string(),
  name: z.string(),
  type: openEnum(["name", "text", "email", "phone", "textarea", "select", "radios"]),
  required: z.boolean(),
  answer_choices: orNull(z.array(z.string())),
});
export type RoutingFormQuestion = z.infer<typeof routingFormQuestionSchema>;

/** A form that sends whoever fills it in to the right event type. Made in the web app, on Teams or higher. */
export const routingFormSchema = z.looseObject({
  uri: essential(uriSchema),
  organization: uriSchema,
  name: z.string(),
  status: openEnum(["draft", "published"]),
  questions: z.array(routingFormQuestionSchema),
  created_at: instantSchema,
  updated_at: instantSchema,
});
export type RoutingForm = z.infer<typeof routingFormSchema>;

/** Where the respondent was sent. `value` is a URI, an address, or `{ headline, body }` with custom_message. */
export const routingFormResultSchema = z.looseObject({
  type: openEnum(["event_type", "external_url", "custom_message"]),
  value: z.union([z.string(), z.looseObject({ headline: z.string(), body: z.string() })]),
});
export type RoutingFormResult = z.infer<typeof routingFormResultSchema>;

export const routingFormSubmissionSchema = z.looseObject({
  uri: essential(uriSchema),
  routing_form: essential(uriSchema),
  questions_and_answers: z.array(
    z.looseObject({ question_uuid: orNull(z.string()), question: z.string(), answer: z.string().nullish() }),
  ),
  tracking: orNull(trackingSchema),
  result: routingFormResultSchema.nullish(),
  /** URI of the invitee once the respondent booked. */
  submitter: orNull(uriSchema),
  submitter_type: orNull(openEnum(["Invitee"])),
  created_at: instantSchema,
  updated_at: instantSchema,
});
export type RoutingFormSubmission = z.infer<typeof routingFormSubmissionSchema>;
