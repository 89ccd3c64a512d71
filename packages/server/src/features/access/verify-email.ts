import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import { hashOfLinkSecret } from "../../platform/crypto/link-secret.ts";
import { recordAudit } from "../audit/index.ts";
import { endStreams } from "./end-streams.ts";
import { deleteLinks, findLink, takeLink } from "./link-queries.ts";
import { updatePerson } from "./queries.ts";

export type VerifiedEmail =
  | { readonly kind: "verified"; readonly email: string }
  | { readonly kind: "unknown" }
  | { readonly kind: "expired" };

/** Proves a person's e-mail address by the link of a mail, once. What is theirs by that address is theirs to see from now on. */
export async function verifyEmail(
  context: Context,
  asked: { readonly secret: string; readonly requestId: string },
): Promise<VerifiedEmail> {
  const secretHash = hashOfLinkSecret(asked.secret);
  const now = context.clock.now();
  return context.database.transaction(async (tx) => {
    const link = await findLink(tx, "verify", secretHash);
    if (link === null) return { kind: "unknown" };
    if (Temporal.Instant.compare(link.expiresAt, now) <= 0) return { kind: "expired" };
    const { person } = link;
    if (!(await takeLink(tx, "verify", secretHash))) return { kind: "unknown" };
    await deleteLinks(tx, "verify", person.id);
    await updatePerson(tx, person.id, { emailVerified: true }, now);
    await endStreams(context, tx, person.id);
    await recordAudit(tx, {
      at: now,
      actor: person.id,
      action: "person.email_verified",
      subject: person.id,
      requestId: asked.requestId,
    });
    return { kind: "verified", email: person.email };
  });
}
