import { createTransport } from "nodemailer";
import type { Clock } from "../clock.ts";
import { compose } from "./compose.ts";
import type { Mailer } from "./mailer.ts";

/** Sends by an SMTP server (`smtp://user:password@host:587`, `smtps://` for TLS from the first byte). */
export function createSmtpMailer(smtpUrl: string, from: string, clock: Clock): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
  });
  return {
    async send(mail) {
      await transport.sendMail(compose(mail, from, new Date(clock.now().epochMilliseconds)));
    },
    async close() {
      transport.close();
    },
  };
}
