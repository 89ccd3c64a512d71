import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { groupRelationshipSchema, groupSchema } from "../schemas/groups.ts";
import { pageOf, pageQuery, resourceOf, uriSchema } from "../schemas/wire.ts";

/** Who is in which group. `owner` is the URI of an organization membership or invitation. */
export const listGroupRelationships = defineEndpoint({
  id: "listGroupRelationships",
  method: "GET",
  path: "/group_relationships",
  scopes: ["groups:read"],
  plan: "any",
  query: z.object({
    ...pageQuery,
    organization: uriSchema.optional(),
    owner: uriSchema.optional(),
    group: uriSchema.optional(),
  }),
  response: pageOf(groupRelationshipSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/groups/list-group-relationships",
});

export const getGroupRelationship = defineEndpoint({
  id: "getGroupRelationship",
  method: "GET",
  path: "/group_relationships/{uuid}",
  scopes: ["groups:read"],
  plan: "any",
  response: resourceOf(groupRelationshipSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/groups/get-group-relationship",
});

export const listGroups = defineEndpoint({
  id: "listGroups",
  method: "GET",
  path: "/groups",
  scopes: ["groups:read"],
  plan: "any",
  query: z.object({ ...pageQuery, organization: uriSchema }),
  response: pageOf(groupSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/groups/list-groups",
});

export const getGroup = defineEndpoint({
  id: "getGroup",
  method: "GET",
  path: "/groups/{uuid}",
  scopes: ["groups:read"],
  plan: "any",
  response: resourceOf(groupSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/groups/get-group",
});
