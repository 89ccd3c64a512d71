// Every setting with its meaning, to be changed one by one.

import { get, patch } from "./api.js";
import { actionButton, fill, h } from "./dom.js";
import { searchField } from "./list-view.js";
import { badge, durationWords } from "./words.js";

/** What a setting may be, from its JSON Schema. @param {any} takes */
function readTakes(takes) {
  const parts = takes.anyOf ?? [takes];
  return {
    number: parts.find((/** @type {any} */ one) => /^(integer|number)$/.test(one.type) && !one.enum),
    text: parts.some((/** @type {any} */ one) => one.type === "string" && !one.enum && one.const === undefined),
    words: parts.flatMap((/** @type {any} */ one) => {
      if (one.type === "boolean") return [true, false];
      if (one.type === "null") return [null];
      return one.enum ?? (one.const === undefined ? [] : [one.const]);
    }),
  };
}

/** Whether a setting is a span of time. @param {any} setting */
const isTime = ({ says }) => /milliseconds/i.test(says);

/** A value as it stands in a field, where null is empty. @param {unknown} value */
const textOf = (value) => (value === null ? "" : String(value));

/** How a value is told. @param {any} setting @param {any} value */
function valueWords(setting, value) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return isTime(setting) && typeof value === "number" ? durationWords(value) : String(value);
}

/** What is to be said of a value that its field does not say. @param {any} setting */
function noteOf(setting) {
  const { value, start } = setting;
  const now = isTime(setting) ? valueWords(setting, value) : "";
  if (value === start) return now;
  return [now, `began as ${valueWords(setting, start)}`].filter(Boolean).join(", ");
}

/** A field for a setting, and what is chosen in it. @param {any} setting */
function fieldFor(setting) {
  const { number, text, words } = readTakes(setting.takes);
  const shared = { "aria-label": setting.name, "aria-describedby": `says-${setting.name}` };
  if (!number && !text) {
    const select = h(
      "select",
      shared,
      words.map((/** @type {any} */ word, /** @type {number} */ at) =>
        h("option", { value: String(at), selected: word === setting.value }, valueWords(setting, word)),
      ),
    );
    return { element: select, read: () => words[Number(select.value)] };
  }
  const mixed = text || words.length > 0;
  const input = h("input", {
    ...shared,
    type: mixed ? "text" : "number",
    autocomplete: "off",
    value: textOf(setting.value),
    placeholder: words.includes(null) ? "null" : "",
    ...(mixed ? {} : { min: number.minimum, max: number.maximum, step: 1, required: true }),
  });
  return {
    element: input,
    read() {
      const written = input.value.trim();
      if (written === "" && words.includes(null)) return null;
      return number && /^\d+$/.test(written) ? Number(written) : written;
    },
  };
}

/** @param {HTMLElement} root */
export async function settingsView(root) {
  const rows = h("tbody");
  const empty = h("p", { class: "muted", hidden: true }, "No setting has that in its name or meaning.");
  let search = "";

  async function change(/** @type {any} */ setting, /** @type {any} */ value) {
    await patch("/settings", { [setting.name]: value });
    await draw();
    /** @type {HTMLElement | null} */ (rows.querySelector(`[data-setting="${setting.name}"] button`))?.focus();
    return `${setting.name} is ${valueWords(setting, value)} until the next reset`;
  }

  function row(/** @type {any} */ setting) {
    const { element, read } = fieldFor(setting);
    const isChanged = setting.value !== setting.start;
    const send = actionButton("Change", () => change(setting, read()), { name: `Change ${setting.name}` });
    const fields = h("form", { class: "setting-fields" }, element, send);
    fields.addEventListener("submit", (event) => {
      event.preventDefault();
      send.click();
    });
    return h(
      "tr",
      { dataset: { setting: setting.name } },
      h(
        "th",
        { scope: "row" },
        h("code", null, setting.name),
        " ",
        isChanged ? badge("changed", "wait") : null,
        h("p", { class: "setting-says", id: `says-${setting.name}` }, setting.says),
      ),
      h(
        "td",
        null,
        fields,
        h(
          "div",
          { class: "setting-now" },
          h("span", { class: "muted" }, noteOf(setting)),
          isChanged
            ? actionButton("Put back", () => change(setting, setting.start), { name: `Put back ${setting.name}` })
            : null,
        ),
      ),
    );
  }

  function filter() {
    const wanted = search.toLowerCase();
    const all = /** @type {HTMLElement[]} */ ([...rows.children]);
    for (const one of all) one.hidden = !(one.querySelector("th")?.textContent ?? "").toLowerCase().includes(wanted);
    empty.hidden = all.some((one) => !one.hidden);
  }

  async function draw() {
    const { settings } = await get("/settings/described");
    fill(rows, settings.map(row));
    filter();
  }

  fill(
    root,
    h("div", { class: "heading" }, h("h1", null, "Settings")),
    h(
      "p",
      { class: "lead" },
      "Where Calendly's documentation leaves something open, or a test wants it otherwise, a setting decides. A change takes effect with the next thing that happens, and lasts until the next reset.",
    ),
    h(
      "div",
      { class: "filters", role: "search" },
      searchField("Search in the settings", "", (text) => {
        search = text;
        filter();
      }),
    ),
    h(
      "table",
      { class: "settings" },
      h("thead", null, h("tr", null, h("th", { scope: "col" }, "Setting"), h("th", { scope: "col" }, "Value"))),
      rows,
    ),
    empty,
  );
  await draw();
  return {
    refresh: draw,
    happened(happening) {
      if (happening.kind !== "control" || !/\/settings$/.test(happening.path)) return;
      // Not while somebody writes: the field would be drawn anew under their hands.
      if (!rows.contains(document.activeElement)) draw();
    },
  };
}
