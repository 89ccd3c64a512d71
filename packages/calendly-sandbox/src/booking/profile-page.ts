import { html } from "hono/html";
import type { EventType, Profile } from "../world/index.ts";
import { eventTypePath, withQuery } from "./addresses.ts";
import type { Markup } from "./layout.ts";
import { icon, initials, page } from "./layout.ts";
import { durationWords } from "./locale.ts";
import { locationChoice } from "./location-words.ts";
import type { PageParameters } from "./parameters.ts";

/** A host's landing page: who it is, and what can be booked. */
export function profilePage(host: Profile, eventTypes: readonly EventType[], parameters: PageParameters): Markup {
  const header = parameters.look.hideLandingPageDetails
    ? html`<h1 class="visually-hidden">${host.name}</h1>`
    : html`<header class="profile">
        <span class="avatar large" aria-hidden="true">${initials(host.name)}</span>
        <h1>${host.name}</h1>
        <p class="muted">Choose what you would like to book. Times are shown in your own time zone.</p>
      </header>`;

  return page({
    title: host.name,
    look: parameters.look,
    embed: parameters.embed,
    data: { kind: "profile", embedded: parameters.embed !== null },
    body: html`${header}
      ${
        eventTypes.length === 0
          ? html`<p class="empty">${host.name} offers nothing to book at the moment.</p>`
          : html`<ul class="choices">
              ${eventTypes.map((eventType) => choice(host, eventType, parameters))}
            </ul>`
      }`,
  });
}

function choice(host: Profile, eventType: EventType, parameters: PageParameters): Markup {
  const locations = eventType.locations ?? [];
  const where =
    locations.length > 1 ? "Several places to meet" : locations[0] ? locationChoice(locations[0]).label : null;
  return html`<li>
    <a class="choice" href="${withQuery(eventTypePath(host, eventType), parameters.carried)}">
      <span class="choice-name">${eventType.name}</span>
      <span class="facts">
        <span>${icon("clock")}${(eventType.durationOptions ?? [eventType.durationMinutes]).map(durationWords).join(", ")}</span>
        ${where === null ? "" : html`<span>${icon("pin")}${where}</span>`}
        ${eventType.kind === "group" ? html`<span>${icon("people")}Group, ${eventType.seats} seats</span>` : ""}
      </span>
      ${eventType.description ? html`<span class="choice-text">${eventType.description}</span>` : ""}
    </a>
  </li>`;
}
