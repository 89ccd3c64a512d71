import { type Origins, userUri } from "../../http/origin.ts";
import type { User } from "../../world/types.ts";

export function presentUser(user: User, origins: Origins) {
  return {
    avatar_url: user.avatarUrl,
    created_at: user.createdAt,
    current_organization: `${origins.api}/organizations/${user.organizationId}`,
    email: user.email,
    locale: user.locale,
    name: user.name,
    resource_type: "User",
    scheduling_url: `${origins.booking}/${user.slug}`,
    slug: user.slug,
    time_notation: user.timeNotation,
    timezone: user.timeZone,
    updated_at: user.updatedAt,
    uri: userUri(origins, user.id),
  };
}
