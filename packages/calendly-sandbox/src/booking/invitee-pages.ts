import { html } from "hono/html";
import type { InviteeFinding } from "../world/index.ts";
import { cancellationPath, confirmationPath, eventTypePath, reschedulingPath, withQuery } from "./addresses.ts";
import { type CalendarLinks, calendarLinks } from "./calendar-links.ts";
import type { Markup } from "./layout.ts";
import { icon, page } from "./layout.ts";
import type { Reader } from "./locale.ts";
import type { PageParameters } from "./parameters.ts";
import { bookingSummary } from "./summary.ts";
import { fill, type Words } from "./words/index.ts";

/** What an invitee may see of one booking: their own confirmation, and the page that cancels it. */
export interface InviteePageInput {
  readonly finding: InviteeFinding;
  readonly parameters: PageParameters;
  readonly reader: Reader;
  /** Origin of the pages, for what other calendars are told. */
  readonly bookingOrigin: string;
  /** Milliseconds on the sandbox's clock. */
  readonly now: number;
}

/** Shown right after booking, and again whenever its address is opened; a canceled booking says so. */
export function confirmationPage(input: InviteePageInput): Markup {
  const { finding, parameters, reader, now } = input;
  const { words } = reader;
  const { invitee, eventType } = finding;
  const isCanceled = invitee.status === "canceled";
  const title = invitee.rescheduled ? words.movedTitle : isCanceled ? words.canceledTitle : words.scheduled;
  return page({
    title: `${title} – ${eventType.name}`,
    tongue: reader,
    look: parameters.look,
    embed: parameters.embed,
    data: { kind: "confirmation", embedded: parameters.embed !== null },
    body: html`<div class="confirmation">
      ${isCanceled ? "" : html`<span class="done" aria-hidden="true">${icon("check")}</span>`}
      <h1 tabindex="-1">${title}</h1>
      <p class="muted">${sentence(finding, words)}</p>
      ${bookingSummary(finding, reader, now)}
      ${isCanceled ? wayOn(input) : html`${calendarChoice(input)} ${finding.event.startAt <= now ? "" : changes(input)}`}
    </div>`,
  });
}

function sentence({ invitee, host }: InviteeFinding, words: Words): string {
  if (invitee.rescheduled) return words.movedSentence;
  if (invitee.status === "active") return fill(words.bookedFor, { name: invitee.name, email: invitee.email });
  const name = invitee.cancellation?.canceler_type === "host" ? host.name : invitee.name;
  const reason = invitee.cancellation?.reason;
  return reason ? fill(words.canceledByBecause, { name, reason }) : fill(words.canceledBy, { name });
}

/** From a booking that is over: to the one that took its place, or to a new one. */
function wayOn({ finding, parameters, reader }: InviteePageInput): Markup {
  const { invitee, eventType, profile } = finding;
  const { words } = reader;
  const next =
    invitee.newInvitee === null
      ? { label: words.bookAnother, path: eventTypePath(profile, eventType) }
      : { label: words.seeNewTime, path: confirmationPath(profile, eventType, { id: invitee.newInvitee.inviteeId }) };
  if (invitee.newInvitee === null && (eventType.oneOff !== null || eventType.deletedAt !== null)) return html``;
  return html`<p class="actions center"><a class="button" href="${withQuery(next.path, parameters.carried)}">${next.label}</a></p>`;
}

function calendarChoice(input: InviteePageInput): Markup {
  const { finding, reader } = input;
  const { profile, eventType, invitee } = finding;
  const links: CalendarLinks = calendarLinks(finding, reader.words, input.bookingOrigin, input.now);
  return html`<details class="menu">
    <summary class="button quiet">${icon("calendar")}${reader.words.addToCalendar}</summary>
    <ul>
      <li><a href="${confirmationPath(profile, eventType, invitee)}/calendar.ics" download>${reader.words.calendarFile}</a></li>
      <li><a href="${links.google}" target="_blank" rel="noopener noreferrer">Google Calendar</a></li>
      <li><a href="${links.outlook}" target="_blank" rel="noopener noreferrer">Outlook.com</a></li>
      <li><a href="${links.office}" target="_blank" rel="noopener noreferrer">Microsoft 365</a></li>
    </ul>
  </details>`;
}

function changes({ finding, parameters, reader }: InviteePageInput): Markup {
  const { words } = reader;
  const { invitee } = finding;
  return html`<p class="small">${words.needChange}
    <a href="${withQuery(reschedulingPath(invitee), parameters.carried)}">${words.reschedule}</a> ·
    <a href="${withQuery(cancellationPath(invitee), parameters.carried)}">${words.cancel}</a></p>`;
}

/** Asks for a reason, which may stay empty, before it cancels. */
export function cancellationPage(input: InviteePageInput): Markup {
  const { finding, parameters, reader, now } = input;
  const { words } = reader;
  const { eventType, host, invitee, profile } = finding;
  return page({
    title: fill(words.cancelName, { name: eventType.name }),
    tongue: reader,
    look: parameters.look,
    embed: parameters.embed,
    data: {
      kind: "cancel",
      embedded: parameters.embed !== null,
      inviteeUuid: invitee.id,
      done: withQuery(confirmationPath(profile, eventType, invitee), parameters.carried),
      words: words.script,
    },
    body: html`<form class="confirmation" id="cancel-form" novalidate>
      <h1>${words.cancelQuestion}</h1>
      <p class="muted">${fill(words.hostIsToldOfCancel, { name: host.name })}</p>
      ${bookingSummary(finding, reader, now)}
      ${
        eventType.cancellationPolicy
          ? html`<section class="policy"><h2>${words.cancellationPolicy}</h2><p>${eventType.cancellationPolicy}</p></section>`
          : ""
      }
      <p class="banner" id="form-error" role="alert" tabindex="-1" hidden></p>
      <div class="field" data-field="reason">
        <label for="reason">${words.reason} <span class="muted">${fill(words.reasonHint, { name: host.name })}</span></label>
        <textarea id="reason" name="reason" rows="3" maxlength="10000"></textarea>
      </div>
      <div class="actions center">
        <button type="submit" class="button danger" id="submit">${words.cancelBooking}</button>
        <a class="button quiet" href="${withQuery(reschedulingPath(invitee), parameters.carried)}">${words.rescheduleInstead}</a>
      </div>
    </form>`,
  });
}
