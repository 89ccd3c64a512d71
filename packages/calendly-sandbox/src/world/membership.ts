import { randomUUID } from "node:crypto";
import { announceEventType } from "../resources/event-types/announce-event-type.ts";
import type { State } from "../state.ts";
import type { Announce } from "../webhooks/announce.ts";
import { recordActivity } from "./activity.ts";
import { foundOwnOrganization } from "./new-user.ts";
import type { EventType, Role, Timestamp, User } from "./records.ts";

export type RemoveMemberOutcome =
  | { readonly kind: "removed"; readonly user: User }
  | { readonly kind: "not_found" }
  /** The owner stays: ownership has to go to somebody else first. */
  | { readonly kind: "owner" };

export type ChangeRoleOutcome =
  | { readonly kind: "changed"; readonly user: User }
  | { readonly kind: "not_found" }
  | { readonly kind: "owner" };

/** A team's type goes on with its other hosts, one of whom owns it now; without any it rests where it is. */
function handOver(eventType: EventType, leaverId: string, at: Timestamp): EventType {
  const [next, ...rest] = eventType.hostIds.filter((id) => id !== leaverId);
  if (next === undefined) return { ...eventType, active: false, updatedAt: at };
  const ownerId = eventType.ownerId === leaverId ? next : eventType.ownerId;
  return { ...eventType, ownerId, hostIds: [next, ...rest], updatedAt: at };
}

/**
 * What the leaver owns alone goes along, inactive; what is shared stays behind, without them. The organization that is
 * left is told of both.
 */
function partFromEventTypes(
  state: State,
  announce: Announce,
  leaver: User,
  newOrganizationId: string,
  at: Timestamp,
): void {
  const { store } = state;
  for (const eventType of store.eventTypes.list({ where: { users: leaver.id } })) {
    if (eventType.organizationId !== leaver.organizationId) continue;
    const isOwn = eventType.teamId === null && eventType.ownerId === leaver.id;
    const parted = isOwn ? { ...eventType, active: false, updatedAt: at } : handOver(eventType, leaver.id, at);
    const taken = { organizationId: newOrganizationId, poolingType: null, hostIds: [leaver.id] };
    store.eventTypes.put(isOwn ? { ...parted, ...taken } : parted);
    const isNews = isOwn ? eventType.active : eventType.deletedAt === null;
    if (isNews) announceEventType(state, announce, "event_type.updated", parted);
  }
}

/**
 * Takes a user out of what is their organization's: its teams and groups. Their own webhook subscriptions stop; those
 * they made for the organization or a group go on.
 */
function partFromOrganization(state: State, leaver: User, at: Timestamp): void {
  const { store } = state;
  const { organizationId } = leaver;
  for (const team of store.teams.list({ where: { organization: organizationId } })) {
    if (!team.memberIds.includes(leaver.id)) continue;
    store.teams.put({ ...team, memberIds: team.memberIds.filter((id) => id !== leaver.id), updatedAt: at });
  }
  for (const { id } of store.groupRelationships.list({ where: { user: leaver.id } }))
    store.groupRelationships.delete(id);
  const own = { organization: organizationId, scope: "user", user: leaver.id, state: "active" };
  for (const subscription of store.subscriptions.list({ where: own })) {
    store.subscriptions.put({ ...subscription, state: "disabled", updatedAt: at });
  }
}

/**
 * Removes a member. The account lives on by itself on the free plan, owner of an organization of one, and its tokens
 * act for that from now on. What was booked with it stays the old organization's to see.
 * Source: help.calendly.com, How to remove users; community.calendly.com on what becomes of the account.
 */
export function removeMember(
  state: State,
  announce: Announce,
  request: { readonly userId: string; readonly removedBy: User | null },
): RemoveMemberOutcome {
  const { store, clock } = state;
  return store.transaction(() => {
    const leaver = store.users.get(request.userId);
    if (leaver === null) return { kind: "not_found" };
    if (leaver.role === "owner") return { kind: "owner" };
    const at = clock.timestamp();
    recordActivity(state, {
      actor: request.removedBy,
      organizationId: leaver.organizationId,
      namespace: "User_Management",
      action: "Deleted",
      details: { email: leaver.email, name: leaver.name },
    });
    const { id: organizationId } = foundOwnOrganization(state, leaver.name, at);
    partFromOrganization(state, leaver, at);
    store.formerMemberships.put({
      id: leaver.membershipId,
      organizationId: leaver.organizationId,
      userId: leaver.id,
      leftAt: at,
    });
    const user: User = {
      ...leaver,
      organizationId,
      membershipId: randomUUID(),
      memberSince: at,
      role: "owner",
      updatedAt: at,
    };
    store.users.put(user);
    // Last, when nothing of the organization is told to the leaver any more.
    partFromEventTypes(state, announce, leaver, organizationId, at);
    return { kind: "removed", user };
  });
}

/** Makes a member an admin, or an admin a plain member. Their webhook subscriptions go on whatever they become. */
export function changeRole(
  state: State,
  request: { readonly userId: string; readonly role: Exclude<Role, "owner">; readonly changedBy: User | null },
): ChangeRoleOutcome {
  const { store, clock } = state;
  return store.transaction(() => {
    const member = store.users.get(request.userId);
    if (member === null) return { kind: "not_found" };
    if (member.role === "owner") return { kind: "owner" };
    const user: User = { ...member, role: request.role, updatedAt: clock.timestamp() };
    store.users.put(user);
    recordActivity(state, {
      actor: request.changedBy,
      organizationId: member.organizationId,
      namespace: "User_Management",
      action: "Modified",
      details: { email: member.email, role: { from: member.role, to: request.role } },
    });
    return { kind: "changed", user };
  });
}
