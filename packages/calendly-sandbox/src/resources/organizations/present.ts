import { type Origins, userUri } from "../../http/origin.ts";
import type { Organization, User } from "../../world/types.ts";

export function organizationUri(origins: Origins, organizationId: string): string {
  return `${origins.api}/organizations/${organizationId}`;
}

export function membershipUri(origins: Origins, membershipId: string): string {
  return `${origins.api}/organization_memberships/${membershipId}`;
}

export function presentOrganization(organization: Organization, members: number, origins: Origins) {
  return {
    created_at: organization.createdAt,
    kind: members > 1 ? "multiple" : "single",
    name: organization.name,
    plan: organization.plan,
    stage: organization.stage,
    updated_at: organization.updatedAt,
    uri: organizationUri(origins, organization.id),
  };
}

export function presentMembership(user: User, origins: Origins) {
  return {
    created_at: user.memberSince ?? user.createdAt,
    organization: organizationUri(origins, user.organizationId),
    role: user.role,
    updated_at: user.updatedAt,
    uri: membershipUri(origins, user.membershipId),
    user: {
      avatar_url: user.avatarUrl,
      created_at: user.createdAt,
      email: user.email,
      locale: user.locale,
      name: user.name,
      scheduling_url: `${origins.booking}/${user.slug}`,
      slug: user.slug,
      timezone: user.timeZone,
      updated_at: user.updatedAt,
      uri: userUri(origins, user.id),
    },
  };
}
