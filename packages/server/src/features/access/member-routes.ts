import { routes } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { cursorUnknown, notFound, ok, problem, type Reply } from "../../platform/http/reply.ts";
import { endMemberLogins } from "./end-logins.ts";
import { type HandledRoute, handle } from "./handle.ts";
import type { Identity } from "./identity.ts";
import { type ChangedInvitation, inviteMember, resendInvitation, withdrawInvitation } from "./invite-member.ts";
import { listInvitations } from "./list-invitations.ts";
import { listMembers } from "./list-members.ts";
import { type ChangedMember, reinstateMember, suspendMember, updateRole } from "./update-member.ts";

/** What admins do about the people of the programme. */
export function memberRoutes(context: Context, identity: Identity): HandledRoute[] {
  return [
    handle(routes.listMembers, async ({ viewer, query }) => {
      const outcome = await listMembers(context, viewer, query);
      return outcome.kind === "listed" ? ok(outcome.page) : cursorUnknown();
    }),

    handle(routes.changeRole, async ({ viewer: admin, params, body, requestId }) =>
      memberReply(await updateRole(context, identity, { admin, ...params, requestId }, body.role)),
    ),

    handle(routes.suspendMember, async ({ viewer: admin, params, body, requestId }) =>
      memberReply(await suspendMember(context, identity, { admin, ...params, requestId }, body.reason)),
    ),

    handle(routes.reinstateMember, async ({ viewer: admin, params, requestId }) =>
      memberReply(await reinstateMember(context, identity, { admin, ...params, requestId })),
    ),

    handle(routes.endMemberLogins, async ({ viewer, params, requestId }) => {
      const outcome = await endMemberLogins(context, identity, viewer, { ...params, requestId });
      switch (outcome.kind) {
        case "ended":
          return ok({ ended: outcome.ended });
        case "not_found":
          return notFound();
        case "own_account":
          return problem("own_account", "This is your own account. End your logins on your account page.");
      }
    }),

    handle(routes.listInvitations, async ({ viewer, query }) => {
      const outcome = await listInvitations(context, viewer, query);
      return outcome.kind === "listed" ? ok(outcome.page) : cursorUnknown();
    }),

    handle(routes.invite, async ({ viewer, body, requestId }) => {
      if (!identity.capabilities.invitations) return invitedElsewhere();
      const outcome = await inviteMember(context, viewer, { ...body, requestId });
      switch (outcome.kind) {
        case "invited":
          return ok(outcome.invitation);
        case "has_account":
          return problem(
            "conflict",
            "Somebody has an account with this address. Change their role in the list instead.",
          );
        case "invited_meanwhile":
          return problem("conflict", "Another admin has just invited this address. Look at the list again.");
      }
    }),

    handle(routes.resendInvitation, async ({ viewer, params, requestId }) =>
      identity.capabilities.invitations
        ? invitationReply(await resendInvitation(context, viewer, { ...params, requestId }))
        : invitedElsewhere(),
    ),

    handle(routes.withdrawInvitation, async ({ viewer, params, requestId }) =>
      invitationReply(await withdrawInvitation(context, viewer, { ...params, requestId })),
    ),
  ];
}

function memberReply(outcome: ChangedMember) {
  switch (outcome.kind) {
    case "changed":
      return ok(outcome.member);
    case "not_found":
      return notFound();
    case "own_account":
      return problem("own_account", "This is your own account. Another admin has to do this.");
    case "last_admin":
      return problem("last_admin", "Nobody else can sign in as an admin. Make somebody else an admin first.");
  }
}

function invitationReply(outcome: ChangedInvitation) {
  switch (outcome.kind) {
    case "changed":
      return ok(outcome.invitation);
    case "not_found":
      return notFound();
    case "over":
      return problem("conflict", "This invitation was accepted or withdrawn. Invite the person anew if you want to.");
  }
}

function invitedElsewhere(): Reply<never> {
  return problem("managed_elsewhere", "People are invited at the identity provider of this deployment.");
}
