// Fields, and forms that send them.

import { h, toast } from "./dom.js";

let lastId = 0;

/**
 * @param {string} label
 * @param {Record<string, any>} props of the input; `options` ([value, label] pairs) makes it a select, `rows` a text area
 * @param {string} [hint]
 */
export function field(label, { options, rows, ...props }, hint) {
  lastId += 1;
  const id = `field-${lastId}`;
  const shared = { ...props, id, ...(hint ? { "aria-describedby": `${id}-hint` } : {}) };
  const control = options
    ? h(
        "select",
        shared,
        options.map(([value, text]) => h("option", { value, selected: value === props["value"] }, text)),
      )
    : rows
      ? h("textarea", { ...shared, rows })
      : h("input", { type: "text", autocomplete: "off", ...shared });
  return h(
    "div",
    { class: "field" },
    h("label", { for: id, htmlFor: id }, label),
    control,
    hint ? h("p", { class: "hint", id: `${id}-hint` }, hint) : null,
  );
}

/** @param {string} label @param {Record<string, any>} props */
export function check(label, props) {
  return h("label", { class: "check" }, h("input", { type: "checkbox", ...props }), h("span", null, label));
}

/**
 * A form that sends its filled-in fields and says what came of it.
 * @param {any[]} children @param {string} submit @param {(values: Record<string, any>) => Promise<string | void>} send
 */
export function form(children, submit, send, kind = "") {
  const trouble = h("p", { class: "trouble", role: "alert", hidden: true });
  const button = h("button", { class: "button" }, submit);
  const element = h("form", { class: `form ${kind}` }, children, trouble, h("div", { class: "actions" }, button));
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.setAttribute("aria-busy", "true");
    trouble.hidden = true;
    try {
      const said = await send(valuesOf(element));
      if (said) toast(said);
    } catch (error) {
      trouble.textContent = error instanceof Error ? error.message : String(error);
      trouble.hidden = false;
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
  return element;
}

/** What is filled in: numbers as numbers, ticked boxes as true; what is empty is left out. @param {HTMLFormElement} element */
function valuesOf(element) {
  /** @type {Record<string, any>} */
  const values = {};
  for (const input of /** @type {any} */ (element.elements)) {
    if (!input.name || input.disabled) continue;
    if (input.type === "checkbox") {
      if (input.checked) values[input.name] = true;
    } else if (input.value.trim() !== "") {
      values[input.name] = input.type === "number" ? Number(input.value) : input.value.trim();
    }
  }
  return values;
}

/** A local date and time from a field, as ISO 8601. @param {string} value */
export const instantOf = (value) => new Date(value).toISOString();

/** For a field of type `datetime-local`. @param {number} at */
export function localValue(at) {
  const shifted = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19);
}
