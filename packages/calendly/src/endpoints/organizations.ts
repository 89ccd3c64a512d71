import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { organizationMembershipSchema, organizationRoles, organizationSchema } from "../schemas/organizations.ts";
import { noContentSchema, pageOf, pageQuery, resourceOf, uriSchema } from "../schemas/wire.ts";

export const getOrganization = defineEndpoint({
  id: "getOrganization",
  method: "GET",
  path: "/organizations/{uuid}",
  scopes: ["organizations:read"],
  plan: "any",
  response: resourceOf(organizationSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/organizations/get-organization",
});

/** `user` finds the caller's organization, `organization` lists members (others' memberships need admin rights). */
export const listOrganizationMemberships = defineEndpoint({
  id: "listOrganizationMemberships",
  method: "GET",
  path: "/organization_memberships",
  scopes: ["organizations:read"],
  plan: "any",
  query: z.object({
    ...pageQuery,
    email: z.string().optional(),
    organization: uriSchema.optional(),
    user: uriSchema.optional(),
    role: z.enum(organizationRoles).optional(),
  }),
  response: pageOf(organizationMembershipSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/organizations/list-organization-memberships",
});

export const getOrganizationMembership = defineEndpoint({
  id: "getOrganizationMembership",
  method: "GET",
  path: "/organization_memberships/{uuid}",
  scopes: ["organizations:read"],
  plan: "any",
  response: resourceOf(organizationMembershipSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/organizations/get-organization-membership",
});

/** Removes a member. Neither the owner nor the caller can be removed; their past events stay with the organization. */
export const deleteOrganizationMembership = defineEndpoint({
  id: "deleteOrganizationMembership",
  method: "DELETE",
  path: "/organization_memberships/{uuid}",
  scopes: ["organizations:write"],
  plan: "any",
  response: noContentSchema,
  status: 204,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/organizations/delete-organization-membership",
});
