import type Mail from "nodemailer/lib/mailer/index.js";
import type { OutgoingMail } from "./mailer.ts";

/** The message as nodemailer takes it: the same for SMTP and for the embedded mailbox. */
export function compose(mail: OutgoingMail, from: string, date: Date): Mail.Options {
  return {
    messageId: `<${mail.messageId}>`,
    date,
    from,
    to: { name: asWritten(mail.to.name), address: mail.to.address },
    subject: asWritten(mail.subject),
    text: mail.text,
    html: mail.html,
    headers: { "Auto-Submitted": "auto-generated" },
    // Both forms (RFC 6047 section 2.4): mail programs act on the alternative part, people keep the file.
    ...(mail.calendar === null
      ? {}
      : { icalEvent: { method: mail.calendar.method, filename: "invite.ics", content: mail.calendar.content } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** A text that looks like an encoded word (RFC 2047) would be decoded by the reader: nobody's name may become another. */
function asWritten(text: string): string {
  return text.replaceAll("=?", "= ?");
}
