// The time zone as an editable combobox with a list (WAI-ARIA): typing filters, arrows walk, Enter takes, Escape leaves
// everything as it was. The focus stays in the field; the list is pointed to by `aria-activedescendant`.

import { placeOf } from "./zones.js";

/** @typedef {{ zone: string, place: string, found: string }} Entry */

/** What a search may hit: the place, the whole name, the zone's name in the page's language and in English. @param {string} locale @returns {Entry[]} */
function listEntries(locale) {
  const zones = [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC"])];
  /** @param {string} zone @param {string} language */
  const nameOf = (zone, language) =>
    new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: "longGeneric" })
      .formatToParts(new Date(0))
      .find((part) => part.type === "timeZoneName")?.value ?? "";
  return zones
    .map((zone) => {
      const place = zone.split("/").slice(1).map(placeOf).reverse().join(", ") || zone;
      const names = `${nameOf(zone, "en")} ${locale.startsWith("en") ? "" : nameOf(zone, locale)}`;
      return { zone, place, found: plain(`${place} ${zone.replaceAll("_", " ")} ${names}`) };
    })
    .sort((a, b) => a.place.localeCompare(b.place, locale));
}

/** Lower case without accents: `sao` finds São Paulo. @param {string} text */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * @param {{ input: HTMLInputElement, list: HTMLElement, zone: string, locale: string, now: string, none: string,
 *   clock: { time: (start: string, zone: string) => string }, onPick: (zone: string) => void }} options
 */
export function createZonePicker({ input, list, zone: first, locale, now, none, clock, onPick }) {
  let zone = first;
  let active = -1;
  /** @type {Entry[] | null} */
  let entries = null;
  /** @type {Entry[]} */
  let shown = [];

  /** @param {string} of */
  const labelOf = (of) => `${placeOf(of)} (${clock.time(now, of)})`;
  const write = () => {
    input.value = labelOf(zone);
  };

  /** @param {string} query */
  function open(query) {
    // Naming each zone takes tens of milliseconds: only whoever opens the list pays for it.
    entries ??= listEntries(locale);
    const words = plain(query)
      .split(/[\s/,]+/)
      .filter(Boolean);
    shown = entries.filter((entry) => words.every((word) => entry.found.includes(word)));
    const options = shown.map((entry, index) => {
      const option = document.createElement("li");
      option.id = `zone-option-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(entry.zone === zone));
      option.dataset.zone = entry.zone;
      const time = document.createElement("span");
      time.textContent = clock.time(now, entry.zone);
      option.append(entry.place, time);
      return option;
    });
    if (options.length === 0) {
      const nothing = document.createElement("li");
      nothing.setAttribute("role", "option");
      nothing.setAttribute("aria-disabled", "true");
      nothing.setAttribute("aria-selected", "false");
      nothing.textContent = none;
      options.push(nothing);
    }
    list.replaceChildren(...options);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    point(words.length > 0 ? (shown.length > 0 ? 0 : -1) : shown.findIndex((entry) => entry.zone === zone));
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    write();
  }

  /** @param {number} index */
  function point(index) {
    list.querySelector(".active")?.classList.remove("active");
    active = index;
    const option = list.querySelector(`#zone-option-${index}`);
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.classList.add("active");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  /** @param {string | undefined} picked */
  function take(picked) {
    if (picked === undefined) return;
    const isNew = picked !== zone;
    zone = picked;
    close();
    if (isNew) onPick(picked);
  }

  input.addEventListener("click", () => {
    if (!list.hidden) return;
    input.select();
    open("");
  });
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const isOpen = !list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!isOpen) {
        input.select();
        open("");
      } else if (shown.length > 0) point(Math.max(0, Math.min(shown.length - 1, active + step)));
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      take(shown[active]?.zone);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      close();
    }
  });
  // Pressed, not clicked: a click would come after the field's blur has closed the list.
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target instanceof Element ? event.target.closest("[data-zone]") : null;
    take(option?.getAttribute("data-zone") ?? undefined);
  });

  write();
  return { write };
}
