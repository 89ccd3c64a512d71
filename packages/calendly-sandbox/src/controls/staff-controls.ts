import * as z from "zod";
import type { State } from "../state.ts";
import { SandboxTrouble } from "../store/trouble.ts";
import type { AcceptInvitationOutcome } from "../world/invitations.ts";
import type { Group, GroupRelationship, Invitation, Team } from "../world/organization-records.ts";
import type { User, World } from "../world/types.ts";
import { organizationIdOf, userNamed } from "./access-controls.ts";
import { conflict, defined, idIn, missing, read } from "./read.ts";

const name = z.string().trim().min(1).max(200);
/** An id, a URI, or a user's e-mail address. */
const named = z.string().min(1).max(300);

export const acceptSchema = z.strictObject({
  /** Of a new account; made from the e-mail address when left out. */
  name: name.optional(),
  timeZone: z.string().max(100).optional(),
});
export const roleSchema = z.strictObject({ role: z.enum(["user", "admin"]) });
export const profileSchema = z
  .strictObject({
    name: name.optional(),
    timeZone: z.string().max(100).optional(),
    timeNotation: z.enum(["12h", "24h"]).optional(),
    locale: z.enum(["en", "fr", "es", "de", "pt", "ps"]).optional(),
    avatarUrl: z.url().nullable().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), "name what is to change");
export const newTeamSchema = z.strictObject({ name, members: z.array(named).min(1).max(200) });
export const newGroupSchema = z.strictObject({
  name,
  /** The one that the scenario began with when left out. */
  organization: named.optional(),
});
export const groupMemberSchema = z
  .strictObject({
    user: named.optional(),
    invitation: named.optional(),
    /** `member` when left out. */
    role: z.enum(["member", "admin"]).optional(),
  })
  .refine(
    ({ user, invitation }) => (user === undefined) !== (invitation === undefined),
    "name a user or an invitation",
  );

/** Members, those asked to be, teams and groups. Each throws `SandboxTrouble` with the reason when it cannot be done. */
export interface StaffControls {
  /** The person joins, with the account of that e-mail address or a new one. */
  acceptInvitation(
    invitation: string,
    request?: z.input<typeof acceptSchema>,
  ): { readonly invitation: Invitation; readonly user: User };
  declineInvitation(invitation: string): Invitation;
  /** Sends it once more. */
  resendInvitation(invitation: string): Invitation;
  /** The account lives on by itself, on the free plan. */
  removeMember(user: string): User;
  changeRole(user: string, change: z.input<typeof roleSchema>): User;
  changeProfile(user: string, change: z.input<typeof profileSchema>): User;
  /** A team of the members' organization, with a page of its own. */
  createTeam(request: z.input<typeof newTeamSchema>): Team;
  createGroup(request: z.input<typeof newGroupSchema>): Group;
  /** A member of another group leaves that. */
  putInGroup(group: string, request: z.input<typeof groupMemberSchema>): GroupRelationship;
  takeFromGroup(relationship: string): void;
}

function refused(outcome: Exclude<AcceptInvitationOutcome, { readonly kind: "accepted" }>): SandboxTrouble {
  switch (outcome.kind) {
    case "not_found":
      return missing("invitation");
    case "not_pending":
      return conflict("This invitation has been answered already.");
    case "member_elsewhere":
      return conflict("Whoever was invited belongs to another organization, which has to let them go first.");
    case "invalid":
      return new SandboxTrouble(`timeZone: ${outcome.message}`, { kind: "invalid" });
  }
}

export function createStaffControls(state: State, world: World): StaffControls {
  const { store } = state;
  return {
    acceptInvitation(invitation, request = {}) {
      const account = defined(read(acceptSchema, request));
      const outcome = world.acceptInvitation({ invitationId: idIn(invitation), ...account });
      if (outcome.kind === "accepted") return { invitation: outcome.invitation, user: outcome.user };
      throw refused(outcome);
    },
    declineInvitation(invitation) {
      const outcome = world.declineInvitation(idIn(invitation));
      if (outcome.kind === "changed") return outcome.invitation;
      throw refused(outcome);
    },
    resendInvitation(invitation) {
      const outcome = world.resendInvitation(idIn(invitation));
      if (outcome.kind === "changed") return outcome.invitation;
      throw refused(outcome);
    },
    removeMember(user) {
      const outcome = world.removeMember(userNamed(state, user).id);
      if (outcome.kind === "removed") return outcome.user;
      throw outcome.kind === "owner" ? conflict("The owner of an organization cannot be removed.") : missing("user");
    },
    changeRole(user, change) {
      const outcome = world.changeRole(userNamed(state, user).id, read(roleSchema, change).role);
      if (outcome.kind === "changed") return outcome.user;
      throw outcome.kind === "owner" ? conflict("The owner of an organization stays its owner.") : missing("user");
    },
    changeProfile(user, change) {
      const changed = world.changeProfile(userNamed(state, user).id, defined(read(profileSchema, change)));
      if (changed !== null) return changed;
      throw new SandboxTrouble("timeZone: is no time zone.", { kind: "invalid" });
    },
    createTeam(request) {
      const wanted = read(newTeamSchema, request);
      const members = wanted.members.map((member) => userNamed(state, member));
      const team = world.createTeam({
        organizationId: members[0]?.organizationId ?? "",
        name: wanted.name,
        memberIds: members.map((member) => member.id),
      });
      if (team !== null) return team;
      throw conflict("The members of a team belong to one organization.");
    },
    createGroup(request) {
      const { name: called, organization } = read(newGroupSchema, request);
      const group = world.createGroup({ organizationId: organizationIdOf(state, organization), name: called });
      if (group === null) throw missing("organization");
      return group;
    },
    putInGroup(group, request) {
      const { user, invitation, role = "member" } = read(groupMemberSchema, request);
      if (store.groups.get(idIn(group)) === null) throw missing("group");
      const owner =
        user === undefined
          ? ({ kind: "invitation", invitationId: idIn(invitation ?? "") } as const)
          : ({ kind: "membership", userId: userNamed(state, user).id } as const);
      const relationship = world.putInGroup({ groupId: idIn(group), owner, role });
      if (relationship !== null) return relationship;
      throw conflict("Only members of the group's organization, and those invited to it, can be in the group.");
    },
    takeFromGroup(relationship) {
      if (!world.takeFromGroup(idIn(relationship))) throw missing("group relationship");
    },
  };
}
