import { defineEndpoint } from "../endpoint.ts";
import {
  contactCustomFieldDefinitionSchema,
  createContactCustomFieldDefinitionBodySchema,
} from "../schemas/contact-custom-fields.ts";
import { collectionOf, resourceOf } from "../schemas/wire.ts";

export const listContactCustomFieldDefinitions = defineEndpoint({
  id: "listContactCustomFieldDefinitions",
  method: "GET",
  path: "/contacts/custom_field_definitions",
  scopes: ["contacts:read"],
  plan: "any",
  response: collectionOf(contactCustomFieldDefinitionSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/list-contact-custom-field-definitions",
});

/** `already_exists` when the label is taken, case ignored. Options get their uuids from Calendly. */
export const createContactCustomFieldDefinition = defineEndpoint({
  id: "createContactCustomFieldDefinition",
  method: "POST",
  path: "/contacts/custom_field_definitions",
  scopes: ["contacts:write"],
  plan: "any",
  body: createContactCustomFieldDefinitionBodySchema,
  response: resourceOf(contactCustomFieldDefinitionSchema),
  status: 201,
  idempotent: false,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/create-contact-custom-field-definition",
});

export const getContactCustomFieldDefinition = defineEndpoint({
  id: "getContactCustomFieldDefinition",
  method: "GET",
  path: "/contacts/custom_field_definitions/{uuid}",
  scopes: ["contacts:read"],
  plan: "any",
  response: resourceOf(contactCustomFieldDefinitionSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/get-contact-custom-field-definition",
});
