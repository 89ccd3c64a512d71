import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { contactSchema, createContactBodySchema, updateContactBodySchema } from "../schemas/contacts.ts";
import { noContentSchema, pageOf, pageQuery, resourceOf, uriSchema } from "../schemas/wire.ts";

/** Leaves `custom_fields` out of the answer. */
const exclude = z.literal("custom_fields").optional();
const words = z.union([z.string(), z.array(z.string())]).optional();

/** Text filters take several values, comma separated. */
export const listContacts = defineEndpoint({
  id: "listContacts",
  method: "GET",
  path: "/contacts",
  scopes: ["contacts:read"],
  plan: "any",
  query: z.object({
    ...pageQuery,
    /** `field:asc` or `field:desc`, of created_at, updated_at. */
    sort: words,
    email: words,
    phone_number: words,
    timezone: words,
    name: words,
    job_title: words,
    company: words,
    country: words,
    state: words,
    city: words,
    exclude,
    /** URI of a List or View: only its contacts. */
    contact_list: uriSchema.optional(),
  }),
  response: pageOf(contactSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/list-contacts",
});

/** Exactly one e-mail is the primary one. `already_exists` when a contact has one of the addresses. */
export const createContact = defineEndpoint({
  id: "createContact",
  method: "POST",
  path: "/contacts",
  scopes: ["contacts:write"],
  plan: "any",
  body: createContactBodySchema,
  response: resourceOf(contactSchema),
  status: 201,
  idempotent: false,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/create-contact",
});

export const getContact = defineEndpoint({
  id: "getContact",
  method: "GET",
  path: "/contacts/{uuid}",
  scopes: ["contacts:read"],
  plan: "any",
  query: z.object({ exclude }),
  response: resourceOf(contactSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/get-contact",
});

/**
 * Changes a contact; needs at least one field, and `custom_fields` merges with what is there. Idempotent, as every field
 * is an absolute value.
 */
export const updateContact = defineEndpoint({
  id: "updateContact",
  method: "PATCH",
  path: "/contacts/{uuid}",
  scopes: ["contacts:write"],
  plan: "any",
  body: updateContactBodySchema,
  response: resourceOf(contactSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/patch-contacts-uuid",
});

export const deleteContact = defineEndpoint({
  id: "deleteContact",
  method: "DELETE",
  path: "/contacts/{uuid}",
  scopes: ["contacts:write"],
  plan: "any",
  response: noContentSchema,
  status: 204,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/delete-contacts-uuid",
});
