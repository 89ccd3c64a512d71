// The page of an event type: the calendar, the times of a day, the form; and the same for moving a booking.

import { createAddress } from "./address.js";
import { addMonths, createCalendar } from "./calendar.js";
import { patchInvitee, postInvitee, showPage } from "./calls.js";
import { createForm } from "./form.js";
import { keep, recall } from "./memory.js";
import { hideBanner, hideMonthNotice, showBanner, showMonthNotice } from "./notices.js";
import { createRanges } from "./ranges.js";
import { drawTimes } from "./times.js";
import { fill } from "./words.js";
import { createZonePicker } from "./zone-picker.js";
import { browserZone, createClock, isZone, notationOf, offsetMinutes, placeOf } from "./zones.js";

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

/** How many months ahead a page looks for the first opening by itself. */
const farthestMonths = 2;

/**
 * Choosing a day and a time, then the form; the history holds each step, so that back, reload and a copied address work.
 * @param {any} page what the server says about this page @param {ReturnType<typeof import("./parent.js").createParent>} parent
 */
export function runBookingPage(page, parent) {
  const main = /** @type {HTMLElement} */ (document.getElementById("main"));
  const { words, locale } = page;

  let notation = page.timeNotation ?? recall("notation") ?? notationOf(locale);
  const clock = createClock(locale, () => notation);
  const picker = byId("picker");
  const times = byId("times");
  const element = /** @type {HTMLFormElement} */ (byId("form"));
  const form = createForm(element);
  const durationSelect = /** @type {HTMLSelectElement | null} */ (document.getElementById("duration"));
  const kept = recall("zone");
  const state = {
    zone: page.timeZone ?? (isZone(kept) ? kept : browserZone()),
    month: /** @type {string | null} */ (page.month),
    date: /** @type {string | null} */ (page.date),
    start: /** @type {string | null} */ (page.startAt),
    duration: Number(page.eventType.duration),
  };
  const ranges = createRanges(page);
  const address = createAddress(page, { hasDurations: durationSelect !== null });
  let drawing = 0;
  /** Names what the form is sent for: sent again after a lost answer, it is still one booking. */
  let attempt = newAttempt();
  let attempted = state.start;

  const calendar = createCalendar({
    grid: byId("month-grid"),
    locale,
    words,
    clock,
    onPick: (date) => {
      hideBanner(picker);
      state.date = date;
      remember();
      showMonth({ focusTimes: true });
    },
    onLeave: (month, date) => {
      if (month < thisMonth()) return;
      state.month = month;
      showMonth({ focusDate: date });
    },
  });

  const zonePicker = createZonePicker({
    input: /** @type {HTMLInputElement} */ (byId("zone")),
    list: byId("zone-list"),
    zone: state.zone,
    locale,
    now: page.now,
    none: words.noZone,
    clock,
    onPick: (zone) => {
      state.zone = zone;
      keep("zone", zone);
      remember();
      showMonth();
    },
  });
  for (const option of picker.querySelectorAll('[name="notation"]')) {
    const radio = /** @type {HTMLInputElement} */ (option);
    radio.checked = radio.value === notation;
    radio.addEventListener("change", () => {
      notation = radio.value;
      keep("notation", notation);
      zonePicker.write();
      remember();
      showMonth();
    });
  }
  byId("month-back").addEventListener("click", () => turn(-1));
  byId("month-next").addEventListener("click", () => turn(1));
  byId("back").addEventListener("click", () => history.back());
  durationSelect?.addEventListener("change", () => {
    state.duration = Number(durationSelect.value);
    remember();
    showMonth();
  });
  window.addEventListener("popstate", (event) => {
    // Back from the confirmation, which has taken this page's place.
    if (!main.isConnected) return location.reload();
    // The zone and the duration are not steps: they stay as they were chosen last.
    const { month, date, start } = event.state ?? {};
    Object.assign(state, { month: month ?? state.month, date: date ?? null, start: start ?? null });
    showStep();
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });

  if (state.start) {
    // Back from a direct link to a time leads to the calendar, like everywhere else.
    const { start } = state;
    state.start = null;
    remember();
    state.start = start;
    step();
  } else remember();
  showStep({ isFirst: true });
  parent.eventTypeViewed();

  function newAttempt() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function thisMonth() {
    return new Intl.DateTimeFormat("sv", { year: "numeric", month: "2-digit", timeZone: state.zone }).format(
      new Date(page.now),
    );
  }

  /** Reload, back and a copied address all lead to what is seen. */
  function remember() {
    history.replaceState({ ...state }, "", address.ofStep(state, notation));
  }

  /** Back leads to what was seen before. */
  function step() {
    history.pushState({ ...state }, "", address.ofStep(state, notation));
  }

  /** @param {number} by */
  function turn(by) {
    state.month = addMonths(state.month ?? thisMonth(), by);
    state.date = null;
    remember();
    showMonth();
  }

  /** @param {{ isFirst?: boolean }} [options] */
  function showStep({ isFirst = false } = {}) {
    const isForm = state.start !== null;
    picker.hidden = isForm;
    element.hidden = !isForm;
    main.querySelector(".columns")?.classList.toggle("at-form", isForm);
    if (!isForm) return showMonth({ seekOpening: isFirst && page.month === null });
    const start = String(state.start);
    const end = new Date(Date.parse(start) + state.duration * 60_000).toISOString();
    byId("step-hours").textContent = `${clock.time(start, state.zone)} – ${clock.time(end, state.zone)}`;
    byId("step-day").textContent =
      `${clock.day(start, state.zone)}, ${fill(words.zoneTime, { place: placeOf(state.zone) })}`;
    byId("step-theirs").textContent = isElsewhere(start) ? theirs(words.theirTime, start) : "";
    form.clearAll();
    byId("form-title").focus();
  }

  /** @param {string} at */
  function isElsewhere(at) {
    return offsetMinutes(state.zone, at) !== offsetMinutes(page.hostTimeZone, at);
  }

  /** @param {string} text @param {string} at */
  function theirs(text, at) {
    return fill(text, {
      time: clock.time(at, page.hostTimeZone),
      name: page.hostName,
      place: placeOf(page.hostTimeZone),
    });
  }

  /** @param {{ focusDate?: string, focusTimes?: boolean, seekOpening?: boolean }} [options] */
  async function showMonth({ focusDate, focusTimes = false, seekOpening = false } = {}) {
    drawing += 1;
    const turnOfMine = drawing;
    const month = state.month ?? thisMonth();
    byId("month-name").textContent = clock.month(month);
    byId("zone-theirs").textContent = isElsewhere(page.now) ? theirs(words.theirTimeNow, page.now) : "";
    const waiting = setTimeout(() => turnOfMine === drawing && calendar.drawWaiting(month), 150);
    const answer = await ranges.of(month, state.zone, state.duration);
    clearTimeout(waiting);
    if (turnOfMine !== drawing) return;
    if (!answer.ok) {
      times.hidden = true;
      calendar.clear();
      return showMonthNotice(answer.refusal.message, { label: words.tryAgain, act: () => showMonth() });
    }

    const { days, today } = answer.data;
    const hasTimes = days.some((/** @type {any} */ day) => day.spots.length > 0);
    // A page opened on the last days of a month should not greet people with an empty one.
    if (seekOpening && !hasTimes) {
      const isWithinReach = month < addMonths(today.slice(0, 7), farthestMonths);
      if (isWithinReach) {
        state.month = addMonths(month, 1);
        return showMonth({ seekOpening });
      }
      state.month = today.slice(0, 7);
      await showMonth();
      return showMonthNotice(words.fullyBooked, { label: words.viewNextMonth, act: () => turn(1) });
    }
    state.month = month;
    const back = /** @type {HTMLButtonElement} */ (byId("month-back"));
    back.disabled = month <= today.slice(0, 7);
    const day = days.find((/** @type {any} */ each) => each.date === state.date && each.spots.length > 0);
    calendar.draw({
      label: clock.month(month),
      days,
      today,
      selected: day?.date ?? null,
      focusDate: focusDate ?? null,
    });
    sayWhatIsMissing({ month, hasTimes, hasDay: Boolean(day) });
    showTimes(day, focusTimes);
    ranges.of(addMonths(month, 1), state.zone, state.duration);
  }

  /** @param {{ month: string, hasTimes: boolean, hasDay: boolean }} seen */
  function sayWhatIsMissing({ month, hasTimes, hasDay }) {
    const next = { label: words.viewNextMonth, act: () => turn(1) };
    if (!hasTimes) return showMonthNotice(fill(words.noTimesIn, { month: clock.monthName(month) }), next);
    if (state.date?.startsWith(month) && !hasDay) {
      return showMonthNotice(fill(words.noTimesOn, { date: clock.date(state.date) }), null);
    }
    hideMonthNotice();
  }

  /** @param {any} day @param {boolean} moveFocus */
  function showTimes(day, moveFocus) {
    byId("picker-title").textContent = day ? words.selectTime : words.selectDay;
    picker.classList.toggle("with-times", Boolean(day));
    if (!day) {
      times.hidden = true;
      return;
    }
    const { zone } = state;
    const { isGroup } = page.eventType;
    drawTimes({ root: times, date: day.date, spots: day.spots, zone, isGroup, locale, words, clock, onPick: pick });
    if (!moveFocus) return;
    byId("times-title").focus({ preventScroll: true });
    times.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} start */
  function pick(start) {
    if (attempted !== start) attempt = newAttempt();
    attempted = start;
    state.start = start;
    step();
    parent.dateAndTimeSelected();
    showStep();
  }

  async function submit() {
    form.clearAll();
    form.setBusy(true);
    const start = String(state.start);
    const read = form.read();
    const answer =
      page.kind === "reschedule"
        ? await patchInvitee(page.inviteeUuid, start, read.reason)
        : await postInvitee(bookingBody(start, read));
    form.setBusy(false);
    if (answer.ok) {
      const { event, invitee, confirmation_path: path, redirect_url: redirect } = answer.data;
      parent.eventScheduled(event.uri, invitee.uri);
      if (redirect) return parent.goTo(redirect);
      return showPage(address.ofConfirmation(path, state, notation));
    }
    const { message, failure, errors } = answer.refusal;
    if (failure?.code !== "already_filled") return form.showErrors(message, errors);
    ranges.forget();
    state.start = null;
    remember();
    showStep();
    showBanner(picker, message);
  }

  /** @param {string} start @param {ReturnType<typeof form.read>} read */
  function bookingBody(start, { invitee, guests, location, fields }) {
    return {
      event_type_uuid: page.eventType.uuid,
      event: { start_time: start, duration: state.duration, location_configuration: location, guests },
      invitee: { ...invitee, timezone: state.zone, time_notation: notation },
      event_fields: fields,
      tracking: page.tracking,
      scheduling_link_uuid: page.linkCode,
      routing_form_submission_uuid: new URLSearchParams(page.query).get("routing_form_submission"),
      embed: page.embedded ? { type: page.embedType } : null,
      attempt,
    };
  }
}
