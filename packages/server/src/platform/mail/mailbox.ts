import MailComposer from "nodemailer/lib/mail-composer/index.js";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/database.ts";
import { mailboxMessages } from "../database/schema.ts";
import { newId } from "../ids.ts";
import { compose } from "./compose.ts";
import type { Mailer } from "./mailer.ts";

/** Keeps messages in the database, as they would have gone over the wire. The same Message-ID is kept once. */
export function createMailboxMailer(database: Database, from: string, clock: Clock): Mailer {
  return {
    async send(mail) {
      const sentAt = clock.now();
      const raw = await new MailComposer(compose(mail, from, new Date(sentAt.epochMilliseconds))).compile().build();
      await database
        .insert(mailboxMessages)
        .values({
          id: newId("msg"),
          messageId: mail.messageId,
          recipient: mail.to.address.toLowerCase(),
          sender: from,
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          calendar: mail.calendar?.content ?? null,
          calendarMethod: mail.calendar?.method ?? null,
          raw: raw.toString("utf8"),
          sentAt,
        })
        .onConflictDoNothing({ target: mailboxMessages.messageId });
    },
    async close() {},
  };
}
