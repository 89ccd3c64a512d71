import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { organizationMembershipSchema, organizationSchema } from "../schemas/organizations.ts";
import { pageOf, pageQuery, resourceOf, uriSchema } from "../schemas/wire.ts";

export const getOrganization = defineEndpoint({
  id: "getOrganization",
  method: "GET",
  path: "/organizations/{uuid}",
  scopes: ["organizations:read"],
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
  query: z.object({
    ...pageQuery,
    email: z.string().optional(),
    organization: uriSchema.optional(),
    user: uriSchema.optional(),
    role: z.enum(["user", "admin", "owner"]).optional(),
  }),
  response: pageOf(organizationMembershipSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/organizations/list-organization-memberships",
});
