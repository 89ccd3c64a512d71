import type { Role } from "@punctual/contract";
import { hashPassword } from "better-auth/crypto";
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import { hashOfLinkSecret } from "../../platform/crypto/link-secret.ts";
import { people } from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { changeOpenInvitation, findInvitation } from "./member-queries.ts";
import { findPersonByEmail, replacePassword } from "./queries.ts";
import { passwordTrouble } from "./rules.ts";

export type OpenedInvitation =
  | {
      readonly kind: "open";
      readonly id: string;
      readonly name: string;
      readonly email: string;
      readonly role: Role;
      readonly expiresAt: Temporal.Instant;
    }
  /** Never sent, used up, withdrawn, or replaced by a newer mail. */
  | { readonly kind: "unknown" }
  | { readonly kind: "expired" };

/** What the link of this secret invites to. Looking uses nothing up. */
export async function openInvitation(context: Context, secret: string): Promise<OpenedInvitation> {
  const found = await findInvitation(context.database, hashOfLinkSecret(secret));
  if (found === undefined || found.acceptedAt !== null || found.withdrawnAt !== null) return { kind: "unknown" };
  if (Temporal.Instant.compare(found.expiresAt, context.clock.now()) <= 0) return { kind: "expired" };
  const { id, name, email, role, expiresAt } = found;
  return { kind: "open", id, name, email, role, expiresAt };
}

export type AcceptedInvitation =
  | { readonly kind: "accepted"; readonly email: string }
  | { readonly kind: "unknown" }
  | { readonly kind: "expired" }
  | { readonly kind: "weak"; readonly sentence: string }
  /** Meanwhile somebody has an account with this address. */
  | { readonly kind: "has_account" };

/** Makes the account of whoever was invited, with the role that the admin chose. The link in the mail proves the address. */
export async function acceptInvitation(
  context: Context,
  asked: { readonly secret: string; readonly name: string; readonly password: string; readonly requestId: string },
): Promise<AcceptedInvitation> {
  const invitation = await openInvitation(context, asked.secret);
  if (invitation.kind !== "open") return invitation;
  const { id: invitationId, email, role } = invitation;
  const sentence = passwordTrouble(asked.password, { name: asked.name, email });
  if (sentence !== null) return { kind: "weak", sentence };
  const hash = await hashPassword(asked.password);
  const now = context.clock.now();
  const stamp = new Date(now.epochMilliseconds);
  return context.database.transaction(async (tx) => {
    if ((await findPersonByEmail(tx, email)) !== null) return { kind: "has_account" };
    // Of any number who accept at once, one does.
    if (!(await changeOpenInvitation(tx, invitationId, { acceptedAt: now }))) return { kind: "unknown" };
    const id = newId("per");
    const made = await tx
      .insert(people)
      .values({ id, name: asked.name, email, role, emailVerified: true, createdAt: stamp, updatedAt: stamp })
      .onConflictDoNothing({ target: people.email })
      .returning({ id: people.id });
    if (made.length === 0) return { kind: "has_account" };
    await replacePassword(tx, id, hash, newId("lgn"));
    await recordAudit(tx, {
      at: now,
      actor: id,
      action: "invitation.accepted",
      subject: invitationId,
      detail: { role },
      requestId: asked.requestId,
    });
    await recordAudit(tx, {
      at: now,
      actor: id,
      action: "person.created",
      subject: id,
      detail: { role, method: "invitation" },
      requestId: asked.requestId,
    });
    await context.live.publish(tx, { topic: "account", id, audience: [] });
    return { kind: "accepted", email };
  });
}
