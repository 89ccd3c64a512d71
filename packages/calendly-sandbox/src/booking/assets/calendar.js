// The month as a grid of days (WAI-ARIA grid pattern: one tab stop, arrows move by day and week, Page Up and Down by
// month). It works on calendar dates only, as `YYYY-MM-DD` and in UTC, so no zone can shift a day.

import { fill } from "./words.js";

/** @param {string} month `YYYY-MM` @param {number} by @returns {string} */
export function addMonths(month, by) {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + by);
  return date.toISOString().slice(0, 7);
}

/** @param {string} month @returns {string} the last date of the month */
export function lastDate(month) {
  const date = new Date(`${addMonths(month, 1)}-01T00:00:00Z`);
  return addDays(date.toISOString().slice(0, 10), -1);
}

/** @param {string} date @param {number} by @returns {string} */
function addDays(date, by) {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + by);
  return moved.toISOString().slice(0, 10);
}

/** 1 is Monday, 7 is Sunday. @param {string} locale @returns {number} */
function firstWeekday(locale) {
  const known = /** @type {any} */ (new Intl.Locale(locale));
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 7;
}

/**
 * @param {{ grid: HTMLElement, locale: string, words: any, clock: { date: (date: string) => string },
 *   onPick: (date: string) => void, onLeave: (month: string, date: string) => void }} options
 */
export function createCalendar({ grid, locale, words, clock, onPick, onLeave }) {
  const first = firstWeekday(locale);
  const order = Array.from({ length: 7 }, (_, index) => ((first - 1 + index) % 7) + 1);
  /** 2024-01-01 was a Monday. @param {number} weekday @param {"short" | "long"} width */
  const weekdayName = (weekday, width) =>
    new Intl.DateTimeFormat(locale, { weekday: width, timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, weekday)));

  /** @param {string} name @param {Record<string, string>} [attributes] */
  function element(name, attributes = {}) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function header() {
    const row = element("tr");
    for (const weekday of order) {
      const cell = element("th", { scope: "col", abbr: weekdayName(weekday, "long") });
      cell.textContent = weekdayName(weekday, "short");
      row.append(cell);
    }
    const head = element("thead");
    head.append(row);
    return head;
  }

  /** @param {{ date: string, spots: unknown[] }} day @param {string} today @param {string | null} selected */
  function dayButton(day, today, selected) {
    const count = day.spots.length;
    const button = /** @type {HTMLButtonElement} */ (
      element("button", { type: "button", class: "day", "data-date": day.date })
    );
    const label = fill(count > 0 ? words.timesAvailable : words.noTimesAvailable, { date: clock.date(day.date) });
    button.setAttribute("aria-label", `${label}${day.date === today ? `, ${words.today}` : ""}`);
    button.textContent = String(Number(day.date.slice(8)));
    button.tabIndex = -1;
    if (count === 0) button.setAttribute("aria-disabled", "true");
    if (day.date === today) button.classList.add("today");
    if (day.date === selected) button.setAttribute("aria-pressed", "true");
    return button;
  }

  /**
   * @param {{ label: string, days: { date: string, spots: unknown[] }[], today: string, selected: string | null,
   *   focusDate?: string | null }} month
   */
  function draw(month) {
    const table = element("table", { class: "grid", "aria-label": month.label });
    const body = element("tbody");
    const lead = order.indexOf(new Date(`${month.days[0]?.date}T00:00:00Z`).getUTCDay() || 7);
    let row = element("tr");
    for (let index = 0; index < lead; index += 1) row.append(element("td"));
    for (const day of month.days) {
      if (row.children.length === 7) {
        body.append(row);
        row = element("tr");
      }
      const cell = element("td");
      cell.append(dayButton(day, month.today, month.selected));
      row.append(cell);
    }
    while (row.children.length < 7) row.append(element("td"));
    body.append(row);
    table.append(header(), body);
    grid.replaceChildren(table);

    const open = month.days.find((day) => day.spots.length > 0)?.date;
    const wanted = month.focusDate ?? month.selected ?? open ?? month.days[0]?.date;
    const stop = buttonFor(wanted) ?? buttonFor(month.days[0]?.date);
    if (stop) stop.tabIndex = 0;
    if (month.focusDate) stop?.focus();
  }

  /** Empty days of the right number, while the real ones are on their way. @param {string} month */
  function drawWaiting(month) {
    const days = Array.from({ length: Number(lastDate(month).slice(8)) }, (_, index) => ({
      date: addDays(`${month}-01`, index),
      spots: [],
    }));
    draw({ label: words.loading, days, today: "", selected: null });
    grid.querySelector("table")?.classList.add("waiting");
  }

  /** @param {string | undefined} date @returns {HTMLButtonElement | null} */
  const buttonFor = (date) => grid.querySelector(`[data-date="${date}"]`);

  grid.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[data-date]") : null;
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    onPick(button.getAttribute("data-date") ?? "");
  });

  grid.addEventListener("keydown", (event) => {
    const from = event.target instanceof Element ? event.target.getAttribute("data-date") : null;
    if (!from) return;
    const column = order.indexOf(new Date(`${from}T00:00:00Z`).getUTCDay() || 7);
    /** @type {Record<string, () => string>} */
    const moves = {
      ArrowLeft: () => addDays(from, -1),
      ArrowRight: () => addDays(from, 1),
      ArrowUp: () => addDays(from, -7),
      ArrowDown: () => addDays(from, 7),
      Home: () => addDays(from, -column),
      End: () => addDays(from, 6 - column),
      PageUp: () => sameDay(addMonths(from.slice(0, 7), -1), from),
      PageDown: () => sameDay(addMonths(from.slice(0, 7), 1), from),
    };
    const to = moves[event.key]?.();
    if (!to) return;
    event.preventDefault();
    const target = buttonFor(to);
    if (!target) return onLeave(to.slice(0, 7), to);
    for (const button of grid.querySelectorAll("button.day")) /** @type {HTMLElement} */ (button).tabIndex = -1;
    target.tabIndex = 0;
    target.focus();
  });

  return { draw, drawWaiting, clear: () => grid.replaceChildren() };
}

/** The same day of another month, or that month's last. @param {string} month @param {string} date */
function sameDay(month, date) {
  const last = lastDate(month);
  const same = `${month}-${date.slice(8)}`;
  return same > last ? last : same;
}
