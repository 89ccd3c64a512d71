import { html } from "hono/html";
import type { CustomQuestion } from "../world/index.ts";
import { errorLine, marker, required } from "./fields.ts";
import type { Markup } from "./layout.ts";
import { fill, type Words } from "./words/index.ts";

/** A question with choices, and with a free answer where the host allows one. */
export function choiceField(
  question: CustomQuestion,
  name: string,
  type: "radio" | "checkbox",
  prefilled: readonly string[],
  words: Words,
): Markup {
  const given = prefilled.map((text) => text.trim()).filter(Boolean);
  const chosen = new Set(given.map((text) => choiceMeant(question, text)));
  const otherText = given.filter((text) => choiceMeant(question, text) === undefined).join(", ");
  const mustChoose = question.required && type === "radio";
  return html`<fieldset class="field" data-field="${name}" aria-describedby="field-${name}-error">
    <legend>${question.name}${marker(question.required)}</legend>
    ${question.answer_choices.map(
      (choice, index) => html`<label class="option">
        <input type="${type}" name="${name}" value="${choice}"${chosen.has(choice) ? html` checked` : ""}${required(mustChoose && index === 0)}>
        <span>${choice}</span>
      </label>`,
    )}
    ${question.include_other ? otherOption(question, name, type, otherText, words) : ""}
    ${errorLine(`field-${name}`)}
  </fieldset>`;
}

function otherOption(
  question: CustomQuestion,
  name: string,
  type: "radio" | "checkbox",
  text: string,
  words: Words,
): Markup {
  return html`<div class="option-group">
    <label class="option"><input type="${type}" name="${name}" value="" data-other="${name}_other"${text ? html` checked` : ""}> <span>${words.other}</span></label>
    <div class="option-extra" data-for-other="${name}_other" hidden>
      <input name="${name}_other" value="${text}" aria-label="${fill(words.otherAnswer, { question: question.name })}" autocomplete="off">
    </div>
  </div>`;
}

/** Calendly's prefill names a choice by its text or by its number, counted from 1. */
function choiceMeant(question: CustomQuestion, text: string): string | undefined {
  if (question.answer_choices.includes(text)) return text;
  return /^\d{1,2}$/.test(text) ? question.answer_choices[Number(text) - 1] : undefined;
}
