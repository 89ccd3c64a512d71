import { html } from "hono/html";
import { type AnswerErrors, type AnswerTrouble, longestOf } from "../resources/routing-forms/route-answers.ts";
import type { RoutingForm, RoutingQuestion, RoutingTarget } from "../resources/routing-forms/routing-form-records.ts";
import { routingPath, withQuery } from "./addresses.ts";
import { marker, required } from "./fields.ts";
import { type Markup, page } from "./layout.ts";
import type { Reader } from "./locale.ts";
import type { PageParameters } from "./parameters.ts";
import { countOf, fill, type Tongue, type Words } from "./words/index.ts";
import { wrongEmail } from "./wrong-email.ts";

export interface RoutingPageInput {
  readonly form: RoutingForm;
  readonly parameters: PageParameters;
  readonly reader: Reader;
  /** By question id: what was typed before, and what is wrong with it. */
  readonly given?: Readonly<Record<string, string>>;
  readonly errors?: AnswerErrors;
}

const styles = ["/assets/booking/routing.css"];

/** Everything about a page of ours that depends on where it is shown. */
function frame({ look, embed }: PageParameters, kind: string) {
  return { look, embed, styles, ...(embed === null ? {} : { data: { kind, embedded: true } }) };
}

/** The questions. It is an ordinary form that works without a script; errors come back with what was typed. */
export function routingPage({ form, parameters, reader, given = {}, errors = {} }: RoutingPageInput): Markup {
  const { language, words } = reader;
  const wrong = form.questions.filter(({ id }) => errors[id] !== undefined);
  const prefilled = (question: RoutingQuestion) => {
    if (question.type === "name") return parameters.prefill.name;
    return question.type === "email" ? parameters.prefill.email : "";
  };
  return page({
    title: wrong.length === 0 ? form.name : fill(words.checkForm, { name: form.name }),
    tongue: reader,
    ...frame(parameters, "routing"),
    body: html`<form class="routing" method="post" action="${withQuery(routingPath(form), parameters.carried)}" novalidate>
      <h1>${form.name}</h1>
      ${
        wrong.length === 0
          ? html`<p class="muted">${words.routingHint} ${words.fillRequired}</p>`
          : html`<p class="banner" role="alert">${countOf(words.answersToCheck, wrong.length, language)}</p>`
      }
      ${form.questions.map((question) => {
        const trouble = errors[question.id];
        const value = given[question.id] ?? prefilled(question);
        const error = trouble === undefined ? null : sentenceFor(trouble, question, value.trim(), reader);
        return field(question, value, { error, isFirstWrong: question.id === wrong[0]?.id }, words);
      })}
      <div class="actions"><button type="submit" class="button">${words.goOn}</button></div>
    </form>`,
  });
}

/** What the form says to people whom it sends nowhere else. */
export function routingMessagePage(
  message: Extract<RoutingTarget, { type: "custom_message" }>,
  parameters: PageParameters,
  tongue: Tongue,
): Markup {
  return page({
    title: message.headline,
    tongue,
    ...frame(parameters, "notice"),
    body: html`<div class="notice">
      <h1 tabindex="-1">${message.headline}</h1>
      <p class="routing-message">${message.body}</p>
    </div>`,
  });
}

function sentenceFor(
  trouble: AnswerTrouble,
  question: RoutingQuestion,
  answer: string,
  { locale, words }: Reader,
): string {
  switch (trouble) {
    case "is missing":
      return missingSentence(question, words);
    case "is not a choice":
      return words.notAChoice;
    case "is not an email address":
      return wrongEmail(answer, words);
    case "is not a phone number":
      return words.needPhone;
    case "is too long":
      return fill(words.tooLong, { count: longestOf(question).toLocaleString(locale) });
  }
}

function missingSentence({ type, choices }: RoutingQuestion, words: Words): string {
  if (choices !== null) return words.needChoice;
  if (type === "name") return words.needName;
  return type === "email" ? words.needEmail : words.needAnswer;
}

function field(
  question: RoutingQuestion,
  value: string,
  { error, isFirstWrong }: { readonly error: string | null; readonly isFirstWrong: boolean },
  words: Words,
): Markup {
  const id = `field-${question.id}`;
  const state = html`${error === null ? "" : html` aria-invalid="true"`}${isFirstWrong ? html` autofocus` : ""}`;
  const attributes = html`id="${id}" name="${question.id}" aria-describedby="${id}-error"${required(question.required)}${state}`;
  const line = html`<p class="error" id="${id}-error"${error === null ? html` hidden` : ""}>${error ?? ""}</p>`;
  if (question.type === "radios") return radios(question, value, line, state);
  return html`<div class="field">
    <label for="${id}">${question.name}${marker(question.required)}</label>
    ${control(question, value, attributes, words)}
    ${line}
  </div>`;
}

function control(question: RoutingQuestion, value: string, attributes: Markup, words: Words): Markup {
  switch (question.type) {
    case "textarea":
      return html`<textarea rows="4" ${attributes}>${value}</textarea>`;
    case "select":
      return html`<select ${attributes}>
        <option value="">${words.pleaseChoose}</option>
        ${(question.choices ?? []).map((choice) => html`<option value="${choice}"${choice === value ? html` selected` : ""}>${choice}</option>`)}
      </select>`;
    case "email":
      return html`<input type="email" autocomplete="email" value="${value}" ${attributes}>`;
    case "phone":
      return html`<input type="tel" autocomplete="tel" value="${value}" ${attributes}>`;
    case "name":
      return html`<input type="text" autocomplete="name" value="${value}" ${attributes}>`;
    default:
      return html`<input type="text" autocomplete="off" value="${value}" ${attributes}>`;
  }
}

/** One group; what is wrong with it is said for the group and marked on its first choice. */
function radios(question: RoutingQuestion, value: string, line: Markup, state: Markup): Markup {
  return html`<fieldset class="field" aria-describedby="field-${question.id}-error">
    <legend>${question.name}${marker(question.required)}</legend>
    ${(question.choices ?? []).map(
      (choice, at) => html`<label class="option">
        <input type="radio" name="${question.id}" value="${choice}"${choice === value ? html` checked` : ""}${required(question.required && at === 0)}${at === 0 ? state : ""}>
        <span>${choice}</span>
      </label>`,
    )}
    ${line}
  </fieldset>`;
}
