import { html } from "hono/html";
import type { EventType } from "../world/index.ts";
import type { Markup } from "./layout.ts";
import { icon } from "./layout.ts";
import { durationWords } from "./locale.ts";
import type { Words } from "./words/index.ts";

/** The frame of calendar, times and zone picker; the page's script fills it. */
export function picker(
  eventType: EventType,
  minutes: number,
  words: Words,
  { hasDurations }: { readonly hasDurations: boolean },
): Markup {
  return html`<section class="picker" id="picker" aria-labelledby="picker-title" hidden>
    <div class="picker-head">
      <h2 id="picker-title" tabindex="-1">${words.selectDay}</h2>
      ${hasDurations ? durations(eventType, minutes, words) : ""}
    </div>
    <div class="picker-columns">
      <div class="month">
        <div class="month-bar">
          <h3 id="month-name" aria-live="polite"></h3>
          <button type="button" class="round" id="month-back" aria-label="${words.previousMonth}">${icon("back")}</button>
          <button type="button" class="round forward" id="month-next" aria-label="${words.nextMonth}">${icon("back")}</button>
        </div>
        <div id="month-grid"></div>
        <div id="month-state" role="status"></div>
        ${zone(words)}
      </div>
      <div class="times" id="times" hidden></div>
    </div>
  </section>`;
}

/** An editable combobox (WAI-ARIA): what is typed filters the list, what is chosen stays in the field. */
function zone(words: Words): Markup {
  return html`<div class="zone">
    <div class="zone-head">
      <label for="zone">${icon("globe")}${words.timeZone}</label>
      <fieldset class="notation">
        <legend class="visually-hidden">${words.timeFormat}</legend>
        <label><input type="radio" name="notation" value="12h">12h</label>
        <label><input type="radio" name="notation" value="24h">24h</label>
      </fieldset>
    </div>
    <div class="zone-box">
      <input id="zone" type="text" role="combobox" aria-expanded="false" aria-controls="zone-list" aria-autocomplete="list" aria-describedby="zone-hint" autocomplete="off" autocapitalize="off" spellcheck="false">
      <ul id="zone-list" role="listbox" aria-label="${words.timeZone}" hidden></ul>
    </div>
    <p class="visually-hidden" id="zone-hint">${words.zoneHint}</p>
    <p class="hint" id="zone-theirs"></p>
  </div>`;
}

function durations(eventType: EventType, minutes: number, words: Words): Markup | "" {
  const options = eventType.durationOptions ?? [];
  if (options.length < 2) return "";
  return html`<label class="inline-field" for="duration">${words.duration}
    <select id="duration" name="duration">
      ${options.map(
        (option) =>
          html`<option value="${option}"${option === minutes ? html` selected` : ""}>${durationWords(option, words)}</option>`,
      )}
    </select>
  </label>`;
}
