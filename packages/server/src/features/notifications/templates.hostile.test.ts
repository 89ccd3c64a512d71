import fc from "fast-check";
import ICAL from "ical.js";
import { createTransport } from "nodemailer";
import PostalMime from "postal-mime";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { compose } from "../../platform/mail/compose.ts";
import { writeMessage } from "./templates.ts";
import type { Circumstances } from "./types.ts";

const now = Temporal.Instant.from("2026-11-21T12:00:00Z");

/** A booking whose every text was written by somebody who means harm. */
function typed(text: string): Circumstances {
  return {
    notification: {
      id: "ntf_1",
      kind: "booked",
      recipient: "maya@northside.example",
      recipientRole: "coach",
      createdAt: now,
    },
    session: {
      id: "ses_1",
      name: text,
      status: "active",
      startAt: now.add({ hours: 48 }),
      endAt: now.add({ hours: 49 }),
      location: { kind: "physical", detail: text, joinUrl: null },
      cancellation: null,
      inviteesLimit: 1,
    },
    coach: { name: text, email: "maya@northside.example", timeZone: "America/New_York" },
    invitee: {
      id: "inv_1",
      name: text,
      email: "jordan@realty.example",
      timeZone: "Asia/Kathmandu",
      status: "active",
      erasedAt: null,
      rescheduled: false,
      oldInviteeUri: null,
      cancellation: null,
      cancelUrl: null,
      rescheduleUrl: null,
    },
    attendees: [{ name: text, email: "jordan@realty.example", timeZone: "Asia/Kathmandu" }],
    movedTo: null,
    movedFrom: null,
    toldOfMove: false,
    calendarEntry: { sessionId: "ses_1", sequence: 0 },
    recipientHasAccount: true,
  };
}

const transport = createTransport({ streamTransport: true, buffer: true, newline: "windows" });

async function sent(text: string) {
  const mail = await writeMessage(typed(text), { publicUrl: "https://punctual.example", now });
  const { message } = await transport.sendMail(compose(mail, "Punctual <mail@punctual.example>", new Date(0)));
  const raw = Buffer.isBuffer(message) ? message : Buffer.from("");
  return { mail, raw, parsed: await PostalMime.parse(raw) };
}

const evil = [
  "Jordan\r\nBcc: victim@x.example",
  "Jordan\nSUBJECT: x\n\n<html>",
  "Jordan\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:EMAIL",
  "\u2028Bcc: victim@x.example\u2029\u0085\u000b\u000c",
  'a;b,c\\n:"d"\\',
  'a;b,c\\n:"d"\\:',
  '"><script>alert(1)</script><img src=x onerror=alert(1)>',
  "=?utf-8?Q?Bcc:_victim=40x.example?=",
  "\u202Egpj.exe \u0000 zero",
  "Zoë 李 🏡 O’Neill",
  "<victim@x.example>, other@x.example",
];
/** Pieces from which accidents are made, and any other character. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...evil, "\r\n", "\n", "\r", ";", ",", ":", "\\", '"', "👩‍👩‍👧"),
      fc.string({ unit: "grapheme" }),
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(""));

async function expectHarmless(text: string): Promise<void> {
  const { mail, raw, parsed } = await sent(text);
  expect(parsed.to?.map(({ address }) => address)).toEqual(["maya@northside.example"]);
  expect([parsed.cc, parsed.bcc]).toEqual([undefined, undefined]);
  expect(parsed.from?.address).toBe("mail@punctual.example");
  expect(parsed.subject).toBe(mail.subject.trim().replaceAll("=?", "= ?"));
  const names = parsed.headers.map(({ key }) => key).sort();
  expect(names).toEqual(
    ["auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "subject", "to"].sort(),
  );
  expect(parsed.html).not.toMatch(/<(script|img)/i);
  const head = raw.toString("latin1").split("\r\n\r\n")[0] ?? "";
  expect([...head].every((character) => character >= " " || "\r\n\t".includes(character))).toBe(true);

  const content = mail.calendar?.content ?? "";
  for (const line of content.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const [kind, , components] = ICAL.parse(content);
  expect([kind, components.map(([name]: [string]) => name)]).toEqual(["vcalendar", ["vevent"]]);
  const event = new ICAL.Component(ICAL.parse(content)).getFirstSubcomponent("vevent");
  expect(event?.getAllSubcomponents()).toEqual([]);
  expect(event?.getAllProperties("attendee").map((one) => one.getFirstValue())).toEqual([
    "MAILTO:jordan@realty.example",
  ]);
  expect(event?.getFirstPropertyValue("summary") ?? "").toBe(summaryOf(text));
}

/** What is left of a text that becomes one line: no control character, single spaces. */
function summaryOf(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}

test.each(evil)("%j in every name, place and title stays text in the mail, its headers and its calendar file", (text) =>
  expectHarmless(text),
);

test("so does any other text; lines of the calendar file are folded at 75 bytes of UTF-8 and read back whole", () =>
  fc.assert(fc.asyncProperty(hostileText, expectHarmless), { numRuns: 60 }));
