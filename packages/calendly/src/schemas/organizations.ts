import * as z from "zod";
import { essential, instantSchema, openEnum, orNull, uriSchema } from "./wire.ts";

export const organizationSchema = z.looseObject({
  uri: essential(uriSchema),
  /** single: one user; multiple: several. */
  kind: openEnum(["single", "multiple"]).nullish(),
  name: z.string().nullish(),
  plan: openEnum(["basic", "essentials", "standard", "professional", "teams", "enterprise"]),
  stage: openEnum(["trial", "free", "paid"]),
  created_at: instantSchema,
  updated_at: instantSchema,
});
export type Organization = z.infer<typeof organizationSchema>;

export const organizationRoles = ["user", "admin", "owner"] as const;

export const organizationMembershipRoleSchema = openEnum(organizationRoles);
export type OrganizationMembershipRole = z.infer<typeof organizationMembershipRoleSchema>;

export const organizationMembershipSchema = z.looseObject({
  uri: essential(uriSchema),
  role: essential(organizationMembershipRoleSchema),
  user: z.looseObject({
    uri: essential(uriSchema),
    name: z.string(),
    slug: z.string(),
    email: z.string(),
    scheduling_url: z.string(),
    timezone: z.string(),
    avatar_url: orNull(z.string()),
    locale: openEnum(["en", "fr", "es", "de", "pt", "ps"]).nullish(),
    created_at: instantSchema,
    updated_at: instantSchema,
  }),
  organization: essential(uriSchema),
  created_at: instantSchema,
  updated_at: instantSchema,
});
export type OrganizationMembership = z.infer<typeof organizationMembershipSchema>;
