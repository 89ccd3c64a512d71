import { randomUUID } from "node:crypto";
import type { State } from "../state.ts";
import { recordActivity } from "./activity.ts";
import type { Group, GroupRelationship, Team } from "./organization-records.ts";
import { findProfile } from "./profile.ts";
import type { User } from "./records.ts";
import { freeSlug, slugOf } from "./slug.ts";

/** Whose doing the arrangement of an organization is, as nobody else is named: its owner's. */
function ownerOf(state: State, organizationId: string): User | null {
  return state.store.users.first({ where: { organization: organizationId, role: "owner" } });
}

/** Makes a team with a page of its own. Null when one of the members is not in the organization. */
export function createTeam(
  state: State,
  request: { readonly organizationId: string; readonly name: string; readonly memberIds: readonly string[] },
): Team | null {
  const { store, clock } = state;
  const { organizationId, name } = request;
  return store.transaction(() => {
    const memberIds = [...new Set(request.memberIds)];
    const isMember = (id: string) => store.users.get(id)?.organizationId === organizationId;
    if (store.organizations.get(organizationId) === null || !memberIds.every(isMember)) return null;
    const createdAt = clock.timestamp();
    const team: Team = {
      id: randomUUID(),
      organizationId,
      name,
      slug: freeSlug(slugOf(name), (slug) => findProfile(state, slug) !== null),
      memberIds,
      createdAt,
      updatedAt: createdAt,
    };
    store.teams.put(team);
    const actor = ownerOf(state, organizationId);
    recordActivity(state, { actor, organizationId, namespace: "Teams", action: "Created", details: { team: name } });
    return team;
  });
}

/** Makes a group without anybody in it. Null when there is no such organization. */
export function createGroup(
  state: State,
  request: { readonly organizationId: string; readonly name: string },
): Group | null {
  const { store, clock } = state;
  const { organizationId, name } = request;
  return store.transaction(() => {
    if (store.organizations.get(organizationId) === null) return null;
    const createdAt = clock.timestamp();
    const group: Group = { id: randomUUID(), organizationId, name, createdAt, updatedAt: createdAt };
    store.groups.put(group);
    const actor = ownerOf(state, organizationId);
    recordActivity(state, { actor, organizationId, namespace: "Groups", action: "Created", details: { group: name } });
    return group;
  });
}

/** Who is put into a group: a member of its organization, or an open invitation to it. Null for anything else. */
function findOwner(
  { store }: State,
  organizationId: string,
  owner: GroupRelationship["owner"],
): { readonly email: string; readonly where: { readonly user: string } | { readonly invitation: string } } | null {
  if (owner.kind === "membership") {
    const user = store.users.get(owner.userId);
    return user?.organizationId === organizationId ? { email: user.email, where: { user: user.id } } : null;
  }
  const invitation = store.invitations.get(owner.invitationId);
  const isOpen = invitation?.organizationId === organizationId && invitation.status === "pending";
  return isOpen ? { email: invitation.email, where: { invitation: invitation.id } } : null;
}

/**
 * Makes somebody a member or an admin of a group. One may administer several groups and be a member of one: who was in
 * another leaves that. Null when there is no such group, or nobody such in its organization.
 */
export function putInGroup(
  state: State,
  request: {
    readonly groupId: string;
    readonly owner: GroupRelationship["owner"];
    readonly role: GroupRelationship["role"];
  },
): GroupRelationship | null {
  const { store, clock } = state;
  const { groupId, owner, role } = request;
  return store.transaction(() => {
    const group = store.groups.get(groupId);
    const found = group === null ? null : findOwner(state, group.organizationId, owner);
    if (group === null || found === null) return null;
    const { organizationId } = group;
    const same = store.groupRelationships.list({ where: found.where }).filter((one) => one.role === role);
    const here = same.find((one) => one.groupId === groupId);
    if (here !== undefined) return here;
    if (role === "member") for (const { id } of same) store.groupRelationships.delete(id);
    const createdAt = clock.timestamp();
    const relationship: GroupRelationship = {
      id: randomUUID(),
      organizationId,
      groupId,
      role,
      owner,
      createdAt,
      updatedAt: createdAt,
    };
    store.groupRelationships.put(relationship);
    recordActivity(state, {
      actor: ownerOf(state, organizationId),
      organizationId,
      namespace: "Groups",
      action: role === "member" ? "Member_Added" : "Admin_Assigned",
      details: { group: group.name, email: found.email },
    });
    return relationship;
  });
}

/** Ends a relationship. False when there is none of that id. */
export function takeFromGroup(state: State, relationshipId: string): boolean {
  const { store } = state;
  return store.transaction(() => {
    const relationship = store.groupRelationships.get(relationshipId);
    if (relationship === null) return false;
    const { organizationId, groupId, owner, role } = relationship;
    store.groupRelationships.delete(relationshipId);
    recordActivity(state, {
      actor: ownerOf(state, organizationId),
      organizationId,
      namespace: "Groups",
      action: role === "member" ? "Member_Removed" : "Admin_Unassigned",
      details: {
        group: store.groups.get(groupId)?.name ?? "",
        email: findOwner(state, organizationId, owner)?.email ?? "",
      },
    });
    return true;
  });
}
