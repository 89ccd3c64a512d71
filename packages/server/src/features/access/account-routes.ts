import { routes } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { empty, notFound, ok, problem, type Reply } from "../../platform/http/reply.ts";
import { acceptInvitation, openInvitation } from "./accept-invitation.ts";
import { endOtherLogins, endOwnLogin } from "./end-logins.ts";
import { type HandledRoute, handle } from "./handle.ts";
import type { Identity } from "./identity.ts";
import { listLogins } from "./list-logins.ts";
import { listPasskeys, removePasskey } from "./list-passkeys.ts";
import { startReset, startVerification } from "./start-reset.ts";
import { changePassword, resetPassword } from "./update-password.ts";
import { verifyEmail } from "./verify-email.ts";

/** What people do about their own account, and what they do by a link in a mail before they have one. */
export function accountRoutes(context: Context, identity: Identity): HandledRoute[] {
  const { passwords, invitations } = identity.capabilities;
  return [
    handle(routes.listLogins, async ({ viewer }) => ok({ items: await listLogins(identity, viewer) })),

    handle(routes.endLogin, async ({ viewer, params, requestId }) =>
      (await endOwnLogin(context, identity, viewer, { ...params, requestId })) ? empty() : notFound(),
    ),

    handle(routes.endOtherLogins, async ({ viewer, requestId }) =>
      ok({ ended: await endOtherLogins(context, identity, viewer, requestId) }),
    ),

    handle(routes.changePassword, async ({ viewer, body, requestId }) => {
      if (!passwords) return passwordsElsewhere();
      const outcome = await changePassword(context, viewer, { ...body, requestId });
      switch (outcome.kind) {
        case "changed":
          return empty();
        case "wrong":
          return refusedField(
            "currentPassword",
            "This is not your current password. Write it again, or have it reset.",
          );
        case "weak":
          return refusedField("newPassword", outcome.sentence);
      }
    }),

    handle(routes.listPasskeys, async ({ viewer }) => ok({ items: await listPasskeys(context, viewer) })),

    handle(routes.removePasskey, async ({ viewer, params, requestId }) =>
      (await removePasskey(context, viewer, { ...params, requestId })) ? empty() : notFound(),
    ),

    handle(routes.sendVerification, async ({ viewer }) => {
      if (!passwords) return problem("managed_elsewhere", "Confirm your address at the identity provider.");
      return (await startVerification(context, viewer))
        ? ok({ email: viewer.email })
        : problem("conflict", "Your e-mail address is confirmed already. There is nothing to do.");
    }),

    handle(routes.verifyEmail, async ({ body, requestId }) => {
      const outcome = await verifyEmail(context, { ...body, requestId });
      return outcome.kind === "verified" ? ok({ email: outcome.email }) : refusedLink(outcome.kind);
    }),

    handle(routes.forgotPassword, async ({ body }) => {
      if (!passwords) return passwordsElsewhere();
      await startReset(context, body.email);
      return ok({ email: body.email });
    }),

    handle(routes.resetPassword, async ({ body, requestId }) => {
      const outcome = await resetPassword(context, { ...body, requestId });
      switch (outcome.kind) {
        case "reset":
          return ok({ email: outcome.email });
        case "weak":
          return refusedField("newPassword", outcome.sentence);
        default:
          return refusedLink(outcome.kind);
      }
    }),

    handle(routes.openInvitation, async ({ body }) => {
      const outcome = await openInvitation(context, body.secret);
      if (outcome.kind !== "open") return refusedLink(outcome.kind);
      const { name, email, role, expiresAt } = outcome;
      return ok({ name, email, role, expiresAt: expiresAt.toString() });
    }),

    handle(routes.acceptInvitation, async ({ body, requestId }) => {
      if (!invitations) return problem("managed_elsewhere", "Accept the invitation of the identity provider instead.");
      const outcome = await acceptInvitation(context, { ...body, requestId });
      switch (outcome.kind) {
        case "accepted":
          return ok({ email: outcome.email });
        case "weak":
          return refusedField("password", outcome.sentence);
        case "has_account":
          return problem("conflict", "You have an account with this address already. Sign in with it.");
        default:
          return refusedLink(outcome.kind);
      }
    }),
  ];
}

function refusedLink(kind: "unknown" | "expired"): Reply<never> {
  return kind === "expired"
    ? problem("link_expired", "This link is too old. Ask for a new one.")
    : problem("link_unknown", "This link was used already, or another one replaced it. Ask for a new one.");
}

function refusedField(name: string, message: string): Reply<never> {
  return problem("invalid_request", message, { errors: [{ field: `body.${name}`, message }] });
}

function passwordsElsewhere(): Reply<never> {
  return problem("managed_elsewhere", "Passwords are kept at the identity provider. Change yours there.");
}
