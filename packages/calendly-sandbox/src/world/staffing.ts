import type { State } from "../state.ts";
import type { Announce } from "../webhooks/announce.ts";
import { createGroup, createTeam, putInGroup, takeFromGroup } from "./arrange.ts";
import {
  type AcceptInvitationOutcome,
  acceptInvitation,
  type ChangeInvitationOutcome,
  declineInvitation,
  resendInvitation,
} from "./invitations.ts";
import { type ChangeRoleOutcome, changeRole, type RemoveMemberOutcome, removeMember } from "./membership.ts";
import { changeProfile } from "./new-user.ts";
import type { Group, GroupRelationship, Team } from "./organization-records.ts";
import type { Role, User } from "./records.ts";

/** What an organization and the people that it asks to join do outside of the API. */
export interface Staffing {
  /** The person invited joins, with the account of that e-mail or a new one; `name` and `timeZone` are for a new one. */
  acceptInvitation(request: {
    readonly invitationId: string;
    readonly name?: string;
    readonly timeZone?: string;
  }): AcceptInvitationOutcome;
  declineInvitation(invitationId: string): ChangeInvitationOutcome;
  resendInvitation(invitationId: string): ChangeInvitationOutcome;
  /** The account lives on by itself, on the free plan. */
  removeMember(userId: string): RemoveMemberOutcome;
  changeRole(userId: string, role: Exclude<Role, "owner">): ChangeRoleOutcome;
  /** What a user says about themself; null when there is no such user, or no such time zone. */
  changeProfile(
    userId: string,
    change: Partial<Pick<User, "name" | "timeZone" | "timeNotation" | "locale" | "avatarUrl">>,
  ): User | null;

  /** Null when one of the members is not in the organization. */
  createTeam(request: Parameters<typeof createTeam>[1]): Team | null;
  createGroup(request: Parameters<typeof createGroup>[1]): Group | null;
  /** Who was a member of another group leaves that. Null when there is no such group, or nobody such in its organization. */
  putInGroup(request: Parameters<typeof putInGroup>[1]): GroupRelationship | null;
  takeFromGroup(relationshipId: string): boolean;
}

/** Members are removed and promoted by the owner, as nobody else is named. */
export function createStaffing(state: State, announce: Announce): Staffing {
  const ownerOver = (userId: string) => {
    const organization = state.store.users.get(userId)?.organizationId;
    return organization === undefined ? null : state.store.users.first({ where: { organization, role: "owner" } });
  };
  return {
    acceptInvitation: (request) => acceptInvitation(state, request),
    declineInvitation: (invitationId) => declineInvitation(state, invitationId),
    resendInvitation: (invitationId) => resendInvitation(state, invitationId),
    removeMember: (userId) => removeMember(state, announce, { userId, removedBy: ownerOver(userId) }),
    changeRole: (userId, role) => changeRole(state, { userId, role, changedBy: ownerOver(userId) }),
    changeProfile: (userId, change) => changeProfile(state, userId, change),
    createTeam: (request) => createTeam(state, request),
    createGroup: (request) => createGroup(state, request),
    putInGroup: (request) => putInGroup(state, request),
    takeFromGroup: (relationshipId) => takeFromGroup(state, relationshipId),
  };
}
