import { html } from "hono/html";
import type { Markup } from "./layout.ts";

/*
 * The parts of a form. Every field lies in a `.field` with `data-field`, the name by which the booking call reports what
 * is wrong with it; `.error` below it receives the sentence.
 */

export interface TextField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly type?: "text" | "email" | "tel";
  readonly autocomplete?: string;
  readonly required?: boolean;
  readonly lines?: number;
  readonly hint?: string;
}

export function textField(field: TextField): Markup {
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

export function errorLine(id: string): Markup {
  return html`<p class="error" id="${id}-error" hidden></p>`;
}

export function marker(isRequired: boolean | undefined): Markup | "" {
  return isRequired ? html` <span class="required" aria-hidden="true">*</span>` : "";
}

export function required(isRequired: boolean | undefined): Markup | "" {
  return isRequired ? html` required` : "";
}
