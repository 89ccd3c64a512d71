import * as z from "zod";
import { essential, instantSchema, openEnum, orNull, uriSchema } from "./wire.ts";

/** static_list: its members are chosen; dynamic_view: a filter over all contacts. */
export const contactListTypes = ["static_list", "dynamic_view"] as const;

export const contactListSchema = z.looseObject({
  uri: essential(uriSchema),
  name: z.string(),
  type: openEnum(contactListTypes),
  /** Null for a View. */
  contact_count: orNull(z.number()),
  created_at: instantSchema.nullish(),
  updated_at: instantSchema.nullish(),
});
export type ContactList = z.infer<typeof contactListSchema>;

/** What became of each contact. Calendly documents the counts, but not all of their names. */
export const contactListMembershipResultSchema = z.looseObject({
  added: z.number().nullish(),
  removed: z.number().nullish(),
  unchanged: z.number().nullish(),
  /** Contacts that do not exist or that the user cannot reach. */
  invalid: z.number().nullish(),
  failed: z.number().nullish(),
  invalid_contacts: z.array(uriSchema).nullish(),
  failed_contacts: z.array(uriSchema).nullish(),
});
export type ContactListMembershipResult = z.infer<typeof contactListMembershipResultSchema>;

/** URIs of contacts. */
const contactsSchema = z.array(uriSchema).max(500);

export const createContactListBodySchema = z.object({ name: z.string(), contacts: contactsSchema.optional() });
export type CreateContactListBody = z.input<typeof createContactListBodySchema>;

export const contactListMembersBodySchema = z.object({ contacts: contactsSchema });
export type ContactListMembersBody = z.input<typeof contactListMembersBodySchema>;
