import * as z from "zod";
import { instantSchema, openEnum, orNull, uriSchema } from "./wire.ts";

/** One message. It has no URI. */
export const outgoingCommunicationSchema = z.looseObject({
  type: openEnum(["sms", "email"]),
  to: z.string(),
  from: z.string(),
  /** Null for a text message. */
  subject: orNull(z.string()),
  body: z.string(),
  sender_uri: orNull(uriSchema),
  sender_email: orNull(z.string()),
  event_type_uri: uriSchema,
  event_uri: uriSchema,
  sent_at: instantSchema,
  created_at: instantSchema,
  scheduling_url: z.string(),
});
export type OutgoingCommunication = z.infer<typeof outgoingCommunicationSchema>;
