import { html } from "hono/html";
import type { Temporal } from "temporal-polyfill";
import type { OutgoingMail } from "../../platform/mail/mailer.ts";
import { oneLine } from "../../platform/mail/one-line.ts";
import { writeInvitation } from "./calendar.ts";
import { describeTime, zonesDiffer } from "./rules.ts";
import type { Circumstances } from "./types.ts";

interface Fact {
  readonly label: string;
  readonly text: string;
  readonly url: string | null;
}

interface Letter {
  readonly subject: string;
  readonly greeting: string;
  readonly opening: string;
  readonly facts: readonly Fact[];
  readonly links: readonly { readonly label: string; readonly url: string }[];
}

/** Writes the message that tells of a booking or a cancellation, with its calendar invitation. */
export async function writeMessage(
  circumstances: Circumstances,
  options: { readonly publicUrl: string; readonly now: Temporal.Instant },
): Promise<OutgoingMail> {
  const host = new URL(options.publicUrl).hostname;
  const { notification, coach, invitee } = circumstances;
  const recipient = notification.recipientRole === "coach" ? coach : invitee;
  const letter = composeLetter(circumstances, options.publicUrl);
  const calendar = writeInvitation(circumstances, { host, now: options.now });
  return {
    messageId: `${notification.id}@${host}`,
    to: { name: oneLine(recipient.name), address: notification.recipient },
    subject: letter.subject,
    text: asText(letter),
    html: await asHtml(letter),
    calendar,
  };
}

function composeLetter(circumstances: Circumstances, publicUrl: string): Letter {
  const { notification, session, coach, invitee } = circumstances;
  const toCoach = notification.recipientRole === "coach";
  const reader = toCoach ? coach : invitee;
  const other = toCoach ? invitee : coach;
  const name = oneLine(session.name);
  return {
    ...announcement(circumstances, name, oneLine(other.name)),
    greeting: `Hello ${firstName(reader.name)},`,
    facts: factsOf(circumstances, reader.timeZone ?? coach.timeZone, other),
    links: linksOf(circumstances, publicUrl),
  };
}

/** The subject and the first sentence: what happened, in the reader's words. */
function announcement(
  circumstances: Circumstances,
  name: string,
  otherName: string,
): { readonly subject: string; readonly opening: string } {
  const { notification, session, invitee, coach, movedFrom } = circumstances;
  const toCoach = notification.recipientRole === "coach";
  const reader = toCoach ? coach : invitee;
  const day = oneLine(dayOf(session.startAt, reader.timeZone ?? coach.timeZone));
  if (notification.kind === "booked") {
    const isMoved = invitee.oldInviteeUri !== null;
    const subject = `${isMoved ? "Moved" : "Booked"}: ${name} with ${otherName}, ${day}`;
    const whose = toCoach ? `The session with ${otherName}` : `Your session with ${otherName}`;
    if (movedFrom !== null) {
      const [before, after] = [movedFrom, session].map((span) => describeTime(span, reader.timeZone ?? coach.timeZone));
      return { subject, opening: `${whose} moved from ${before} to ${after}.` };
    }
    if (isMoved) return { subject, opening: `${whose} has a new time.` };
    return { subject, opening: toCoach ? `${otherName} booked a session.` : `${whose} is booked.` };
  }
  if (invitee.rescheduled) {
    const subject = `Moved away: ${name} with ${otherName}, ${day}`;
    if (toCoach) {
      const opening = `The session with ${otherName} was moved to another time. This one no longer takes place.`;
      return { subject, opening: session.status === "active" ? `${otherName} moved to another time.` : opening };
    }
    return {
      subject,
      opening: `Your session with ${otherName} was moved to another time. This one no longer takes place.`,
    };
  }
  const subject = `Canceled: ${name} with ${otherName}, ${day}`;
  if (toCoach && session.status === "active") {
    return { subject, opening: `${otherName} no longer comes. The session itself still takes place.` };
  }
  const by = invitee.cancellation ?? session.cancellation;
  const who = by === null ? null : oneLine(by.canceledBy);
  const opening = toCoach
    ? `The session with ${otherName} is canceled.`
    : `Your session with ${otherName} is canceled.`;
  return { subject, opening: who === null || who === "" ? opening : `${opening} It was canceled by ${who}.` };
}

function factsOf(
  circumstances: Circumstances,
  timeZone: string | null,
  other: { readonly name: string; readonly timeZone: string | null },
): Fact[] {
  const { notification, session, invitee, movedTo, movedFrom } = circumstances;
  const facts: Fact[] = [
    { label: "Session", text: oneLine(session.name), url: null },
    { label: "When", text: describeTime(session, timeZone), url: null },
  ];
  if (zonesDiffer(session, timeZone, other.timeZone)) {
    facts.push({ label: `For ${firstName(other.name)}`, text: describeTime(session, other.timeZone), url: null });
  }
  if (movedTo !== null && notification.kind === "canceled") {
    facts.push({ label: "New time", text: describeTime(movedTo, timeZone), url: null });
  }
  if (movedFrom !== null) {
    facts.push({ label: "Before", text: describeTime(movedFrom, timeZone), url: null });
  }
  if (notification.kind === "booked" && session.location !== null) {
    const { detail, joinUrl } = session.location;
    if (joinUrl !== null) facts.push({ label: "Where", text: joinUrl, url: joinUrl });
    else if (detail !== null) facts.push({ label: "Where", text: oneLine(detail), url: null });
  }
  const reason = (invitee.cancellation ?? session.cancellation)?.reason ?? null;
  if (notification.kind === "canceled" && reason !== null) {
    facts.push({ label: "Reason", text: oneLine(reason), url: null });
  }
  return facts;
}

function linksOf(circumstances: Circumstances, publicUrl: string): Letter["links"] {
  const { notification, session, invitee } = circumstances;
  const links: { label: string; url: string }[] = [];
  if (circumstances.recipientHasAccount)
    links.push({ label: "Open the session", url: `${publicUrl}/sessions/${session.id}` });
  if (notification.recipientRole === "invitee" && notification.kind === "booked") {
    if (invitee.rescheduleUrl !== null) links.push({ label: "Move it to another time", url: invitee.rescheduleUrl });
    if (invitee.cancelUrl !== null) links.push({ label: "Cancel it", url: invitee.cancelUrl });
  }
  return links;
}

function asText(letter: Letter): string {
  const width = Math.max(...letter.facts.map((fact) => fact.label.length)) + 2;
  return [
    letter.greeting,
    "",
    letter.opening,
    "",
    ...letter.facts.map((fact) => `${`${fact.label}:`.padEnd(width)}${fact.text}`),
    "",
    ...letter.links.map((link) => `${link.label}: ${link.url}`),
    ...(letter.links.length > 0 ? [""] : []),
    "Punctual",
    "",
  ].join("\n");
}

/** `hono/html` escapes every value: nothing that an invitee typed can become markup. */
async function asHtml(letter: Letter): Promise<string> {
  const document = await html`<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${letter.subject}</title></head>
  <body style="margin:0;padding:32px 16px;background:#f6f6f4;color:#1c1c1a;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
    <div style="max-width:520px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #e4e4e0;border-radius:12px">
      <p style="margin:0 0 8px">${letter.greeting}</p>
      <p style="margin:0 0 24px;font-size:18px;font-weight:600">${letter.opening}</p>
      <table role="presentation" cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse">
        ${letter.facts.map(
          (fact) => html`<tr>
          <td style="padding:6px 16px 6px 0;color:#66665f;vertical-align:top;white-space:nowrap">${fact.label}</td>
          <td style="padding:6px 0;vertical-align:top">${fact.url === null ? fact.text : html`<a href="${fact.url}" style="color:#0b5fae">${fact.text}</a>`}</td>
        </tr>`,
        )}
      </table>
      ${letter.links.map(
        (link) => html`<p style="margin:20px 0 0"><a href="${link.url}" style="color:#0b5fae">${link.label}</a></p>`,
      )}
    </div>
    <p style="max-width:520px;margin:16px auto 0;color:#66665f;font-size:13px;text-align:center">Punctual</p>
  </body>
</html>`;
  return document.toString();
}

function dayOf(startAt: Temporal.Instant, timeZone: string | null): string {
  return describeTime({ startAt, endAt: startAt }, timeZone).split(",").slice(0, 2).join(",");
}

function firstName(name: string): string {
  return oneLine(name).split(" ")[0] ?? "";
}
