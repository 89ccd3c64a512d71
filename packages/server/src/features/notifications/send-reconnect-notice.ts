import { eq } from "drizzle-orm";
import { html } from "hono/html";
import type { Context } from "../../platform/context.ts";
import { people } from "../../platform/database/schema.ts";
import type { OutgoingMail } from "../../platform/mail/mailer.ts";
import { findConnection } from "../connections/index.ts";
import { ownersOf } from "./queries.ts";
import { oneLine } from "./rules.ts";

/**
 * Tells a coach that Calendly no longer accepts the permission, unless they have connected again or left meanwhile.
 * The Message-ID belongs to the spell, so that a repeat after a crash is seen as one.
 *
 * @throws when the message cannot be handed over; the job tries again.
 */
export async function sendReconnectNotice(
  context: Context,
  spell: { readonly coachId: string; readonly tokensVersion: number },
): Promise<void> {
  const { coachId, tokensVersion } = spell;
  const connection = await findConnection(context.database, coachId);
  if (connection?.state !== "needs_reconnect" || connection.tokensVersion !== tokensVersion) return;
  const [coach] = await context.database
    .select({ name: people.name, email: people.email })
    .from(people)
    .where(eq(people.id, coachId));
  if (coach === undefined) return;
  const { publicUrl } = context.config;
  const messageId = `reconnect-${connection.id}-${tokensVersion}@${new URL(publicUrl).hostname}`;
  await context.mailer.send(await writeNotice(coach, { messageId, account: connection.account.email, publicUrl }));
  await context.database.transaction(async (tx) => {
    await context.live.publish(tx, { topic: "mailbox", id: null, audience: await ownersOf(tx, coach.email) });
  });
}

async function writeNotice(
  coach: { readonly name: string; readonly email: string },
  notice: { readonly messageId: string; readonly account: string; readonly publicUrl: string },
): Promise<OutgoingMail> {
  const name = oneLine(coach.name);
  const subject = "Connect Calendly again: realtors cannot book you here";
  const greeting = `Hello ${name.split(" ")[0] ?? ""},`;
  const opening = `Calendly no longer accepts the permission that you gave to Punctual for ${oneLine(notice.account)}.`;
  const sentences = [
    "Until you connect again, new bookings and changes do not arrive here, and realtors cannot book you.",
    "Sessions that are booked stay booked at Calendly. Nothing is lost: what changes meanwhile is fetched when you are back.",
  ];
  const url = `${notice.publicUrl}/settings/connection`;
  const document = await html`<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
  <body style="margin:0;padding:32px 16px;background:#f6f6f4;color:#1c1c1a;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
    <div style="max-width:520px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #e4e4e0;border-radius:12px">
      <p style="margin:0 0 8px">${greeting}</p>
      <p style="margin:0 0 24px;font-size:18px;font-weight:600">${opening}</p>
      ${sentences.map((sentence) => html`<p style="margin:0 0 12px">${sentence}</p>`)}
      <p style="margin:20px 0 0"><a href="${url}" style="color:#0b5fae">Connect Calendly again</a></p>
    </div>
    <p style="max-width:520px;margin:16px auto 0;color:#66665f;font-size:13px;text-align:center">Punctual</p>
  </body>
</html>`;
  return {
    messageId: notice.messageId,
    to: { name, address: coach.email.toLowerCase() },
    subject,
    text: [greeting, "", opening, "", ...sentences, "", `Connect Calendly again: ${url}`, "", "Punctual", ""].join(
      "\n",
    ),
    html: document.toString(),
    calendar: null,
  };
}
