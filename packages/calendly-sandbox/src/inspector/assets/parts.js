// What several views draw: panels, rows in them, and the names of users.

import { get } from "./api.js";
import { h } from "./dom.js";

/** @param {string} title @param {...any} children */
export const panel = (title, ...children) =>
  h("section", { class: "panel", "aria-label": title }, h("h2", null, title), children);

/**
 * A line of a list in a panel: what it is about, what is to be said of it, and what stands at its side.
 * @param {any} subject @param {any} note @param {...any} side
 */
export const line = (subject, note, ...side) =>
  h(
    "li",
    null,
    h("div", { class: "grow" }, h("p", { class: "row-strong" }, subject), h("p", { class: "muted" }, note)),
    side,
  );

/** The line of an empty list. @param {...any} words */
export const nothing = (...words) => h("li", { class: "muted" }, words);

/** Every user by id. @returns {Promise<Map<string, any>>} */
export async function usersById() {
  const { records } = await get("/state/users", { limit: 1_000 });
  return new Map(records.map((/** @type {any} */ one) => [one.key, one.record]));
}
