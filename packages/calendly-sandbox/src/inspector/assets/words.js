// Times, sizes and states in words.

import { h } from "./dom.js";

/** What the sandbox's clock says, as far as this page knows. */
export const sandboxClock = {
  at: Date.now(),
  readAt: Date.now(),
  frozen: false,
  /** @param {{ now: string, frozen: boolean }} reading */
  take(reading) {
    this.at = Date.parse(reading.now);
    this.readAt = Date.now();
    this.frozen = reading.frozen;
  },
  now() {
    return this.frozen ? this.at : this.at + (Date.now() - this.readAt);
  },
};

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const steps = /** @type {const} */ ([
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
]);

/** @param {number | string} at @returns {number} */
const millis = (at) => (typeof at === "number" ? at : Date.parse(at));

/** `in 25 minutes`, seen from the sandbox's clock. @param {number | string} at */
function relativeWords(at) {
  const seconds = (millis(at) - sandboxClock.now()) / 1000;
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return Math.abs(seconds) < 5 ? "now" : relative.format(Math.trunc(seconds), "second");
}

/** `2026-11-20 15:04:05 UTC` and the same in the zone of who looks. @param {number | string} at */
export function exactWords(at) {
  const date = new Date(millis(at));
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC, here ${exact.format(date)}`;
}

/** A time in relative words that keep up, with the exact ones on hover. @param {number | string} at */
export function time(at) {
  return h(
    "time",
    { dateTime: new Date(millis(at)).toISOString(), title: exactWords(at), dataset: { at: String(millis(at)) } },
    relativeWords(at),
  );
}

setInterval(() => {
  for (const element of document.querySelectorAll("time[data-at]")) {
    element.textContent = relativeWords(Number(/** @type {HTMLElement} */ (element).dataset["at"]));
  }
}, 5_000);

const units = /** @type {const} */ ([
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
]);

/** `90 minutes`: milliseconds in the largest unit of which they are whole ones. @param {number} milliseconds */
export function durationWords(milliseconds) {
  if (milliseconds === 0) return "at once";
  const [unit, length] = units.find((one) => milliseconds >= one[1] && milliseconds % one[1] === 0) ?? ["ms", 1];
  return unit === "ms" ? `${milliseconds} ms` : counted(milliseconds / length, unit);
}

/** `15:04:05`, in UTC. @param {number | string} at */
export const clockTime = (at) => new Date(millis(at)).toISOString().slice(11, 19);

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 100) / 10} kB` : `${Math.round(bytes / 100_000) / 10} MB`;
}

/** @param {number} count @param {string} one @param {string} [many] */
export const counted = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** @param {string} text @param {"good" | "bad" | "wait" | "note" | "plain"} kind */
export const badge = (text, kind) => h("span", { class: `badge ${kind}` }, text);

/** A status with its colour: the number says it too. @param {{ status: number | null, ending?: string }} request */
export function statusBadge({ status, ending = "answered" }) {
  if (status === null) return badge(ending === "hung" ? "no answer" : "cut off", "bad");
  const kind = status >= 500 ? "bad" : status >= 400 ? "wait" : status >= 300 ? "note" : "good";
  return badge(ending === "truncated" ? `${status} half` : String(status), kind);
}

/** @param {string} text */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
