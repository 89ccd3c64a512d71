import { eq } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { people } from "../../platform/database/schema.ts";
import { writeLetter } from "../../platform/mail/letter.ts";
import type { OutgoingMail } from "../../platform/mail/mailer.ts";
import { oneLine } from "../../platform/mail/one-line.ts";
import { findConnection } from "../connections/index.ts";
import { ownersOf } from "./queries.ts";

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

function writeNotice(
  coach: { readonly name: string; readonly email: string },
  notice: { readonly messageId: string; readonly account: string; readonly publicUrl: string },
): Promise<OutgoingMail> {
  return writeLetter(
    {
      subject: "Connect Calendly again: realtors cannot book you here",
      to: { name: coach.name, address: coach.email.toLowerCase() },
      opening: `Calendly no longer accepts the permission that you gave to Punctual for ${oneLine(notice.account)}.`,
      sentences: [
        "Until you connect again, new bookings and changes do not arrive here, and realtors cannot book you.",
        "Sessions that are booked stay booked at Calendly. Nothing is lost: what changes meanwhile is fetched when you are back.",
      ],
      link: { label: "Connect Calendly again", url: `${notice.publicUrl}/settings/connection` },
    },
    notice.messageId,
  );
}
