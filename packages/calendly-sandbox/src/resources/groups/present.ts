import type { Origins } from "../../http/origin.ts";
import type { State } from "../../state.ts";
import { memberIdsOfGroup } from "../../world/groups.ts";
import type { Group, GroupRelationship } from "../../world/organization-records.ts";
import { presentInvitation } from "../invitations/present.ts";
import { organizationUri, presentMembership } from "../organizations/present.ts";

export function groupUri(origins: Origins, groupId: string): string {
  return `${origins.api}/groups/${groupId}`;
}

export function presentGroup(state: State, group: Group, origins: Origins) {
  return {
    created_at: group.createdAt,
    member_count: memberIdsOfGroup(state, group.id).length,
    name: group.name,
    organization: organizationUri(origins, group.organizationId),
    updated_at: group.updatedAt,
    uri: groupUri(origins, group.id),
  };
}

function presentOwner(state: State, { owner }: GroupRelationship, origins: Origins) {
  if (owner.kind === "membership") {
    const user = state.store.users.get(owner.userId);
    return user === null ? null : { ...presentMembership(user, origins), type: "OrganizationMembership" };
  }
  const invitation = state.store.invitations.get(owner.invitationId);
  return invitation === null ? null : { ...presentInvitation(invitation, origins), type: "OrganizationInvitation" };
}

export function presentGroupRelationship(state: State, relationship: GroupRelationship, origins: Origins) {
  return {
    created_at: relationship.createdAt,
    group: groupUri(origins, relationship.groupId),
    organization: organizationUri(origins, relationship.organizationId),
    owner: presentOwner(state, relationship, origins),
    role: relationship.role,
    updated_at: relationship.updatedAt,
    uri: `${origins.api}/group_relationships/${relationship.id}`,
  };
}
