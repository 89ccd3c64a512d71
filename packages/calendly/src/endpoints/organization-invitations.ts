import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { organizationInvitationSchema, organizationInvitationStatuses } from "../schemas/organization-invitations.ts";
import { noContentSchema, pageOf, pageQuery, resourceOf } from "../schemas/wire.ts";

export const listOrganizationInvitations = defineEndpoint({
  id: "listOrganizationInvitations",
  method: "GET",
  path: "/organizations/{uuid}/invitations",
  scopes: ["organizations:read"],
  plan: "any",
  query: z.object({
    ...pageQuery,
    /** `field:asc` or `field:desc`; `created_at:asc` when left out. */
    sort: z.string().optional(),
    email: z.string().optional(),
    status: z.enum(organizationInvitationStatuses).optional(),
  }),
  response: pageOf(organizationInvitationSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/organizations/list-organization-invitations",
});

/**
 * Invites somebody by e-mail. Calendly answers 400 for an address that is a member or was invited before; both are
 * `already_exists` here, as nothing is wrong with the request. Seats and trials have limits of their own (403).
 */
export const createOrganizationInvitation = defineEndpoint({
  id: "createOrganizationInvitation",
  method: "POST",
  path: "/organizations/{uuid}/invitations",
  scopes: ["organizations:write"],
  plan: "any",
  body: z.object({ email: z.string() }),
  response: resourceOf(organizationInvitationSchema),
  status: 201,
  idempotent: false,
  source: "https://developer.calendly.com/api-docs/calendly-api/organizations/create-organization-invitation",
});

/** Both parameters are in the invitation's URI: see `invitationParamsOf`. */
export const getOrganizationInvitation = defineEndpoint({
  id: "getOrganizationInvitation",
  method: "GET",
  path: "/organizations/{org_uuid}/invitations/{uuid}",
  scopes: ["organizations:read"],
  plan: "any",
  response: resourceOf(organizationInvitationSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/organizations/get-organization-invitation",
});

/** An accepted invitation cannot be revoked: `conflict`. */
export const revokeOrganizationInvitation = defineEndpoint({
  id: "revokeOrganizationInvitation",
  method: "DELETE",
  path: "/organizations/{org_uuid}/invitations/{uuid}",
  scopes: ["organizations:write"],
  plan: "any",
  response: noContentSchema,
  status: 204,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/organizations/revoke-organization-invitation",
});
