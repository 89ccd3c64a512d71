import {
  acceptSchema,
  groupMemberSchema,
  newGroupSchema,
  newTeamSchema,
  profileSchema,
  roleSchema,
} from "../staff-controls.ts";
import { asRequest, type Control, does, gives, idOf, makes, ok } from "./control.ts";

/** Members and those asked to be, teams and groups. Users may be named by id or e-mail address. */
export const staffControls: readonly Control[] = [
  {
    method: "POST",
    path: "/invitations/:id/accept",
    says: "Accepts an invitation: the person joins the organization",
    takes: acceptSchema,
    handle: (call) => ok(call.controls.acceptInvitation(idOf(call), asRequest(call.body))),
  },
  {
    method: "POST",
    path: "/invitations/:id/decline",
    says: "Declines an invitation",
    handle: gives("invitation", (controls, id) => controls.declineInvitation(id)),
  },
  {
    method: "POST",
    path: "/invitations/:id/resend",
    says: "Sends an invitation once more",
    handle: gives("invitation", (controls, id) => controls.resendInvitation(id)),
  },
  {
    method: "DELETE",
    path: "/members/:id",
    says: "Removes a member, who lives on alone on the free plan",
    handle: gives("user", (controls, id) => controls.removeMember(id)),
  },
  {
    method: "PATCH",
    path: "/members/:id",
    says: "Makes a member an admin, or a plain member again",
    takes: roleSchema,
    handle: gives("user", (controls, id, body) => controls.changeRole(id, body)),
  },
  {
    method: "PATCH",
    path: "/users/:id",
    says: "Changes what a user says about themself",
    takes: profileSchema,
    handle: gives("user", (controls, id, body) => controls.changeProfile(id, body)),
  },
  {
    method: "POST",
    path: "/teams",
    says: "Founds a team with a page of its own",
    takes: newTeamSchema,
    handle: makes("team", (controls, _, body) => controls.createTeam(body)),
  },
  {
    method: "POST",
    path: "/groups",
    says: "Founds a group",
    takes: newGroupSchema,
    handle: makes("group", (controls, _, body) => controls.createGroup(body)),
  },
  {
    method: "POST",
    path: "/groups/:id/relationships",
    says: "Makes somebody, or somebody who is invited, a member or an admin of a group",
    takes: groupMemberSchema,
    handle: makes("relationship", (controls, id, body) => controls.putInGroup(id, body)),
  },
  {
    method: "DELETE",
    path: "/group-relationships/:id",
    says: "Takes somebody out of a group",
    handle: does((controls, id) => controls.takeFromGroup(id)),
  },
];
