import { html } from "hono/html";
import type { EventType, Profile } from "../world/index.ts";
import { eventTypePath, withQuery } from "./addresses.ts";
import type { Markup } from "./layout.ts";
import { icon, initials, page } from "./layout.ts";
import { durationWords } from "./locale.ts";
import { locationChoice } from "./location-words.ts";
import type { PageParameters } from "./parameters.ts";
import { fill, type Tongue, tongueOf } from "./words/index.ts";

/** The landing page of a host or a team: who it is, and what can be booked. */
export function profilePage(host: Profile, eventTypes: readonly EventType[], parameters: PageParameters): Markup {
  const tongue = tongueOfAll(eventTypes);
  const { words } = tongue;
  const header = parameters.look.hideLandingPageDetails
    ? html`<h1 class="visually-hidden">${host.name}</h1>`
    : html`<header class="profile">
        ${avatar(host, "large")}
        <h1>${host.name}</h1>
        <p class="muted">${words.chooseWhat}</p>
      </header>`;

  return page({
    title: host.name,
    tongue,
    look: parameters.look,
    embed: parameters.embed,
    data: { kind: "profile", embedded: parameters.embed !== null },
    body: html`${header}
      ${
        eventTypes.length === 0
          ? html`<p class="empty">${fill(words.nothingToBook, { name: host.name })}</p>`
          : html`<ul class="choices">
              ${eventTypes.map((eventType) => choice(host, eventType, parameters, tongue))}
            </ul>`
      }`,
  });
}

/** A page with event types in one language speaks it; a mixed one speaks English. */
function tongueOfAll(eventTypes: readonly EventType[]): Tongue {
  const languages = new Set(eventTypes.map((eventType) => eventType.locale));
  const [only] = languages;
  return tongueOf(languages.size === 1 && only !== undefined ? only : "en");
}

/** The host's letters; decoration, since the name stands beside it. */
export function avatar(host: Pick<Profile, "name" | "type">, size: "small" | "large"): Markup {
  return html`<span class="avatar${size === "large" ? " large" : ""}" aria-hidden="true">${host.type === "Team" ? icon("people") : initials(host.name)}</span>`;
}

function choice(host: Profile, eventType: EventType, parameters: PageParameters, { words }: Tongue): Markup {
  const locations = eventType.locations ?? [];
  const where =
    locations.length > 1 ? words.choosePlaces : locations[0] ? locationChoice(locations[0], words).label : null;
  return html`<li>
    <a class="choice" href="${withQuery(eventTypePath(host, eventType), parameters.carried)}">
      <span class="choice-name">${eventType.name}</span>
      <span class="facts">
        <span>${icon("clock")}${(eventType.durationOptions ?? [eventType.durationMinutes]).map((minutes) => durationWords(minutes, words)).join(", ")}</span>
        ${where === null ? "" : html`<span>${icon("pin")}${where}</span>`}
        ${eventType.kind === "group" ? html`<span>${icon("people")}${fill(words.groupOf, { count: eventType.seats })}</span>` : ""}
      </span>
      ${eventType.description ? html`<span class="choice-text">${eventType.description}</span>` : ""}
    </a>
  </li>`;
}
