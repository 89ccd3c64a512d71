import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import {
  contactListMembersBodySchema,
  contactListMembershipResultSchema,
  contactListSchema,
  contactListTypes,
  createContactListBodySchema,
} from "../schemas/contact-lists.ts";
import { pageOf, resourceOf } from "../schemas/wire.ts";

/** The caller's Lists and Views, 25 at most. Never paged: of `pagination` only `count` is ever set. */
export const listContactLists = defineEndpoint({
  id: "listContactLists",
  method: "GET",
  path: "/contact_lists",
  scopes: ["contacts:read"],
  plan: "any",
  query: z.object({ type: z.enum(contactListTypes).optional() }),
  response: pageOf(contactListSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/list-contact-lists",
});

/**
 * Makes a static List. Adding `contacts` is not atomic with making it: read `membership_result`. `already_exists` when
 * the name is taken, case, accents and outer spaces ignored.
 */
export const createContactList = defineEndpoint({
  id: "createContactList",
  method: "POST",
  path: "/contact_lists",
  scopes: ["contacts:write"],
  plan: "any",
  body: createContactListBodySchema,
  response: resourceOf(contactListSchema.extend({ membership_result: contactListMembershipResultSchema.nullish() })),
  status: 201,
  idempotent: false,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/create-contact-list",
});

export const getContactList = defineEndpoint({
  id: "getContactList",
  method: "GET",
  path: "/contact_lists/{uuid}",
  scopes: ["contacts:read"],
  plan: "any",
  response: resourceOf(contactListSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/get-contact-list",
});

/** Renames a List or View; nothing else can change. Idempotent, as a record may keep its own name. */
export const updateContactList = defineEndpoint({
  id: "updateContactList",
  method: "PATCH",
  path: "/contact_lists/{uuid}",
  scopes: ["contacts:write"],
  plan: "any",
  body: z.object({ name: z.string() }),
  response: resourceOf(contactListSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/release-notes/2026/11/17",
});

/** Adds up to 500 contacts. Idempotent: who is there already counts as unchanged. `conflict` for a View. */
export const addContactListMembers = defineEndpoint({
  id: "addContactListMembers",
  method: "POST",
  path: "/contact_lists/{uuid}/memberships",
  scopes: ["contacts:write"],
  plan: "any",
  body: contactListMembersBodySchema,
  response: resourceOf(contactListMembershipResultSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/add-contacts-to-static-list",
});

/** Removes up to 500 contacts. Idempotent: who is not there counts as unchanged. `conflict` for a View. */
export const removeContactListMembers = defineEndpoint({
  id: "removeContactListMembers",
  method: "POST",
  path: "/contact_lists/{uuid}/memberships/removal",
  scopes: ["contacts:write"],
  plan: "any",
  body: contactListMembersBodySchema,
  response: resourceOf(contactListMembershipResultSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/remove-contacts-from-static-list",
});
