// JSON, indented and coloured, with its ids and addresses as links.

import { h } from "./dom.js";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const short = /^[A-Z0-9]{16}$/;

/** @param {string} text */
function linkFor(text) {
  if (uuid.test(text) || short.test(text)) return `#/state?find=${encodeURIComponent(text)}`;
  if (!/^https?:\/\/[^\s]+$/.test(text)) return null;
  let url;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  const id = url.pathname.split("/").at(-1) ?? "";
  const isPage = /^\/(cancellations|reschedulings|d|events)\//.test(url.pathname);
  if (uuid.test(id) && !isPage) return `#/state?find=${encodeURIComponent(id)}`;
  // Pages of this sandbox open; whatever else a record names is nobody's business here.
  return url.origin === location.origin ? `${url.pathname}${url.search}` : null;
}

/** @param {string} text */
function string(text) {
  const link = linkFor(text);
  const quoted = JSON.stringify(text);
  if (link === null) return h("span", { class: "json-text" }, quoted);
  return h("a", { href: link, ...(link.startsWith("#") ? {} : { target: "_blank", rel: "noopener" }) }, quoted);
}

/** @param {any} value @param {string} indent @returns {any[]} */
function parts(value, indent) {
  if (typeof value === "string") return [string(value)];
  if (value === null || typeof value !== "object") return [h("span", { class: "json-value" }, String(value))];
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const entries = isList ? value.map((item) => [null, item]) : Object.entries(value);
  if (entries.length === 0) return [isList ? "[]" : "{}"];
  return [
    isList ? "[\n" : "{\n",
    ...entries.flatMap(([name, item], at) => [
      inner,
      ...(isList ? [] : [h("span", { class: "json-name" }, JSON.stringify(name)), ": "]),
      ...parts(item, inner),
      at < entries.length - 1 ? ",\n" : "\n",
    ]),
    indent,
    isList ? "]" : "}",
  ];
}

/** @param {any} value @param {string} label what it is, for those who cannot see */
export function jsonView(value, label) {
  return h("pre", { class: "json", tabIndex: 0, role: "region", "aria-label": label }, parts(value, ""));
}

/** A body: JSON where it is, else the text. @param {string} text @param {string} label */
export function bodyView(text, label) {
  try {
    return jsonView(JSON.parse(text), label);
  } catch {
    return h("pre", { class: "json", tabIndex: 0, role: "region", "aria-label": label }, text);
  }
}

/** @param {Record<string, string>} headers */
export function headersView(headers) {
  return h(
    "dl",
    { class: "facts" },
    Object.entries(headers).map(([name, value]) => [h("dt", null, name), h("dd", null, value)]),
  );
}
