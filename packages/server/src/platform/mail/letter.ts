import { html } from "hono/html";
import type { OutgoingMail } from "./mailer.ts";
import { oneLine } from "./one-line.ts";

/** A plain letter to one of the programme's people: some sentences and one link. */
export interface Letter {
  readonly subject: string;
  readonly to: { readonly name: string; readonly address: string };
  /** The one thing that it says. */
  readonly opening: string;
  readonly sentences: readonly string[];
  readonly link: { readonly label: string; readonly url: string };
}

/** The letter as text and as HTML; every value is escaped (`hono/html`). */
export async function writeLetter(letter: Letter, messageId: string): Promise<OutgoingMail> {
  const name = oneLine(letter.to.name);
  const greeting = `Hello ${name.split(" ")[0] ?? ""},`;
  const { subject, opening, sentences, link } = letter;
  const document = await html`<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
  <body style="margin:0;padding:32px 16px;background:#f6f6f4;color:#1c1c1a;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
    <div style="max-width:520px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #e4e4e0;border-radius:12px">
      <p style="margin:0 0 8px">${greeting}</p>
      <p style="margin:0 0 24px;font-size:18px;font-weight:600">${opening}</p>
      ${sentences.map((sentence) => html`<p style="margin:0 0 12px">${sentence}</p>`)}
      <p style="margin:20px 0 0"><a href="${link.url}" style="color:#0b5fae">${link.label}</a></p>
    </div>
    <p style="max-width:520px;margin:16px auto 0;color:#66665f;font-size:13px;text-align:center">Punctual</p>
  </body>
</html>`;
  return {
    messageId,
    to: { name, address: letter.to.address },
    subject,
    text: [greeting, "", opening, "", ...sentences, "", `${link.label}: ${link.url}`, "", "Punctual", ""].join("\n"),
    html: document.toString(),
    calendar: null,
  };
}
