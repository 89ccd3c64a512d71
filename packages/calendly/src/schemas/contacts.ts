import * as z from "zod";
import { essential, instantSchema, uriSchema } from "./wire.ts";

/** text, date: string; number, currency: number (85000 is 85,000.00, not cents); tags: list; single_select: an option. */
export const contactCustomFieldValueSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
  z.null(),
]);
export type ContactCustomFieldValue = z.infer<typeof contactCustomFieldValueSchema>;

export const contactCustomFieldSchema = z.looseObject({
  /** URI of its definition. */
  uri: uriSchema,
  label: z.string().nullish(),
  value: contactCustomFieldValueSchema,
});
export type ContactCustomField = z.infer<typeof contactCustomFieldSchema>;

/** Somebody the user meets, as Calendly's address book has them. Every defined custom field is there, unset ones null. */
export const contactSchema = z.looseObject({
  uri: essential(uriSchema),
  emails: z.array(z.looseObject({ email: z.string(), is_primary: z.boolean() })),
  name: z.string().nullish(),
  phone_numbers: z.array(z.looseObject({ phone_number: z.string() })).nullish(),
  /** IANA name. */
  timezone: z.string().nullish(),
  job_title: z.string().nullish(),
  company: z.string().nullish(),
  country: z.string().nullish(),
  state: z.string().nullish(),
  city: z.string().nullish(),
  linkedin: z.string().nullish(),
  custom_fields: z.array(contactCustomFieldSchema).nullish(),
  created_at: instantSchema,
  updated_at: instantSchema,
  first_email_date: instantSchema.nullish(),
  last_email_date: instantSchema.nullish(),
  next_meeting_date: instantSchema.nullish(),
  last_meeting_date: instantSchema.nullish(),
  last_interaction_date: instantSchema.nullish(),
  /** The contact in the web app. Since 2026-10-22. */
  app_url: z.string().nullish(),
});
export type Contact = z.infer<typeof contactSchema>;

const contactDetails = {
  phone_numbers: z
    .array(z.strictObject({ phone_number: z.string() }))
    .max(10)
    .optional(),
  /** IANA name. */
  timezone: z.string().optional(),
  job_title: z.string().optional(),
  company: z.string().optional(),
  country: z.string().optional(),
  state: z.string().optional(),
  city: z.string().optional(),
  linkedin: z.string().optional(),
  /** `uuid` of the definition. A single_select takes an option's uuid or its exact label. */
  custom_fields: z.array(z.strictObject({ uuid: z.string(), value: contactCustomFieldValueSchema })).optional(),
};
const emailsSchema = z.array(z.strictObject({ email: z.string(), is_primary: z.boolean() })).max(10);

export const createContactBodySchema = z.object({ name: z.string(), emails: emailsSchema, ...contactDetails });
export type CreateContactBody = z.input<typeof createContactBodySchema>;

export const updateContactBodySchema = z.object({
  name: z.string().optional(),
  emails: emailsSchema.optional(),
  ...contactDetails,
});
export type UpdateContactBody = z.input<typeof updateContactBodySchema>;
