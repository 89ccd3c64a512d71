import { type Invitation, invitationDays, type Role } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { hashOfLinkSecret, newLinkSecret } from "../../platform/crypto/link-secret.ts";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { sendInvitationJob } from "./jobs.ts";
import { toInvitation } from "./list-invitations.ts";
import { changeOpenInvitation, insertInvitation, selectInvitations, withdrawInvitationOf } from "./member-queries.ts";
import { findPersonByEmail } from "./queries.ts";
import { actorOf } from "./rules.ts";
import type { AuthorizedAdmin } from "./types.ts";

export type Invited =
  | { readonly kind: "invited"; readonly invitation: Invitation }
  /** Somebody has an account with this address. */
  | { readonly kind: "has_account" }
  /** Another admin invited the same address at the same time. */
  | { readonly kind: "invited_meanwhile" };

/** Invites somebody by mail; an open invitation of the same address is replaced. */
export function inviteMember(
  context: Context,
  admin: AuthorizedAdmin,
  wanted: { readonly name: string; readonly email: string; readonly role: Role; readonly requestId: string },
): Promise<Invited> {
  const { name, email, role, requestId } = wanted;
  const now = context.clock.now();
  return context.database.transaction(async (tx) => {
    if ((await findPersonByEmail(tx, email)) !== null) return { kind: "has_account" };
    await withdrawInvitationOf(tx, email, now);
    const id = newId("ivt");
    const inserted = await insertInvitation(tx, {
      id,
      name,
      email,
      role,
      // Of a secret that nobody ever has: the mail's own is made when it is sent.
      secretHash: hashOfLinkSecret(newLinkSecret()),
      invitedBy: admin.personId,
      createdAt: now,
      expiresAt: now.add({ hours: invitationDays * 24 }),
    });
    if (!inserted) return { kind: "invited_meanwhile" };
    await tell(context, tx, admin, { action: "invitation.sent", id, role, requestId });
    await context.queue.enqueue(tx, sendInvitationJob, { invitationId: id }, { priority: 10 });
    const invitation = await invitationOf(context, tx, admin, id);
    if (invitation === null) throw new Error(`The invitation ${id} is not there though it was just written.`);
    return { kind: "invited", invitation };
  });
}

export type ChangedInvitation =
  | { readonly kind: "changed"; readonly invitation: Invitation }
  | { readonly kind: "not_found" }
  /** It was accepted or withdrawn. */
  | { readonly kind: "over" };

/** Sends an invitation again with a new link, good for as long as a new one is. */
export function resendInvitation(
  context: Context,
  admin: AuthorizedAdmin,
  asked: { readonly invitationId: string; readonly requestId: string },
): Promise<ChangedInvitation> {
  const expiresAt = context.clock.now().add({ hours: invitationDays * 24 });
  const secretHash = hashOfLinkSecret(newLinkSecret());
  return changeInvitation(context, admin, asked, { expiresAt, secretHash }, "invitation.sent_again");
}

/** Ends an invitation's link. */
export function withdrawInvitation(
  context: Context,
  admin: AuthorizedAdmin,
  asked: { readonly invitationId: string; readonly requestId: string },
): Promise<ChangedInvitation> {
  return changeInvitation(context, admin, asked, { withdrawnAt: context.clock.now() }, "invitation.withdrawn");
}

function changeInvitation(
  context: Context,
  admin: AuthorizedAdmin,
  asked: { readonly invitationId: string; readonly requestId: string },
  change: Parameters<typeof changeOpenInvitation>[2],
  action: string,
): Promise<ChangedInvitation> {
  const { invitationId, requestId } = asked;
  return context.database.transaction(async (tx) => {
    const changed = await changeOpenInvitation(tx, invitationId, change);
    const invitation = await invitationOf(context, tx, admin, invitationId);
    if (invitation === null) return { kind: "not_found" };
    if (!changed) return { kind: "over" };
    await tell(context, tx, admin, { action, id: invitationId, role: invitation.role, requestId });
    if (change.secretHash !== undefined) {
      await context.queue.enqueue(tx, sendInvitationJob, { invitationId }, { priority: 10 });
    }
    return { kind: "changed", invitation };
  });
}

async function invitationOf(
  context: Context,
  db: Queryable,
  admin: AuthorizedAdmin,
  invitationId: string,
): Promise<Invitation | null> {
  const [row] = await selectInvitations(db, admin, { invitationId, openOnly: false, limit: 1 });
  return row === undefined ? null : toInvitation(row, context.clock.now());
}

async function tell(
  context: Context,
  tx: Transaction,
  admin: AuthorizedAdmin,
  what: { readonly action: string; readonly id: string; readonly role: Role; readonly requestId: string },
): Promise<void> {
  const { action, id, role, requestId } = what;
  await recordAudit(tx, {
    at: context.clock.now(),
    ...actorOf(admin),
    action,
    subject: id,
    detail: { role },
    requestId,
  });
  await context.live.publish(tx, { topic: "account", id, audience: [] });
}
