import { html } from "hono/html";
import type { InviteeFinding } from "../world/index.ts";
import { cancellationPath, confirmationPath, eventTypePath, reschedulingPath, withQuery } from "./addresses.ts";
import type { Markup } from "./layout.ts";
import { icon, page } from "./layout.ts";
import { placeOf, span } from "./locale.ts";
import { eventLocationWords } from "./location-words.ts";
import type { PageParameters } from "./parameters.ts";

/** What an invitee may see of one booking: their own confirmation, and the page that cancels it. */
export interface InviteePageInput {
  readonly finding: InviteeFinding;
  readonly parameters: PageParameters;
  readonly locale: string;
  /** Milliseconds on the sandbox's clock. */
  readonly now: number;
}

/** Shown right after booking, and again whenever its address is opened; a canceled booking says so. */
export function confirmationPage(input: InviteePageInput): Markup {
  const { finding, parameters } = input;
  const { invitee, host, eventType } = finding;
  const isCanceled = invitee.status === "canceled";
  const isMoved = invitee.rescheduled;
  const title = isMoved ? "This booking was moved" : isCanceled ? "This booking is canceled" : "You are scheduled";
  const isOver = finding.event.startAt <= input.now;
  return page({
    title: `${title} – ${eventType.name}`,
    look: parameters.look,
    embed: parameters.embed,
    data: { kind: "confirmation", embedded: parameters.embed !== null },
    body: html`<div class="confirmation">
      ${isCanceled ? "" : html`<span class="done" aria-hidden="true">${icon("check")}</span>`}
      <h1 tabindex="-1">${title}</h1>
      <p class="muted">${sentence(finding)}</p>
      ${summary(input)}
      ${
        isCanceled
          ? html`<p class="actions center"><a class="button" href="${withQuery(eventTypePath(host, eventType), parameters.carried)}">Book another time</a></p>`
          : html`<p class="actions center">
              <a class="button quiet" href="${confirmationPath(host, eventType, invitee)}/calendar.ics" download>${icon("calendar")}Add to calendar</a>
            </p>
            ${
              isOver
                ? ""
                : html`<p class="small">Need to make a change?
                    <a href="${withQuery(reschedulingPath(invitee), parameters.carried)}">Reschedule</a> or
                    <a href="${withQuery(cancellationPath(invitee), parameters.carried)}">cancel</a></p>`
            }`
      }
    </div>`,
  });
}

function sentence(finding: InviteeFinding): string {
  const { invitee, host } = finding;
  if (invitee.rescheduled) return "A newer booking has taken its place.";
  if (invitee.status === "active") return `Booked for ${invitee.name}, ${invitee.email}.`;
  const by = invitee.cancellation?.canceler_type === "host" ? host.name : invitee.name;
  return `It was canceled by ${by}${invitee.cancellation?.reason ? `: “${invitee.cancellation.reason}”` : "."}`;
}

/** Asks for a reason, which may stay empty, before it cancels. */
export function cancellationPage(input: InviteePageInput): Markup {
  const { finding, parameters } = input;
  return page({
    title: `Cancel ${finding.eventType.name}`,
    look: parameters.look,
    embed: parameters.embed,
    data: {
      kind: "cancel",
      embedded: parameters.embed !== null,
      inviteeUuid: finding.invitee.id,
      done: withQuery(confirmationPath(finding.host, finding.eventType, finding.invitee), parameters.carried),
    },
    body: html`<form class="confirmation" id="cancel-form" novalidate>
      <h1>Cancel this booking?</h1>
      <p class="muted">${finding.host.name} is told at once, and the time becomes free again.</p>
      ${summary(input)}
      <p class="banner" id="form-error" role="alert" tabindex="-1" hidden></p>
      <div class="field" data-field="reason">
        <label for="reason">Reason <span class="muted">(optional, ${finding.host.name} reads it)</span></label>
        <textarea id="reason" name="reason" rows="3" maxlength="10000"></textarea>
      </div>
      <div class="actions center">
        <button type="submit" class="button danger" id="submit">Cancel booking</button>
        <a class="button quiet" href="${withQuery(reschedulingPath(finding.invitee), parameters.carried)}">Reschedule instead</a>
      </div>
    </form>`,
  });
}

function summary(input: InviteePageInput): Markup {
  const { finding, locale } = input;
  const { event, invitee, host, eventType } = finding;
  const { date, times } = span(event.startAt, event.endAt, invitee.timeZone, locale);
  const location = eventLocationWords(event, input.now);
  const wasCanceled = invitee.status === "canceled";
  return html`<section class="summary${wasCanceled ? " over" : ""}" aria-label="The booking">
    <h2>${eventType.name}</h2>
    <ul class="facts stacked">
      <li>${icon("calendar")}<span class="when"><span class="strong">${times}</span><span class="block">${date}</span></span></li>
      <li>${icon("globe")}<span>${placeOf(invitee.timeZone)} time</span></li>
      <li>${icon("person")}<span>${host.name}</span></li>
      <li>${icon(location.link ? "video" : "pin")}<span>${location.link && !wasCanceled ? html`<a href="${location.link}" target="_blank" rel="noopener">${location.text}</a>` : location.text}</span></li>
      ${event.guests.length > 0 ? html`<li>${icon("people")}<span>With ${event.guests.map((guest) => guest.email).join(", ")}</span></li>` : ""}
    </ul>
  </section>`;
}
