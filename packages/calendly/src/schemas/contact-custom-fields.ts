import * as z from "zod";
import { essential, instantSchema, openEnum, uriSchema } from "./wire.ts";

/** Kinds of custom field that can be made by API. */
export const contactCustomFieldTypes = ["text", "number", "currency", "tags", "date", "single_select"] as const;

export const contactCustomFieldDefinitionSchema = z.looseObject({
  uri: essential(uriSchema),
  label: z.string(),
  /** invitee_question: kept by Calendly from the answers to a question of an event type. */
  field_type: openEnum([...contactCustomFieldTypes, "invitee_question"]),
  /** single_select. */
  options: z
    .array(
      z.looseObject({
        uuid: z.string(),
        label: z.string(),
        color: z.string().nullish(),
        is_active: z.boolean(),
      }),
    )
    .nullish(),
  /** ISO 4217 code, with currency. */
  currency: z.string().nullish(),
  /** invitee_question. */
  source: z
    .looseObject({
      type: openEnum(["event_type_invitee_question"]),
      event_type_uri: uriSchema.nullish(),
      question: z.string().nullish(),
    })
    .nullish(),
  created_at: instantSchema,
  updated_at: instantSchema,
});
export type ContactCustomFieldDefinition = z.infer<typeof contactCustomFieldDefinitionSchema>;

export const createContactCustomFieldDefinitionBodySchema = z.object({
  label: z.string().min(1).max(255),
  field_type: z.enum(contactCustomFieldTypes),
  /** Required for single_select, refused for the others. */
  options: z
    .array(z.strictObject({ label: z.string() }))
    .min(1)
    .max(10)
    .optional(),
  /** ISO 4217 code; for currency only. */
  currency: z.string().optional(),
});
export type CreateContactCustomFieldDefinitionBody = z.input<typeof createContactCustomFieldDefinitionBodySchema>;
