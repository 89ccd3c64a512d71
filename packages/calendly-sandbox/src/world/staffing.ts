import type { State } from "../state.ts";
import { type AnswerInvitationOutcome, acceptInvitation, declineInvitation, resendInvitation } from "./invitations.ts";
import { type ChangeRoleOutcome, changeRole, type RemoveMemberOutcome, removeMember } from "./membership.ts";
import type { Role } from "./records.ts";

/** What an organization and the people that it asks to join do outside of the API. */
export interface Staffing {
  /** The person invited joins, with the account of that e-mail or a new one; `name` and `timeZone` are for a new one. */
  acceptInvitation(request: {
    readonly invitationId: string;
    readonly name?: string;
    readonly timeZone?: string;
  }): AnswerInvitationOutcome;
  declineInvitation(invitationId: string): AnswerInvitationOutcome;
  resendInvitation(invitationId: string): AnswerInvitationOutcome;
  /** The account lives on by itself, on the free plan. */
  removeMember(userId: string): RemoveMemberOutcome;
  changeRole(userId: string, role: Exclude<Role, "owner">): ChangeRoleOutcome;
}

/** Members are removed and promoted by the owner, as nobody else is named. */
export function createStaffing(state: State): Staffing {
  const ownerOver = (userId: string) => {
    const organization = state.store.users.get(userId)?.organizationId;
    return organization === undefined ? null : state.store.users.first({ where: { organization, role: "owner" } });
  };
  return {
    acceptInvitation: (request) => acceptInvitation(state, request),
    declineInvitation: (invitationId) => declineInvitation(state, invitationId),
    resendInvitation: (invitationId) => resendInvitation(state, invitationId),
    removeMember: (userId) => removeMember(state, { userId, removedBy: ownerOver(userId) }),
    changeRole: (userId, role) => changeRole(state, { userId, role, changedBy: ownerOver(userId) }),
  };
}
