import { hashPassword, verifyPassword } from "better-auth/crypto";
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import { hashOfLinkSecret } from "../../platform/crypto/link-secret.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { endStreams } from "./end-streams.ts";
import { deleteLinks, findLink, takeLink } from "./link-queries.ts";
import { deleteLogins, findPasswordHash, replacePassword, updatePerson } from "./queries.ts";
import { passwordTrouble } from "./rules.ts";
import type { Viewer } from "./types.ts";

export type ChangedPassword =
  | { readonly kind: "changed" }
  /** The current password is another one. */
  | { readonly kind: "wrong" }
  /** The new one is too easy to guess; the sentence says why. */
  | { readonly kind: "weak"; readonly sentence: string };

/** Changes the viewer's own password. Every login but the one at hand ends, and so does every link to reset it. */
export async function changePassword(
  context: Context,
  viewer: Viewer,
  asked: { readonly currentPassword: string; readonly newPassword: string; readonly requestId: string },
): Promise<ChangedPassword> {
  const old = await findPasswordHash(context.database, viewer.personId);
  if (old === null || !(await verifyPassword({ hash: old, password: asked.currentPassword }))) return { kind: "wrong" };
  const sentence = passwordTrouble(asked.newPassword, viewer);
  if (sentence !== null) return { kind: "weak", sentence };
  const hash = await hashPassword(asked.newPassword);
  await context.database.transaction(async (tx) => {
    await replacePassword(tx, viewer.personId, hash, newId("lgn"));
    await deleteLogins(tx, viewer.personId, viewer.loginId);
    await deleteLinks(tx, "reset", viewer.personId);
    await endStreams(context, tx, viewer.personId);
    await recordAudit(tx, {
      at: context.clock.now(),
      actor: viewer.personId,
      action: "person.password_changed",
      subject: viewer.personId,
      requestId: asked.requestId,
    });
  });
  return { kind: "changed" };
}

export type ResetPassword =
  | { readonly kind: "reset"; readonly email: string }
  | { readonly kind: "unknown" }
  | { readonly kind: "expired" }
  | { readonly kind: "weak"; readonly sentence: string };

/**
 * Sets a new password by the link of a mail, once. Whoever has the mail has the address, so it counts as proven; every
 * login of the person ends, and every other such link with it. A password that is refused leaves the link as it was.
 */
export async function resetPassword(
  context: Context,
  asked: { readonly secret: string; readonly newPassword: string; readonly requestId: string },
): Promise<ResetPassword> {
  const secretHash = hashOfLinkSecret(asked.secret);
  const link = await findLink(context.database, "reset", secretHash);
  if (link === null) return { kind: "unknown" };
  const now = context.clock.now();
  if (Temporal.Instant.compare(link.expiresAt, now) <= 0) return { kind: "expired" };
  const { person } = link;
  const sentence = passwordTrouble(asked.newPassword, person);
  if (sentence !== null) return { kind: "weak", sentence };
  const hash = await hashPassword(asked.newPassword);
  return context.database.transaction(async (tx) => {
    if (!(await takeLink(tx, "reset", secretHash))) return { kind: "unknown" };
    await deleteLinks(tx, "reset", person.id);
    await replacePassword(tx, person.id, hash, newId("lgn"));
    await deleteLogins(tx, person.id, null);
    await updatePerson(tx, person.id, { emailVerified: true, loginsValidFrom: now }, now);
    await endStreams(context, tx, person.id);
    await recordAudit(tx, {
      at: now,
      actor: person.id,
      action: "person.password_reset",
      subject: person.id,
      requestId: asked.requestId,
    });
    return { kind: "reset", email: person.email };
  });
}
