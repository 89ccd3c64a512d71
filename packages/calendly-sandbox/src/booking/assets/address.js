// The address of a booking page holds what was chosen, so that reload, back and a copied address lead to what is seen.

import { browserZone, notationOf } from "./zones.js";

/**
 * @typedef {{ zone: string, month: string | null, date: string | null, start: string | null, duration: number }} Choice
 */

/** @param {any} page what the server says about this page @param {{ hasDurations: boolean }} options */
export function createAddress(page, { hasDurations }) {
  /** What the next page must know too: this one's parameters, and how to write times. @param {Choice} choice @param {string} notation */
  function carried(choice, notation) {
    const query = new URLSearchParams(page.query);
    if (choice.zone !== browserZone()) query.set("timezone", choice.zone);
    else query.delete("timezone");
    if (notation !== notationOf(page.locale) || query.has("time_notation")) query.set("time_notation", notation);
    return query;
  }

  return {
    /** @param {Choice} choice @param {string} notation */
    ofStep(choice, notation) {
      const query = carried(choice, notation);
      if (hasDurations && choice.duration !== page.eventType.defaultDuration) {
        query.set("duration", String(choice.duration));
      }
      if (choice.month) query.set("month", choice.month);
      if (choice.date) query.set("date", choice.date);
      return withQuery(choice.start ? `${page.path}/${choice.start}` : page.path, query);
    },

    /** @param {string} path of the confirmation @param {Choice} choice @param {string} notation */
    ofConfirmation: (path, choice, notation) => withQuery(path, carried(choice, notation)),
  };
}

/** @param {string} path @param {URLSearchParams} query */
function withQuery(path, query) {
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
