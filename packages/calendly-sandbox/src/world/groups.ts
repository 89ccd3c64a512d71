import type { State } from "../state.ts";

/** Ids of the groups that a user is a member of: at most one in life. Those that they administer are not theirs by that. */
export function groupIdsOf(state: State, userId: string): readonly string[] {
  return state.store.groupRelationships
    .list({ where: { user: userId } })
    .flatMap(({ groupId, role }) => (role === "member" ? [groupId] : []));
}

/** Ids of the users who are members of a group. Its admins need not be. */
export function memberIdsOfGroup(state: State, groupId: string): readonly string[] {
  return state.store.groupRelationships
    .list({ where: { group: groupId }, order: { by: "created", direction: "asc" } })
    .flatMap(({ owner, role }) => (owner.kind === "membership" && role === "member" ? [owner.userId] : []));
}

/** Whether a user administers a group of the organization, without being an admin of the organization itself. */
export function isGroupAdmin(state: State, userId: string, groupId: string): boolean {
  return state.store.groupRelationships
    .list({ where: { user: userId, group: groupId } })
    .some(({ role }) => role === "admin");
}
