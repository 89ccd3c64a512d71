import { securityKindSchema } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { writeLetter } from "../../platform/mail/letter.ts";
import { findAdmins, findAlert, updateAlert } from "./queries.ts";
import { alertMinutes, explanations } from "./rules.ts";

/**
 * Tells one admin of an alert, what it means and what to do, unless they are no admin any more. The Message-ID belongs to both,
 * so that a repeat after a crash is seen as one.
 *
 * @throws when the message cannot be handed over; the job tries again.
 */
export async function sendAlert(
  context: Context,
  { alertId, adminId }: { readonly alertId: string; readonly adminId: string },
): Promise<void> {
  const alert = await findAlert(context.database, alertId);
  const admin = (await findAdmins(context.database)).find(({ id }) => id === adminId);
  if (alert === null || admin === undefined) return;
  const kind = securityKindSchema.parse(alert.kind);
  const { many, meaning, advice } = explanations[kind];
  const letter = {
    subject: `Punctual's security: ${many}`,
    to: { name: admin.name, address: admin.email },
    opening:
      alert.threshold === 1
        ? `This was found within the last ${alertMinutes} minutes.`
        : `There were ${alert.count} within ${alertMinutes} minutes; from ${alert.threshold} on, admins are told.`,
    sentences: [meaning, `What to do: ${advice}`, "You are told once. The Security page says when it is calm again."],
    link: { label: "See what is going on", url: `${context.config.publicUrl}/security` },
  };
  const host = new URL(context.config.publicUrl).hostname;
  await context.mailer.send(await writeLetter(letter, `alert-${alertId}-${adminId}@${host}`));
  await context.database.transaction(async (tx) => {
    await updateAlert(tx, alertId, { notifiedAt: context.clock.now() });
    await context.live.publish(tx, { topic: "mailbox", id: null, audience: [adminId] });
  });
}
