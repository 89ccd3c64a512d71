import { html } from "hono/html";
import type { Context } from "../../platform/context.ts";
import type { OutgoingMail } from "../../platform/mail/mailer.ts";
import { findEndpoint, listAdmins } from "./queries.ts";
import type { EndpointRow } from "./types.ts";

/**
 * Tells every admin that an endpoint was switched off, unless somebody switched it on again meanwhile. The Message-ID belongs
 * to the occasion, so that a repeat after a crash is seen as one.
 *
 * @throws when a message cannot be handed over; the job tries again.
 */
export async function sendNotice(
  context: Context,
  off: { readonly endpointId: string; readonly since: string },
): Promise<void> {
  const endpoint = await findEndpoint(context.database, off.endpointId);
  if (endpoint === null || endpoint.enabled || endpoint.trouble === null) return;
  const { publicUrl } = context.config;
  for (const admin of await listAdmins(context.database)) {
    const occasion = `${off.endpointId}-${Date.parse(off.since)}-${admin.id}`;
    const messageId = `outgoing-${occasion}@${new URL(publicUrl).hostname}`;
    await context.mailer.send(await writeNotice(admin, endpoint, { messageId, publicUrl }));
  }
}

async function writeNotice(
  admin: { readonly name: string; readonly email: string },
  endpoint: EndpointRow,
  { messageId, publicUrl }: { readonly messageId: string; readonly publicUrl: string },
): Promise<OutgoingMail> {
  const { host } = new URL(endpoint.url);
  const subject = `Webhooks to ${host} were switched off`;
  const sentences = [
    `Punctual no longer tells ${endpoint.url} what happens. ${endpoint.trouble}`,
    "What happens meanwhile is not kept for it. Messages of the last 30 days can be sent again by hand.",
  ];
  const url = `${publicUrl}/services/outgoing`;
  const document = await html`<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
  <body style="margin:0;padding:32px 16px;background:#f6f6f4;color:#1c1c1a;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
    <div style="max-width:520px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #e4e4e0;border-radius:12px">
      <p style="margin:0 0 24px;font-size:18px;font-weight:600">${subject}</p>
      ${sentences.map((sentence) => html`<p style="margin:0 0 12px">${sentence}</p>`)}
      <p style="margin:20px 0 0"><a href="${url}" style="color:#0b5fae">Look at it and switch it on again</a></p>
    </div>
    <p style="max-width:520px;margin:16px auto 0;color:#66665f;font-size:13px;text-align:center">Punctual</p>
  </body>
</html>`;
  return {
    messageId,
    to: { name: admin.name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim(), address: admin.email.toLowerCase() },
    subject,
    text: [subject, "", ...sentences, "", `Look at it and switch it on again: ${url}`, "", "Punctual", ""].join("\n"),
    html: document.toString(),
    calendar: null,
  };
}
