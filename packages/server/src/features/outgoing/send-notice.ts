import type { Context } from "../../platform/context.ts";
import { writeLetter } from "../../platform/mail/letter.ts";
import { findEndpoint, listAdmins } from "./queries.ts";

/**
 * Tells an admin that an endpoint was switched off, unless somebody switched it on again meanwhile or they are no admin any
 * more. The Message-ID belongs to the occasion, so that a repeat after a crash is seen as one.
 *
 * @throws when the message cannot be handed over; the job tries again.
 */
export async function sendNotice(
  context: Context,
  off: { readonly endpointId: string; readonly since: string; readonly adminId: string },
): Promise<void> {
  const endpoint = await findEndpoint(context.database, off.endpointId);
  if (endpoint === null || endpoint.enabled || endpoint.trouble === null) return;
  const admin = (await listAdmins(context.database)).find(({ id }) => id === off.adminId);
  if (admin === undefined) return;
  const { publicUrl } = context.config;
  const occasion = `${off.endpointId}-${Date.parse(off.since)}-${admin.id}`;
  const mail = await writeLetter(
    {
      subject: `Webhooks to ${new URL(endpoint.url).host} were switched off`,
      to: { name: admin.name, address: admin.email.toLowerCase() },
      opening: `Punctual no longer tells ${endpoint.url} what happens.`,
      sentences: [
        endpoint.trouble,
        "What happens meanwhile is not kept for it. Messages of the last 30 days can be sent again by hand.",
      ],
      link: { label: "Look at it and switch it on again", url: `${publicUrl}/services/outgoing` },
    },
    `outgoing-${occasion}@${new URL(publicUrl).hostname}`,
  );
  await context.mailer.send(mail);
  await context.database.transaction((tx) =>
    context.live.publish(tx, { topic: "mailbox", id: null, audience: [admin.id] }),
  );
}
