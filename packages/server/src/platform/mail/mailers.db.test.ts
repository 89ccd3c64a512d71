import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { mailboxMessages } from "../database/schema.ts";
import type { OutgoingMail } from "./mailer.ts";
import { createSmtpMailer } from "./smtp.ts";

let harness: TestContext;
beforeEach(async () => {
  harness = await createTestContext();
});
afterEach(() => harness.close());

const calendar = ["BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:REQUEST", "END:VCALENDAR", ""].join("\r\n");
const mail: OutgoingMail = {
  messageId: "ntf_1.0@punctual.example",
  to: { name: 'Jördan "JB" Blake', address: "Jordan@realty.example" },
  subject: "Booked\r\nBcc: everyone@evil.example",
  text: "See you on Monday.",
  html: "<p>See you on Monday.</p>",
  calendar: { method: "REQUEST", content: calendar },
};

async function checkWire(raw: string): Promise<void> {
  const parsed = await PostalMime.parse(raw);
  expect(parsed.messageId).toBe(`<${mail.messageId}>`);
  expect(parsed.to).toEqual([{ name: 'Jördan "JB" Blake', address: "Jordan@realty.example" }]);
  expect(parsed.bcc).toBeUndefined();
  expect(parsed.subject).not.toContain("\n");
  expect(parsed.text?.trim()).toBe(mail.text);
  expect(raw).toMatch(/content-type: text\/calendar; charset=utf-8;\s+method=REQUEST/i);
  const invitation = parsed.attachments.find((one) => one.filename === "invite.ics");
  const lines = new TextDecoder().decode(invitation?.content as ArrayBuffer).split(/\r?\n/);
  expect(lines).toEqual(calendar.split("\r\n"));
}

test("without an SMTP server a message is kept as it would have gone over the wire, once per Message-ID", async () => {
  const { context } = harness;
  await context.mailer.send(mail);
  await context.mailer.send({ ...mail, subject: "again" });
  const kept = await context.database.select().from(mailboxMessages);
  expect(kept).toMatchObject([{ recipient: "jordan@realty.example", calendarMethod: "REQUEST", calendar }]);
  await checkWire(kept[0]?.raw ?? "");
});

test("with an SMTP server the same message arrives there, invitation and all; a refusal is an error", async () => {
  const received: string[] = [];
  let refuse = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (refuse) return done(Object.assign(new Error("mailbox full"), { responseCode: 452 }));
        received.push(Buffer.concat(chunks).toString("utf8"));
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const mailer = createSmtpMailer(`smtp://127.0.0.1:${port}`, "Punctual <mail@punctual.example>", harness.clock);
  try {
    await mailer.send(mail);
    await checkWire(received[0] ?? "");
    refuse = true;
    await expect(mailer.send(mail)).rejects.toThrow(/452|mailbox full/);
  } finally {
    await mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});
