import { html } from "hono/html";
import type { InviteeFinding } from "../world/index.ts";
import type { Markup } from "./layout.ts";
import { icon } from "./layout.ts";
import { placeOf, type Reader, span } from "./locale.ts";
import { eventLocationWords } from "./location-words.ts";
import { fill } from "./words/index.ts";

/** One booking as its invitee may see it: when in their zone, with whom, where. `now` in milliseconds. */
export function bookingSummary(finding: InviteeFinding, { words, locale }: Reader, now: number): Markup {
  const { event, invitee, hosts } = finding;
  const { date, times } = span(event.startAt, event.endAt, invitee.timeZone, locale);
  const location = eventLocationWords(event, now, words);
  const wasCanceled = invitee.status === "canceled";
  // Of a group event only one's own: its invitees need not know of each other.
  const guests = event.guests.filter(({ inviteeId }) => inviteeId === invitee.id);
  return html`<section class="summary${wasCanceled ? " over" : ""}" aria-label="${words.theBooking}">
    <h2>${event.name}</h2>
    <ul class="facts stacked">
      <li>${icon("calendar")}<span class="when"><span class="strong">${times}</span><span class="block">${date}</span></span></li>
      <li>${icon("globe")}<span>${fill(words.zoneTime, { place: placeOf(invitee.timeZone) })}</span></li>
      <li>${icon(hosts.length > 1 ? "people" : "person")}<span>${hosts.map((host) => host.name).join(", ")}</span></li>
      <li>${icon(location.link ? "video" : "pin")}<span>${location.link && !wasCanceled ? html`<a href="${location.link}" target="_blank" rel="noopener">${location.text}</a>` : location.text}</span></li>
      ${guests.length > 0 ? html`<li>${icon("people")}<span>${fill(words.withGuests, { guests: guests.map((guest) => guest.email).join(", ") })}</span></li>` : ""}
    </ul>
  </section>`;
}
