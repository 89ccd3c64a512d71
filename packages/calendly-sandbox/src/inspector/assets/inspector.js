// The inspector: which view stands, the keys, and what happens live.

import { readClock, startClockFace } from "./clock-face.js";
import { byId, fill, h } from "./dom.js";
import { follow } from "./live.js";
import { accessView } from "./view-access.js";
import { clockView } from "./view-clock.js";
import { deliveriesView } from "./view-deliveries.js";
import { faultsView } from "./view-faults.js";
import { peopleView } from "./view-people.js";
import { requestsView } from "./view-requests.js";
import { settingsView } from "./view-settings.js";
import { snapshotsView } from "./view-snapshots.js";
import { stateView } from "./view-state.js";
import { timelineView } from "./view-timeline.js";

/**
 * A view draws itself into the page and may take part in what happens. `open` is called when only what is open changes.
 * @typedef {{ open?: (key: string | null) => void, happened?: (happening: any) => void, move?: (step: 1 | -1) => void, pause?: () => void, refresh?: () => void }} View
 * @typedef {{ key: string | null, query: URLSearchParams, go: (key: string | null, query?: Record<string, string>) => void }} Address
 */

/** @type {Record<string, (root: HTMLElement, address: Address) => View | Promise<View>>} */
const views = {
  requests: requestsView,
  deliveries: deliveriesView,
  timeline: timelineView,
  clock: clockView,
  faults: faultsView,
  people: peopleView,
  access: accessView,
  settings: settingsView,
  state: stateView,
  snapshots: snapshotsView,
};

const main = byId("main");
/** @type {{ place: string, query: string, view: View } | null} */
let standing = null;
let drawing = 0;

function readAddress() {
  const [path = "", search = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [place = "", ...rest] = path.split("/");
  return {
    place: Object.hasOwn(views, place) ? place : "requests",
    key: rest.length > 0 ? decodeURIComponent(rest.join("/")) : null,
    query: new URLSearchParams(search),
  };
}

/** @param {string} place @param {URLSearchParams} query */
function goFrom(place, query) {
  return (/** @type {string | null} */ key, /** @type {Record<string, string>} */ change = {}) => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(change)) {
      if (value === "") next.delete(name);
      else next.set(name, value);
    }
    const path = key === null ? `#/${place}` : `#/${place}/${encodeURIComponent(key)}`;
    location.hash = next.size === 0 ? path : `${path}?${next}`;
  };
}

async function draw() {
  const { place, key, query } = readAddress();
  closeMenu();
  if (standing !== null && standing.place === place && standing.query === query.toString() && standing.view.open) {
    standing.view.open(key);
    return;
  }
  drawing += 1;
  const mine = drawing;
  main.setAttribute("aria-busy", "true");
  const link = document.querySelector(`[data-place="${place}"]`);
  for (const one of document.querySelectorAll("[data-place]")) one.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "page");
  document.title = `${link?.textContent ?? "Inspector"} · Sandbox`;
  const root = h("div", { class: `view view-${place}` });
  try {
    const view = await views[place](root, { key, query, go: goFrom(place, query) });
    if (mine !== drawing) return;
    standing = { place, query: query.toString(), view };
    fill(main, root);
    if (key !== null) view.open?.(key);
  } catch (error) {
    if (mine !== drawing) return;
    standing = null;
    const retry = h("button", { type: "button", class: "button", onclick: () => draw() }, "Try again");
    fill(
      main,
      h("div", { class: "empty" }, h("h1", null, "This could not be read"), h("p", null, String(error.message)), retry),
    );
  } finally {
    if (mine === drawing) main.removeAttribute("aria-busy");
  }
}

function closeMenu() {
  byId("menu").classList.remove("shown");
  byId("menu-button").setAttribute("aria-expanded", "false");
}

byId("menu-button").addEventListener("click", () => {
  const shown = byId("menu").classList.toggle("shown");
  byId("menu-button").setAttribute("aria-expanded", String(shown));
});

addEventListener("hashchange", draw);

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key === "Escape") {
    if (target.matches("input, select, textarea")) target.blur();
    else if (!(/** @type {HTMLDialogElement} */ (byId("keys")).open)) {
      const { place, key, query } = readAddress();
      if (key !== null) goFrom(place, query)(null);
    }
    return;
  }
  if (target.matches("input, select, textarea") || /** @type {HTMLDialogElement} */ (byId("keys")).open) return;
  if (event.key === "/") {
    event.preventDefault();
    /** @type {HTMLElement | null} */ (document.querySelector("[data-search]"))?.focus();
  } else if (event.key === "j" || event.key === "k") standing?.view.move?.(event.key === "j" ? 1 : -1);
  else if (event.key === "p") standing?.view.pause?.();
  else if (event.key === "?") /** @type {HTMLDialogElement} */ (byId("keys")).showModal();
  else if (/^[0-9]$/.test(event.key)) {
    // The zero stands behind the nine on a keyboard.
    /** @type {HTMLElement | undefined} */ (
      [...document.querySelectorAll("[data-place]")][(Number(event.key) + 9) % 10]
    )?.click();
  }
});

follow(
  (happening) => {
    if (happening.kind === "clock" || (happening.kind === "control" && /reset|seed|restore|clock/.test(happening.path)))
      readClock();
    standing?.view.happened?.(happening);
    if (happening.kind === "control" && /\/(reset|seed|restore)$/.test(happening.path)) standing?.view.refresh?.();
  },
  (state) => {
    const live = byId("live");
    if (state === "live" && live.dataset["state"] === "lost") standing?.view.refresh?.();
    live.dataset["state"] = state;
    live.textContent = state === "live" ? "live" : "connection lost, trying again";
  },
);

await startClockFace().catch(() => undefined);
await draw();
