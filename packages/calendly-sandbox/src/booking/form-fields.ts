import { html } from "hono/html";
import type { CustomQuestion, EventType, LocationConfiguration } from "../world/index.ts";
import { choiceField } from "./choice-field.ts";
import { errorLine, marker, required, type TextField, textField } from "./fields.ts";
import type { Markup } from "./layout.ts";
import { locationChoice, locationQuestion } from "./location-words.ts";
import type { Prefill } from "./parameters.ts";
import type { Words } from "./words/index.ts";

/** Name, e-mail, guests, location and the event type's questions, filled with what the address knows. */
export function formFields(eventType: EventType, prefill: Prefill, words: Words): Markup {
  return html`<p class="hint">${words.fillRequired}</p>
    ${nameFields(eventType, prefill, words)}
    ${textField({ name: "email", label: words.email, value: prefill.email, type: "email", autocomplete: "email", required: true })}
    ${guestsField(prefill.guests, words)} ${locationField(eventType.locations ?? [], prefill.location, words)}
    ${shownQuestions(eventType).map((question) => questionField(question, prefill.answers[question.position] ?? "", words))}
    ${eventType.textReminders ? textField({ name: "text_reminder_number", label: words.textReminder, value: "", type: "tel", autocomplete: "tel", hint: words.textReminderHint }) : ""}`;
}

/** The questions that an invitee meets, in order. */
export function shownQuestions(eventType: EventType): readonly CustomQuestion[] {
  return eventType.questions.filter((question) => question.enabled).sort((a, b) => a.position - b.position);
}

function nameFields(eventType: EventType, prefill: Prefill, words: Words): Markup {
  if (!eventType.splitsName) {
    return textField({ name: "name", label: words.name, value: prefill.name, autocomplete: "name", required: true });
  }
  const { firstName, lastName } = prefill;
  return html`<div class="field-pair">
    ${textField({ name: "first_name", label: words.firstName, value: firstName, autocomplete: "given-name", required: true })}
    ${textField({ name: "last_name", label: words.lastName, value: lastName, autocomplete: "family-name", required: true })}
  </div>`;
}

function guestsField(guests: readonly string[], words: Words): Markup {
  return html`<details class="guests"${guests.length > 0 ? html` open` : ""}>
    <summary>${words.addGuests}</summary>
    ${textField({ name: "guests", label: words.guestEmails, value: guests.join(", "), lines: 2, hint: words.guestHint })}
  </details>`;
}

function locationField(locations: readonly LocationConfiguration[], prefilled: string, words: Words): Markup | "" {
  const [only] = locations;
  if (only === undefined) return "";
  if (locations.length === 1) {
    const asked = askedFor(only, words);
    return asked === null
      ? ""
      : html`<input type="hidden" name="location_kind" value="${only.kind}">
        ${textField({ ...asked, name: "location", value: prefilled, required: true })}`;
  }
  return html`<fieldset class="field" data-field="location_kind" aria-describedby="field-location_kind-error">
    <legend>${words.whereToMeet}${marker(true)}</legend>
    ${locations.map((location, index) => locationOption(location, index, prefilled, words))}
    ${errorLine("field-location_kind")}
  </fieldset>`;
}

/** The value is the place in the list: a type may offer two offices, which are of one kind. */
function locationOption(location: LocationConfiguration, index: number, prefilled: string, words: Words): Markup {
  const { label, detail } = locationChoice(location, words);
  const asked = askedFor(location, words);
  return html`<div class="option-group">
    <label class="option">
      <input type="radio" name="location_index" value="${index}" data-kind="${location.kind}" data-place="${location.location ?? ""}"${required(index === 0)}>
      <span>${label}${detail ? html`<span class="muted block">${detail}</span>` : ""}</span>
    </label>
    ${
      asked === null
        ? ""
        : html`<div class="option-extra" data-for="${index}" hidden>
            ${textField({ ...asked, name: `location_${location.kind}`, value: prefilled })}
          </div>`
    }
  </div>`;
}

function askedFor(
  location: LocationConfiguration,
  words: Words,
): Pick<TextField, "label" | "type" | "autocomplete"> | null {
  const question = locationQuestion(location.kind);
  if (question === null) return null;
  return question === "phone"
    ? { label: words.yourPhone, type: "tel", autocomplete: "tel" }
    : { label: words.whereWouldYouMeet, type: "text" };
}

function questionField(question: CustomQuestion, prefilled: string, words: Words): Markup {
  const name = `answer_${question.position}`;
  const base = { name, label: question.name, value: prefilled, required: question.required };
  switch (question.type) {
    case "string":
      return textField(base);
    case "text":
      return textField({ ...base, lines: 4 });
    case "phone_number":
      return textField({ ...base, type: "tel", autocomplete: "tel" });
    case "single_select":
      return choiceField(question, name, "radio", [prefilled], words);
    case "multi_select":
      return choiceField(question, name, "checkbox", prefilled.split(/[,\n]/), words);
  }
}
