import { html } from "hono/html";
import type { EventType, InviteeFinding, User } from "../world/index.ts";
import { eventTypePath, profilePath, reschedulingPath, singleUsePath, withQuery } from "./addresses.ts";
import { formFields } from "./form-fields.ts";
import type { Markup } from "./layout.ts";
import { icon, initials, page } from "./layout.ts";
import { durationWords, placeOf, span } from "./locale.ts";
import { locationChoice } from "./location-words.ts";
import type { PageParameters } from "./parameters.ts";

export interface EventTypePageInput {
  readonly host: User;
  readonly eventType: EventType;
  readonly parameters: PageParameters;
  readonly locale: string;
  /** Milliseconds on the sandbox's clock, which need not be the browser's. */
  readonly now: number;
  /** Zone of the host's hours: what a reader without script sees, and what the invitee's zone is compared with. */
  readonly hostTimeZone: string;
  /** A start named in the address, known to be open, in milliseconds since the Unix epoch. */
  readonly startAt: number | null;
  /** The start in the address is no longer open: said above the calendar. */
  readonly startIsGone?: boolean;
  readonly linkCode?: string;
  /** The booking that is being moved. */
  readonly rescheduling?: InviteeFinding;
}

/** Choose a day, a time, answer the questions. The calendar is drawn by the page's script, which fills `#picker`. */
export function eventTypePage(input: EventTypePageInput): Markup {
  const { host, eventType, parameters, rescheduling } = input;
  return page({
    title: rescheduling ? `Reschedule ${eventType.name}` : `${eventType.name} – ${host.name}`,
    look: parameters.look,
    embed: parameters.embed,
    kind: "wide",
    data: {
      kind: rescheduling ? "reschedule" : "book",
      embedded: parameters.embed !== null,
      embedType: parameters.embed?.type ?? null,
      eventType: {
        uuid: eventType.id,
        name: eventType.name,
        duration: rescheduling ? minutesOf(rescheduling) : eventType.durationMinutes,
        isGroup: eventType.kind === "group",
      },
      hostName: host.name,
      hostTimeZone: input.hostTimeZone,
      path: pathOf(input),
      query: parameters.carried.toString(),
      linkCode: input.linkCode ?? null,
      inviteeUuid: rescheduling?.invitee.id ?? null,
      locale: input.locale,
      now: new Date(input.now).toISOString(),
      month: parameters.month,
      date: parameters.date,
      timeZone: parameters.timeZone ?? rescheduling?.invitee.timeZone ?? null,
      startAt: input.startAt === null ? null : new Date(input.startAt).toISOString(),
      tracking: parameters.tracking,
    },
    body: html`<div class="columns${parameters.look.hideEventTypeDetails ? " bare" : ""}">
      ${details(input)}
      <div class="stage">
        <noscript><p class="banner">Choosing a time needs JavaScript. Please switch it on and load the page again.</p></noscript>
        ${input.startIsGone ? html`<p class="banner" role="alert">That time is no longer open. Please choose another one.</p>` : ""}
        ${picker(rescheduling ? "" : durations(eventType))} ${rescheduling ? confirmStep(input, rescheduling) : formStep(input)}
        <p class="visually-hidden" id="announcer" aria-live="polite"></p>
      </div>
    </div>`,
  });
}

function pathOf(input: EventTypePageInput): string {
  if (input.rescheduling) return reschedulingPath(input.rescheduling.invitee);
  if (input.linkCode !== undefined) return singleUsePath(input.linkCode, input.eventType);
  return eventTypePath(input.host, input.eventType);
}

function minutesOf(finding: InviteeFinding): number {
  return (finding.event.endAt - finding.event.startAt) / 60_000;
}

function details(input: EventTypePageInput): Markup {
  const { host, eventType, parameters, rescheduling } = input;
  if (parameters.look.hideEventTypeDetails) return html`<h1 class="visually-hidden">${eventType.name}</h1>`;
  const minutes = rescheduling ? minutesOf(rescheduling) : eventType.durationMinutes;
  const locations = eventType.locations ?? [];
  const hostName =
    input.linkCode === undefined && !rescheduling
      ? html`<a href="${withQuery(profilePath(host), parameters.carried)}">${host.name}</a>`
      : html`<span>${host.name}</span>`;
  return html`<section class="details" aria-label="About this event">
    <p class="host"><span class="avatar" aria-hidden="true">${initials(host.name)}</span>${hostName}</p>
    <h1>${rescheduling ? html`Reschedule ${eventType.name}` : eventType.name}</h1>
    <ul class="facts stacked">
      <li>${icon("clock")}<span id="duration-fact">${durationWords(minutes)}</span></li>
      ${locations.length === 1 && locations[0] ? fact("pin", locationChoice(locations[0])) : ""}
      ${locations.length > 1 ? html`<li>${icon("pin")}<span>You choose where to meet</span></li>` : ""}
      ${eventType.kind === "group" ? html`<li>${icon("people")}<span>Group of up to ${eventType.seats}</span></li>` : ""}
    </ul>
    ${rescheduling ? formerTime(rescheduling, input.locale) : ""}
    ${eventType.description ? html`<p class="description">${eventType.description}</p>` : ""}
  </section>`;
}

function fact(name: "pin", words: { label: string; detail: string | null }): Markup {
  return html`<li>${icon(name)}<span>${words.label}${words.detail ? html`<span class="muted block">${words.detail}</span>` : ""}</span></li>`;
}

function formerTime(finding: InviteeFinding, locale: string): Markup {
  const { date, times } = span(finding.event.startAt, finding.event.endAt, finding.invitee.timeZone, locale);
  return html`<p class="former"><span class="muted">Booked now</span> <span>${date}, ${times}</span> <span class="muted">${placeOf(finding.invitee.timeZone)}</span></p>`;
}

function picker(durationChoice: Markup | ""): Markup {
  return html`<section class="picker" id="picker" aria-labelledby="picker-title" hidden>
    <div class="picker-head"><h2 id="picker-title">Select a day</h2>${durationChoice}</div>
    <div class="picker-columns">
      <div class="month">
        <div class="month-bar">
          <h3 id="month-name" aria-live="polite"></h3>
          <button type="button" class="round" id="month-back" aria-label="Previous month">${icon("back")}</button>
          <button type="button" class="round forward" id="month-next" aria-label="Next month">${icon("back")}</button>
        </div>
        <div id="month-grid"></div>
        <div id="month-state" role="status"></div>
        <div class="zone">
          <label for="zone">${icon("globe")}Time zone</label>
          <select id="zone"></select>
        </div>
      </div>
      <div class="times" id="times" hidden></div>
    </div>
  </section>`;
}

function durations(eventType: EventType): Markup | "" {
  const options = eventType.durationOptions ?? [];
  if (options.length < 2) return "";
  return html`<label class="inline-field" for="duration">Duration
    <select id="duration" name="duration">
      ${options.map(
        (minutes) =>
          html`<option value="${minutes}"${minutes === eventType.durationMinutes ? html` selected` : ""}>${durationWords(minutes)}</option>`,
      )}
    </select>
  </label>`;
}

function formStep(input: EventTypePageInput): Markup {
  return html`<form class="step" id="form" novalidate hidden>
    ${stepHead("Enter details")}
    <p class="banner" id="form-error" role="alert" tabindex="-1" hidden></p>
    ${formFields(input.eventType, input.parameters.prefill)}
    <div class="actions"><button type="submit" class="button" id="submit">Schedule event</button></div>
  </form>`;
}

function confirmStep(input: EventTypePageInput, finding: InviteeFinding): Markup {
  return html`<form class="step" id="form" novalidate hidden>
    ${stepHead("Move to this time?")}
    <p class="banner" id="form-error" role="alert" tabindex="-1" hidden></p>
    ${input.parameters.look.hideEventTypeDetails ? formerTime(finding, input.locale) : ""}
    <p>${input.host.name} is told about the new time. The old one becomes free again.</p>
    <div class="actions"><button type="submit" class="button" id="submit">Reschedule</button></div>
  </form>`;
}

function stepHead(title: string): Markup {
  return html`<div class="step-head">
      <button type="button" class="round" id="back" aria-label="Back to the calendar">${icon("back")}</button>
      <h2 id="form-title" tabindex="-1">${title}</h2>
    </div>
    <p class="step-time">
      <span class="step-hours" id="step-hours"></span>
      <span id="step-day"></span>
      <span class="muted" id="step-theirs"></span>
    </p>`;
}
