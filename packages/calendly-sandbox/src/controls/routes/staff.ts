import {
  acceptSchema,
  groupMemberSchema,
  newGroupSchema,
  newTeamSchema,
  profileSchema,
  roleSchema,
} from "../staff-controls.ts";
import { asRequest, type Control, type ControlCall, done, made, ok } from "./control.ts";

const idOf = ({ params }: ControlCall) => params["id"] ?? "";

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
    handle: (call) => ok({ invitation: call.controls.declineInvitation(idOf(call)) }),
  },
  {
    method: "POST",
    path: "/invitations/:id/resend",
    says: "Sends an invitation once more",
    handle: (call) => ok({ invitation: call.controls.resendInvitation(idOf(call)) }),
  },
  {
    method: "DELETE",
    path: "/members/:id",
    says: "Removes a member, who lives on alone on the free plan",
    handle: (call) => ok({ user: call.controls.removeMember(idOf(call)) }),
  },
  {
    method: "PATCH",
    path: "/members/:id",
    says: "Makes a member an admin, or a plain member again",
    takes: roleSchema,
    handle: (call) => ok({ user: call.controls.changeRole(idOf(call), asRequest(call.body)) }),
  },
  {
    method: "PATCH",
    path: "/users/:id",
    says: "Changes what a user says about themself",
    takes: profileSchema,
    handle: (call) => ok({ user: call.controls.changeProfile(idOf(call), asRequest(call.body)) }),
  },
  {
    method: "POST",
    path: "/teams",
    says: "Founds a team with a page of its own",
    takes: newTeamSchema,
    handle: (call) => made({ team: call.controls.createTeam(asRequest(call.body)) }),
  },
  {
    method: "POST",
    path: "/groups",
    says: "Founds a group",
    takes: newGroupSchema,
    handle: (call) => made({ group: call.controls.createGroup(asRequest(call.body)) }),
  },
  {
    method: "POST",
    path: "/groups/:id/relationships",
    says: "Makes somebody, or somebody who is invited, a member or an admin of a group",
    takes: groupMemberSchema,
    handle: (call) => made({ relationship: call.controls.putInGroup(idOf(call), asRequest(call.body)) }),
  },
  {
    method: "DELETE",
    path: "/group-relationships/:id",
    says: "Takes somebody out of a group",
    handle(call) {
      call.controls.takeFromGroup(idOf(call));
      return done;
    },
  },
];
