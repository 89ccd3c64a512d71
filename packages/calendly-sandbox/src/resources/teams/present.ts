import type { Origins } from "../../http/origin.ts";
import type { Team } from "../../world/organization-records.ts";
import { organizationUri } from "../organizations/present.ts";

export function presentTeam(team: Team, origins: Origins) {
  return {
    name: team.name,
    organization: organizationUri(origins, team.organizationId),
    scheduling_url: `${origins.booking}/${team.slug}`,
    uri: `${origins.api}/teams/${team.id}`,
  };
}
