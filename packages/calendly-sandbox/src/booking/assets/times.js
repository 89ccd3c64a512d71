// The times of one day, by part of the day.

import { countOf } from "./words.js";

const parts = [
  { name: "morning", until: 12 },
  { name: "afternoon", until: 17 },
  { name: "evening", until: 24 },
];

/**
 * @param {{ root: HTMLElement, date: string, spots: { start_time: string, invitees_remaining: number }[], zone: string,
 *   isGroup: boolean, locale: string, words: any,
 *   clock: { time: (start: string, zone: string) => string, date: (date: string) => string },
 *   onPick: (start: string) => void }} options
 */
export function drawTimes({ root, date, spots, zone, isGroup, locale, words, clock, onPick }) {
  const title = document.createElement("h3");
  title.id = "times-title";
  title.tabIndex = -1;
  title.textContent = clock.date(date);
  const blocks = [];
  let from = 0;
  for (const part of parts) {
    const begin = from;
    // The start carries the offset of the viewer's zone, so its own hour is the local one.
    const within = spots.filter((spot) => {
      const hour = Number(spot.start_time.slice(11, 13));
      return hour >= begin && hour < part.until;
    });
    from = part.until;
    if (within.length === 0) continue;
    const name = document.createElement("h4");
    name.id = `times-${part.name}`;
    name.textContent = words[part.name];
    const list = document.createElement("ul");
    list.setAttribute("aria-labelledby", name.id);
    for (const spot of within) list.append(timeItem(spot));
    blocks.push(name, list);
  }
  root.replaceChildren(title, ...blocks);
  root.hidden = false;

  /** @param {{ start_time: string, invitees_remaining: number }} spot */
  function timeItem(spot) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "time";
    button.dataset.start = spot.start_time;
    button.append(clock.time(spot.start_time, zone));
    if (isGroup) {
      const seats = document.createElement("span");
      seats.className = "seats";
      seats.textContent = countOf(words.spotsLeft, spot.invitees_remaining, locale);
      button.append(" ", seats);
    }
    button.addEventListener("click", () => onPick(spot.start_time));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }
}
