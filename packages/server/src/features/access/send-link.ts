import { eq } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { hashOfLinkSecret, newLinkSecret } from "../../platform/crypto/link-secret.ts";
import { people } from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";
import { type Letter, writeLetter } from "../../platform/mail/letter.ts";
import { oneLine } from "../../platform/mail/one-line.ts";
import { countLinks, insertLink, takeLink } from "./link-queries.ts";
import { changeOpenInvitation, findOpenInvitation } from "./member-queries.ts";
import { linkHours, mostLinks } from "./rules.ts";
import type { LinkPurpose } from "./types.ts";

/*
 * A secret is made when its mail is sent and is in that mail alone: jobs carry ids, the database hashes. Each attempt
 * makes another.
 */

/** Sends the link by which a person sets a new password, or proves their address; not more than a few within its time. */
export async function sendPersonLink(context: Context, purpose: LinkPurpose, personId: string): Promise<void> {
  const now = context.clock.now();
  const hours = linkHours[purpose];
  const [person] = await context.database
    .select({ name: people.name, email: people.email, suspendedAt: people.suspendedAt })
    .from(people)
    .where(eq(people.id, personId));
  if (person === undefined || person.suspendedAt !== null) return;
  const since = now.subtract({ hours });
  if ((await countLinks(context.database, { purpose, personId, since })) >= mostLinks) return;
  const secret = newLinkSecret();
  const secretHash = hashOfLinkSecret(secret);
  await context.database.transaction((tx) =>
    insertLink(tx, { purpose, personId, secretHash, now, expiresAt: now.add({ hours }) }),
  );
  const to = { name: person.name, address: person.email };
  try {
    await send(context, purpose === "reset" ? resetLetter(context, to, secret) : verifyLetter(context, to, secret));
  } catch (error) {
    // Nobody has it: it must not count among the few.
    await context.database.transaction((tx) => takeLink(tx, purpose, secretHash));
    throw error;
  }
}

/** Sends an invitation its link; the one that was sent before no longer works. Nothing when it is no longer open. */
export async function sendInvitation(context: Context, invitationId: string): Promise<void> {
  const invitation = await findOpenInvitation(context.database, invitationId);
  if (invitation === undefined) return;
  const secret = newLinkSecret();
  const open = await context.database.transaction((tx) =>
    changeOpenInvitation(tx, invitationId, { secretHash: hashOfLinkSecret(secret) }),
  );
  if (!open) return;
  const { inviterName, role, expiresAt } = invitation;
  await send(context, {
    subject: "Your invitation to the coaching programme",
    to: { name: invitation.name, address: invitation.email },
    opening: `${oneLine(inviterName)} invites you to the coaching programme as ${article(role)}.`,
    sentences: [
      "Choose a password and your account is ready.",
      `The link works once, until ${expiresAt.toZonedDateTimeISO("UTC").toPlainDate().toString()}. If you expected no invitation, do nothing.`,
    ],
    link: { label: "Accept the invitation", url: linkTo(context, "/invitation", secret) },
  });
}

function resetLetter(context: Context, to: Letter["to"], secret: string): Letter {
  return {
    subject: "Set a new password",
    to,
    opening: "Somebody asked to set a new password for your account.",
    sentences: [
      "If it was you, set it by the link. It works once, within an hour, and signs you out everywhere.",
      "If it was not you, do nothing: your password stays as it is.",
    ],
    link: { label: "Set a new password", url: linkTo(context, "/reset-password", secret) },
  };
}

function verifyLetter(context: Context, to: Letter["to"], secret: string): Letter {
  return {
    subject: "Confirm your e-mail address",
    to,
    opening: "Confirm that this e-mail address is yours.",
    sentences: [
      "Until then, sessions that were booked with it are not shown to you.",
      "The link works once, for one day. If you have no account here, do nothing.",
    ],
    link: { label: "Confirm the address", url: linkTo(context, "/verify-email", secret) },
  };
}

/** In the fragment, which browsers send to no server: it is in no access log and no `Referer`. */
function linkTo(context: Context, page: string, secret: string): string {
  return `${context.config.publicUrl}${page}#${secret}`;
}

async function send(context: Context, letter: Letter): Promise<void> {
  const host = new URL(context.config.publicUrl).hostname;
  await context.mailer.send(await writeLetter(letter, `${newId("msg")}@${host}`));
}

function article(role: string): string {
  return role === "admin" ? "an admin" : `a ${role}`;
}
