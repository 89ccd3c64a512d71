import { html } from "hono/html";
import type { CustomQuestion, EventType, LocationConfiguration } from "../world/index.ts";
import type { Markup } from "./layout.ts";
import { locationChoice, locationQuestion } from "./location-words.ts";
import type { Prefill } from "./parameters.ts";

/*
 * The invitee's form. Every field lies in a `.field` with `data-field`, the name by which the booking call reports what
 * is wrong with it; `.error` below it receives the sentence.
 */

/** Name, e-mail, guests, location and the event type's questions, filled with what the address knows. */
export function formFields(eventType: EventType, prefill: Prefill): Markup {
  return html`${textField({ name: "name", label: "Name", value: prefill.name, autocomplete: "name", required: true })}
    ${textField({ name: "email", label: "Email", value: prefill.email, type: "email", autocomplete: "email", required: true })}
    ${guestsField(prefill.guests)} ${locationField(eventType.locations ?? [], prefill.location)}
    ${shownQuestions(eventType).map((question) => questionField(question, prefill.answers[question.position] ?? ""))}`;
}

/** The questions that an invitee meets, in order. */
export function shownQuestions(eventType: EventType): readonly CustomQuestion[] {
  return eventType.questions.filter((question) => question.enabled).sort((a, b) => a.position - b.position);
}

interface TextField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly type?: "text" | "email" | "tel";
  readonly autocomplete?: string;
  readonly required?: boolean;
  readonly lines?: number;
  readonly hint?: string;
}

function textField(field: TextField): Markup {
  const id = `field-${field.name}`;
  const described = `${id}-error${field.hint ? ` ${id}-hint` : ""}`;
  return html`<div class="field" data-field="${field.name}">
    <label for="${id}">${field.label}${marker(field.required)}</label>
    ${field.hint ? html`<p class="hint" id="${id}-hint">${field.hint}</p>` : ""}
    ${
      field.lines
        ? html`<textarea id="${id}" name="${field.name}" rows="${field.lines}" aria-describedby="${described}"${required(field.required)}>${field.value}</textarea>`
        : html`<input id="${id}" name="${field.name}" type="${field.type ?? "text"}" value="${field.value}" autocomplete="${field.autocomplete ?? "off"}" aria-describedby="${described}"${required(field.required)}>`
    }
    ${errorLine(id)}
  </div>`;
}

function guestsField(guests: readonly string[]): Markup {
  return html`<details class="guests"${guests.length > 0 ? html` open` : ""}>
    <summary>Add guests</summary>
    ${textField({
      name: "guests",
      label: "Guest emails",
      value: guests.join(", "),
      lines: 2,
      hint: "Up to 10 addresses, separated by commas. They become guests of this booking.",
    })}
  </details>`;
}

function locationField(locations: readonly LocationConfiguration[], prefilled: string): Markup | "" {
  const [only] = locations;
  if (only === undefined) return "";
  if (locations.length === 1) {
    const asked = askedFor(only);
    return asked === null
      ? ""
      : html`<input type="hidden" name="location_kind" value="${only.kind}">
        ${textField({ ...asked, name: "location", value: prefilled, required: true })}`;
  }
  return html`<fieldset class="field" data-field="location_kind" aria-describedby="field-location_kind-error">
    <legend>Where to meet${marker(true)}</legend>
    ${locations.map((location, index) => {
      const { label, detail } = locationChoice(location);
      const asked = askedFor(location);
      return html`<div class="option-group">
        <label class="option">
          <input type="radio" name="location_kind" value="${location.kind}"${required(index === 0)}>
          <span>${label}${detail ? html`<span class="muted block">${detail}</span>` : ""}</span>
        </label>
        ${
          asked === null
            ? ""
            : html`<div class="option-extra" data-for="${location.kind}" hidden>
                ${textField({ ...asked, name: `location_${location.kind}`, value: prefilled })}
              </div>`
        }
      </div>`;
    })}
    ${errorLine("field-location_kind")}
  </fieldset>`;
}

function askedFor(location: LocationConfiguration): Pick<TextField, "label" | "type" | "autocomplete"> | null {
  const question = locationQuestion(location.kind);
  if (question === null) return null;
  return question === "phone"
    ? { label: "Your phone number", type: "tel", autocomplete: "tel" }
    : { label: "Where would you like to meet?", type: "text" };
}

function questionField(question: CustomQuestion, prefilled: string): Markup {
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
      return choiceField(question, name, "radio", [prefilled]);
    case "multi_select":
      return choiceField(question, name, "checkbox", prefilled.split(/[,\n]/));
  }
}

function choiceField(
  question: CustomQuestion,
  name: string,
  type: "radio" | "checkbox",
  prefilled: readonly string[],
): Markup {
  const chosen = new Set(prefilled.map((text) => choiceMeant(question, text.trim())));
  const mustChoose = question.required && type === "radio";
  return html`<fieldset class="field" data-field="${name}" aria-describedby="field-${name}-error">
    <legend>${question.name}${marker(question.required)}</legend>
    ${question.answer_choices.map(
      (choice, index) => html`<label class="option">
        <input type="${type}" name="${name}" value="${choice}"${chosen.has(choice) ? html` checked` : ""}${required(mustChoose && index === 0)}>
        <span>${choice}</span>
      </label>`,
    )}
    ${
      question.include_other
        ? html`<div class="option-group">
            <label class="option"><input type="${type}" name="${name}" value="" data-other="${name}_other"> <span>Other</span></label>
            <div class="option-extra" data-for-other="${name}_other" hidden>
              <input name="${name}_other" aria-label="Other answer to: ${question.name}" autocomplete="off">
            </div>
          </div>`
        : ""
    }
    ${errorLine(`field-${name}`)}
  </fieldset>`;
}

/** Calendly's prefill names a choice by its text or by its number, counted from 1. */
function choiceMeant(question: CustomQuestion, text: string): string | undefined {
  if (question.answer_choices.includes(text)) return text;
  return /^\d{1,2}$/.test(text) ? question.answer_choices[Number(text) - 1] : undefined;
}

function errorLine(id: string): Markup {
  return html`<p class="error" id="${id}-error" hidden></p>`;
}

function marker(isRequired: boolean | undefined): Markup | "" {
  return isRequired ? html` <span class="required" aria-hidden="true">*</span>` : "";
}

function required(isRequired: boolean | undefined): Markup | "" {
  return isRequired ? html` required` : "";
}
