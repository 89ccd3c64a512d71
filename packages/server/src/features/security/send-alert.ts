import { securityKindSchema } from "@punctual/contract";
import { html } from "hono/html";
import type { Context } from "../../platform/context.ts";
import type { OutgoingMail } from "../../platform/mail/mailer.ts";
import { findAdmins, findAlert, updateAlert } from "./queries.ts";
import { alertMinutes, explanations, thresholds } from "./rules.ts";

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
  const { publicUrl } = context.config;
  const messageId = `alert-${alertId}-${adminId}@${new URL(publicUrl).hostname}`;
  await context.mailer.send(await writeAlert(admin, { kind, count: alert.count, messageId, publicUrl }));
  await context.database.transaction(async (tx) => {
    await updateAlert(tx, alertId, { notifiedAt: context.clock.now() });
    await context.live.publish(tx, { topic: "mailbox", id: null, audience: [adminId] });
  });
}

async function writeAlert(
  admin: { readonly name: string; readonly email: string },
  alert: {
    readonly kind: keyof typeof thresholds;
    readonly count: number;
    readonly messageId: string;
    readonly publicUrl: string;
  },
): Promise<OutgoingMail> {
  const { many, meaning, advice } = explanations[alert.kind];
  const { count } = thresholds[alert.kind];
  const name = oneLine(admin.name);
  const subject = `Punctual's security: ${many}`;
  const greeting = `Hello ${name.split(" ")[0] ?? ""},`;
  const opening = `There were ${alert.count} within ${alertMinutes} minutes; from ${count} on, admins are told.`;
  const sentences = [
    meaning,
    `What to do: ${advice}`,
    "You are told once. The Security page says when it is calm again.",
  ];
  const url = `${alert.publicUrl}/security`;
  const document = await html`<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
  <body style="margin:0;padding:32px 16px;background:#f6f6f4;color:#1c1c1a;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
    <div style="max-width:520px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #e4e4e0;border-radius:12px">
      <p style="margin:0 0 8px">${greeting}</p>
      <p style="margin:0 0 24px;font-size:18px;font-weight:600">${opening}</p>
      ${sentences.map((sentence) => html`<p style="margin:0 0 12px">${sentence}</p>`)}
      <p style="margin:20px 0 0"><a href="${url}" style="color:#0b5fae">See what is going on</a></p>
    </div>
    <p style="max-width:520px;margin:16px auto 0;color:#66665f;font-size:13px;text-align:center">Punctual</p>
  </body>
</html>`;
  return {
    messageId: alert.messageId,
    to: { name, address: admin.email.toLowerCase() },
    subject,
    text: [greeting, "", opening, "", ...sentences, "", `See what is going on: ${url}`, "", "Punctual", ""].join("\n"),
    html: document.toString(),
    calendar: null,
  };
}

/** A header ends at a line break: what follows would be the next one. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").trim();
}
