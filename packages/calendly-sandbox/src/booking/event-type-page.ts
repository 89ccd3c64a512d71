import { html } from "hono/html";
import type { EventType, InviteeFinding, Profile } from "../world/index.ts";
import { eventTypePath, profilePath, reschedulingPath, singleUsePath, withQuery } from "./addresses.ts";
import { formFields } from "./form-fields.ts";
import type { Markup } from "./layout.ts";
import { icon, page } from "./layout.ts";
import { durationWords, placeOf, type Reader, span } from "./locale.ts";
import { locationChoice } from "./location-words.ts";
import type { PageParameters } from "./parameters.ts";
import { picker } from "./picker.ts";
import { avatar } from "./profile-page.ts";
import { fill } from "./words/index.ts";

export interface EventTypePageInput {
  /** Whose page it is: the host's, or their team's. */
  readonly profile: Profile;
  /** As a link offers it, where one was followed. */
  readonly eventType: EventType;
  readonly parameters: PageParameters;
  readonly reader: Reader;
  /** Milliseconds on the sandbox's clock, which need not be the browser's. */
  readonly now: number;
  /** Zone of the host's hours: what a reader without script sees, and what the invitee's zone is compared with. */
  readonly hostTimeZone: string;
  /** A start named in the address, known to be open, in milliseconds since the Unix epoch. */
  readonly startAt: number | null;
  /** Why the start in the address cannot be booked: said above the calendar. */
  readonly startTrouble?: "gone" | "past" | null;
  readonly linkCode?: string;
  /** A share may tell its place only once it is booked. */
  readonly hidesLocation?: boolean;
  /** The booking that is being moved. */
  readonly rescheduling?: InviteeFinding;
}

/** Choose a day, a time, answer the questions. The calendar is drawn by the page's script, which fills `#picker`. */
export function eventTypePage(input: EventTypePageInput): Markup {
  const { profile, eventType, parameters, reader, rescheduling } = input;
  const { words } = reader;
  const trouble = { gone: words.timeIsGone, past: words.timeIsPast }[input.startTrouble ?? "gone"];
  return page({
    title: rescheduling ? fill(words.rescheduleName, { name: eventType.name }) : `${eventType.name} – ${profile.name}`,
    tongue: reader,
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
        duration: minutesOf(input),
        defaultDuration: eventType.durationMinutes,
        isGroup: eventType.kind === "group",
      },
      hostName: profile.name,
      hostTimeZone: input.hostTimeZone,
      path: pathOf(input),
      query: parameters.carried.toString(),
      linkCode: input.linkCode ?? null,
      inviteeUuid: rescheduling?.invitee.id ?? null,
      locale: reader.locale,
      now: new Date(input.now).toISOString(),
      month: parameters.month,
      date: parameters.date,
      timeZone: parameters.timeZone ?? rescheduling?.invitee.timeZone ?? null,
      timeNotation: parameters.timeNotation,
      startAt: input.startAt === null ? null : new Date(input.startAt).toISOString(),
      tracking: parameters.tracking,
      words: words.script,
    },
    body: html`<div class="columns${parameters.look.hideEventTypeDetails ? " bare" : ""}">
      ${details(input)}
      <div class="stage">
        <noscript><p class="banner">${words.needsScript}</p></noscript>
        ${input.startTrouble ? html`<p class="banner" role="alert">${trouble}</p>` : ""}
        ${picker(eventType, minutesOf(input), words, { hasDurations: !rescheduling })}
        ${rescheduling ? confirmStep(input, rescheduling) : formStep(input)}
      </div>
    </div>`,
  });
}

function pathOf(input: EventTypePageInput): string {
  if (input.rescheduling) return reschedulingPath(input.rescheduling.invitee);
  if (input.linkCode !== undefined) return singleUsePath(input.linkCode, input.eventType);
  return eventTypePath(input.profile, input.eventType);
}

/** Of the booking that is moved, of the address, or the type's own. */
function minutesOf({ eventType, parameters, rescheduling }: EventTypePageInput): number {
  if (rescheduling) return (rescheduling.event.endAt - rescheduling.event.startAt) / 60_000;
  const asked = parameters.duration;
  return asked !== null && eventType.durationOptions?.includes(asked) ? asked : eventType.durationMinutes;
}

function details(input: EventTypePageInput): Markup {
  const { profile, eventType, parameters, reader, rescheduling } = input;
  const { words } = reader;
  if (parameters.look.hideEventTypeDetails) return html`<h1 class="visually-hidden">${eventType.name}</h1>`;
  const locations = input.hidesLocation ? [] : (eventType.locations ?? []);
  const hostName =
    input.linkCode === undefined && !rescheduling
      ? html`<a href="${withQuery(profilePath(profile), parameters.carried)}">${profile.name}</a>`
      : html`<span>${profile.name}</span>`;
  return html`<section class="details" aria-label="${words.aboutEvent}">
    <p class="host">${avatar(profile, "small")}${hostName}</p>
    <h1>${rescheduling ? fill(words.rescheduleName, { name: eventType.name }) : eventType.name}</h1>
    <ul class="facts stacked">
      <li>${icon("clock")}<span id="duration-fact">${durationWords(minutesOf(input), words)}</span></li>
      ${locations.length === 1 && locations[0] ? fact("pin", locationChoice(locations[0], words)) : ""}
      ${locations.length > 1 ? html`<li>${icon("pin")}<span>${words.youChoosePlace}</span></li>` : ""}
      ${eventType.kind === "group" ? html`<li>${icon("people")}<span>${fill(words.groupOf, { count: eventType.seats })}</span></li>` : ""}
    </ul>
    ${rescheduling ? formerTime(rescheduling, reader) : ""}
    ${eventType.description ? html`<p class="description">${eventType.description}</p>` : ""}
  </section>`;
}

function fact(name: "pin", { label, detail }: { label: string; detail: string | null }): Markup {
  return html`<li>${icon(name)}<span>${label}${detail ? html`<span class="muted block">${detail}</span>` : ""}</span></li>`;
}

function formerTime(finding: InviteeFinding, { locale, words }: Reader): Markup {
  const { date, times } = span(finding.event.startAt, finding.event.endAt, finding.invitee.timeZone, locale);
  const place = fill(words.zoneTime, { place: placeOf(finding.invitee.timeZone) });
  return html`<p class="former"><span class="muted">${words.formerTime}</span> <s>${date}, ${times}</s> <span class="muted">${place}</span></p>`;
}

function formStep({ eventType, parameters, reader }: EventTypePageInput): Markup {
  const { words } = reader;
  return html`<form class="step" id="form" novalidate hidden>
    ${stepHead(words.enterDetails, words.backToCalendar)}
    <p class="banner" id="form-error" role="alert" tabindex="-1" hidden></p>
    ${formFields(eventType, parameters.prefill, words)}
    <div class="actions"><button type="submit" class="button" id="submit">${words.schedule}</button></div>
  </form>`;
}

function confirmStep({ profile, parameters, reader }: EventTypePageInput, finding: InviteeFinding): Markup {
  const { words } = reader;
  return html`<form class="step" id="form" novalidate hidden>
    ${stepHead(words.moveToThisTime, words.backToCalendar)}
    <p class="banner" id="form-error" role="alert" tabindex="-1" hidden></p>
    ${parameters.look.hideEventTypeDetails ? formerTime(finding, reader) : ""}
    <p>${fill(words.hostIsToldOfMove, { name: profile.name })}</p>
    <div class="field" data-field="reason">
      <label for="reason">${words.reasonForMove} <span class="muted">${fill(words.reasonHint, { name: profile.name })}</span></label>
      <textarea id="reason" name="reason" rows="3" maxlength="10000" aria-describedby="reason-error"></textarea>
      <p class="error" id="reason-error" hidden></p>
    </div>
    <div class="actions"><button type="submit" class="button" id="submit">${words.reschedule}</button></div>
  </form>`;
}

function stepHead(title: string, back: string): Markup {
  return html`<div class="step-head">
      <button type="button" class="round" id="back" aria-label="${back}">${icon("back")}</button>
      <h2 id="form-title" tabindex="-1">${title}</h2>
    </div>
    <p class="step-time">
      <span class="step-hours" id="step-hours"></span>
      <span id="step-day"></span>
      <span class="muted" id="step-theirs"></span>
    </p>`;
}
