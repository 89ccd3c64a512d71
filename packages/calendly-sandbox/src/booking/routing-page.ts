import { html } from "hono/html";
import type { AnswerErrors } from "../resources/routing-forms/route-answers.ts";
import type { RoutingForm, RoutingQuestion, RoutingTarget } from "../resources/routing-forms/routing-form-records.ts";
import { routingPath, withQuery } from "./addresses.ts";
import { marker, required } from "./fields.ts";
import { type Markup, page } from "./layout.ts";
import type { PageParameters } from "./parameters.ts";

export interface RoutingPageInput {
  readonly form: RoutingForm;
  readonly parameters: PageParameters;
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
export function routingPage({ form, parameters, given = {}, errors = {} }: RoutingPageInput): Markup {
  const wrong = form.questions.filter(({ id }) => errors[id] !== undefined);
  const prefilled = (question: RoutingQuestion) => {
    if (question.type === "name") return parameters.prefill.name;
    return question.type === "email" ? parameters.prefill.email : "";
  };
  return page({
    title: wrong.length === 0 ? form.name : `Please check: ${form.name}`,
    ...frame(parameters, "routing"),
    body: html`<form class="routing" method="post" action="${withQuery(routingPath(form), parameters.carried)}" novalidate>
      <h1>${form.name}</h1>
      ${
        wrong.length === 0
          ? html`<p class="muted">A few questions, and you are sent to the right place. Fields marked with <span class="required">*</span> are required.</p>`
          : html`<p class="banner" role="alert">${wrong.length === 1 ? "One answer needs" : `${wrong.length} answers need`} another look.</p>`
      }
      ${form.questions.map((question) => {
        const error = errors[question.id] ?? null;
        const value = given[question.id] ?? prefilled(question);
        return field(question, value, error, question.id === wrong[0]?.id);
      })}
      <div class="actions"><button type="submit" class="button">Continue</button></div>
    </form>`,
  });
}

/** What the form says to people whom it sends nowhere else. */
export function routingMessagePage(
  message: Extract<RoutingTarget, { type: "custom_message" }>,
  parameters: PageParameters,
): Markup {
  return page({
    title: message.headline,
    ...frame(parameters, "notice"),
    body: html`<div class="notice">
      <h1 tabindex="-1">${message.headline}</h1>
      <p class="routing-message">${message.body}</p>
    </div>`,
  });
}

function field(question: RoutingQuestion, value: string, error: string | null, isFirstWrong: boolean): Markup {
  const id = `field-${question.id}`;
  const state = html`${error === null ? "" : html` aria-invalid="true"`}${isFirstWrong ? html` autofocus` : ""}`;
  const attributes = html`id="${id}" name="${question.id}" aria-describedby="${id}-error"${required(question.required)}${state}`;
  const line = html`<p class="error" id="${id}-error"${error === null ? html` hidden` : ""}>${error ?? ""}</p>`;
  if (question.type === "radios") return radios(question, value, line, state);
  return html`<div class="field">
    <label for="${id}">${question.name}${marker(question.required)}</label>
    ${control(question, value, attributes)}
    ${line}
  </div>`;
}

function control(question: RoutingQuestion, value: string, attributes: Markup): Markup {
  switch (question.type) {
    case "textarea":
      return html`<textarea rows="4" ${attributes}>${value}</textarea>`;
    case "select":
      return html`<select ${attributes}>
        <option value="">Please choose</option>
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
