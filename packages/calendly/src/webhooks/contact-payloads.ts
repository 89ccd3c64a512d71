import * as z from "zod";
import { contactSchema } from "../schemas/contacts.ts";
import { essential, instantSchema, uriSchema } from "../schemas/wire.ts";

/**
 * Payload of `contact.created` and `contact.updated`. The latter is not sent for changes of related records, such as
 * scheduled events.
 *
 * Source: https://developer.calendly.com/release-notes/2026/5/27
 */
export const contactPayloadSchema = z.looseObject({
  /** Whose contact it is: the last segment of the user's URI. */
  user_uuid: z.string(),
  contact: z.looseObject({
    ...contactSchema.shape,
    /** How it came to be, such as `booking`. */
    creation_source: z.string(),
  }),
});
export type ContactPayload = z.infer<typeof contactPayloadSchema>;

/** Payload of `contact.deleted`: of the contact only its URI is left. */
export const contactDeletedPayloadSchema = z.looseObject({
  user_uuid: z.string(),
  contact: z.looseObject({ uri: essential(uriSchema), deleted_at: instantSchema }),
});
export type ContactDeletedPayload = z.infer<typeof contactDeletedPayloadSchema>;
