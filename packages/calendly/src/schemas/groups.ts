import * as z from "zod";
import { organizationInvitationSchema } from "./organization-invitations.ts";
import { organizationMembershipSchema } from "./organizations.ts";
import { essential, instantSchema, openEnum, uriSchema } from "./wire.ts";

/** A part of an organization. */
export const groupSchema = z.looseObject({
  uri: essential(uriSchema),
  name: z.string(),
  organization: uriSchema,
  created_at: instantSchema,
  updated_at: instantSchema,
  member_count: z.number().nullish(),
});
export type Group = z.infer<typeof groupSchema>;

const membershipOwnerSchema = z.looseObject({
  ...organizationMembershipSchema.shape,
  type: z.literal("OrganizationMembership"),
});
const invitationOwnerSchema = z.looseObject({
  ...organizationInvitationSchema.shape,
  type: z.literal("OrganizationInvitation"),
});

/** The place of a member, or of somebody who is invited, in a group. */
export const groupRelationshipSchema = z.looseObject({
  uri: essential(uriSchema),
  role: openEnum(["member", "admin"]),
  owner: z.union([membershipOwnerSchema, invitationOwnerSchema]),
  organization: uriSchema,
  group: essential(uriSchema),
  created_at: instantSchema,
  updated_at: instantSchema,
});
export type GroupRelationship = z.infer<typeof groupRelationshipSchema>;
