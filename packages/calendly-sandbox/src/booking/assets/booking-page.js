// The page of an event type: the calendar, the times of a day, the form; and the same for moving a booking.

import { addMonths, createCalendar, lastDate } from "./calendar.js";
import { getRange, patchInvitee, postInvitee, showPage } from "./calls.js";
import { createForm } from "./form.js";
import { hideBanner, hideMonthNotice, showBanner, showMonthNotice } from "./notices.js";
import { drawTimes } from "./times.js";
import { browserZone, createClock, fillZones, offsetMinutes, placeOf } from "./zones.js";

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

/**
 * Choosing a day and a time, then the form; the history holds each step, so that back, reload and a copied address work.
 * @param {any} page what the server says about this page @param {ReturnType<typeof import("./parent.js").createParent>} parent
 */
export function runBookingPage(page, parent) {
  const main = /** @type {HTMLElement} */ (document.getElementById("main"));

  const clock = createClock(page.locale);
  const picker = byId("picker");
  const times = byId("times");
  const element = /** @type {HTMLFormElement} */ (byId("form"));
  const form = createForm(element);
  const zoneSelect = /** @type {HTMLSelectElement} */ (byId("zone"));
  const durationSelect = /** @type {HTMLSelectElement | null} */ (document.getElementById("duration"));
  const state = {
    zone: page.timeZone ?? browserZone(),
    month: /** @type {string | null} */ (page.month),
    date: /** @type {string | null} */ (page.date),
    start: /** @type {string | null} */ (page.startAt),
    duration: Number(page.eventType.duration),
  };
  /** Answers by month, zone and duration: a month seen before is there at once. @type {Map<string, ReturnType<typeof getRange>>} */
  let ranges = new Map();
  let drawing = 0;

  const calendar = createCalendar({
    grid: byId("month-grid"),
    locale: page.locale,
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

  fillZones(zoneSelect, state.zone, clock, page.now);
  byId("month-back").addEventListener("click", () => turn(-1));
  byId("month-next").addEventListener("click", () => turn(1));
  byId("back").addEventListener("click", () => history.back());
  zoneSelect.addEventListener("change", () => {
    state.zone = zoneSelect.value;
    showMonth();
  });
  durationSelect?.addEventListener("change", () => {
    state.duration = Number(durationSelect.value);
    showMonth();
  });
  window.addEventListener("popstate", (event) => {
    // Back from the confirmation, which has taken this page's place.
    if (!main.isConnected) return location.reload();
    Object.assign(state, event.state ?? {});
    showStep();
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });

  if (state.start) {
    // Back from a direct link to a time leads to the calendar, like everywhere else.
    const { start } = state;
    history.replaceState({ ...state, start: null }, "", addressOf(null));
    history.pushState({ ...state }, "", addressOf(start));
  } else remember();
  showStep({ isFirst: true });
  parent.eventTypeViewed();

  function thisMonth() {
    return new Intl.DateTimeFormat("sv", { year: "numeric", month: "2-digit", timeZone: state.zone }).format(
      new Date(page.now),
    );
  }

  /** @param {string | null} start */
  function addressOf(start) {
    const query = new URLSearchParams(page.query);
    if (state.month) query.set("month", state.month);
    if (state.date) query.set("date", state.date);
    const text = query.toString();
    return `${page.path}${start ? `/${start}` : ""}${text ? `?${text}` : ""}`;
  }

  /** Reload, back and a copied address all lead to what is seen. */
  function remember() {
    history.replaceState({ ...state }, "", addressOf(state.start));
  }

  /** @param {number} by */
  function turn(by) {
    state.month = addMonths(state.month ?? thisMonth(), by);
    state.date = null;
    remember();
    showMonth();
  }

  /** @param {string} month */
  function rangeOf(month) {
    const key = `${month} ${state.zone} ${state.duration}`;
    const query = {
      timezone: state.zone,
      range_start: `${month}-01`,
      range_end: lastDate(month),
      duration: String(state.duration),
      ...(page.inviteeUuid ? { rescheduling: page.inviteeUuid } : {}),
    };
    const known = ranges.get(key) ?? getRange(page.eventType.uuid, query);
    ranges.set(key, known);
    known.then((answer) => answer.ok || ranges.delete(key));
    return known;
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
    const isElsewhere = offsetMinutes(state.zone, start) !== offsetMinutes(page.hostTimeZone, start);
    byId("step-hours").textContent = `${clock.time(start, state.zone)} – ${clock.time(end, state.zone)}`;
    byId("step-day").textContent = `${clock.day(start, state.zone)}, ${placeOf(state.zone)} time`;
    byId("step-theirs").textContent = isElsewhere
      ? `${clock.time(start, page.hostTimeZone)} for ${page.hostName} (${placeOf(page.hostTimeZone)})`
      : "";
    form.clearAll();
    byId("form-title").focus();
  }

  /** @param {{ focusDate?: string, focusTimes?: boolean, seekOpening?: boolean }} [options] */
  async function showMonth({ focusDate, focusTimes = false, seekOpening = false } = {}) {
    drawing += 1;
    const turnOfMine = drawing;
    const month = state.month ?? thisMonth();
    byId("month-name").textContent = clock.month(month);
    const waiting = setTimeout(() => turnOfMine === drawing && calendar.drawWaiting(month), 150);
    const answer = await rangeOf(month);
    clearTimeout(waiting);
    if (turnOfMine !== drawing) return;
    if (!answer.ok) {
      times.hidden = true;
      return showMonthNotice(answer.refusal.message, { label: "Try again", act: () => showMonth() });
    }

    const { days, today } = answer.data;
    const hasTimes = days.some((/** @type {any} */ day) => day.spots.length > 0);
    // A page opened on the last days of a month should not greet people with an empty one.
    if (seekOpening && !hasTimes) {
      const isWithinReach = month < addMonths(today.slice(0, 7), 2);
      state.month = isWithinReach ? addMonths(month, 1) : today.slice(0, 7);
      return showMonth({ seekOpening: isWithinReach });
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
    if (hasTimes) hideMonthNotice();
    else showMonthNotice(`No times in ${clock.month(month)}`, { label: "View next month", act: () => turn(1) });
    showTimes(day, focusTimes);
    rangeOf(addMonths(month, 1));
  }

  /** @param {any} day @param {boolean} moveFocus */
  function showTimes(day, moveFocus) {
    byId("picker-title").textContent = day ? "Select a time" : "Select a day";
    picker.classList.toggle("with-times", Boolean(day));
    if (!day) {
      times.hidden = true;
      return;
    }
    drawTimes({
      root: times,
      date: day.date,
      spots: day.spots,
      zone: state.zone,
      isGroup: page.eventType.isGroup,
      clock,
      onPick: pick,
    });
    if (!moveFocus) return;
    byId("times-title").focus({ preventScroll: true });
    times.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} start */
  function pick(start) {
    state.start = start;
    history.pushState({ ...state }, "", addressOf(start));
    parent.dateAndTimeSelected();
    showStep();
  }

  async function submit() {
    form.clearAll();
    form.setBusy(true);
    const start = String(state.start);
    const answer =
      page.kind === "reschedule" ? await patchInvitee(page.inviteeUuid, start) : await postInvitee(bookingBody(start));
    form.setBusy(false);
    if (answer.ok) {
      const { event, invitee, confirmation_path: path } = answer.data;
      parent.eventScheduled(event.uri, invitee.uri);
      return showPage(`${path}${page.query ? `?${page.query}` : ""}`);
    }
    const { message, failure, errors } = answer.refusal;
    if (failure?.code !== "already_filled") return form.showErrors(message, errors);
    ranges = new Map();
    state.start = null;
    history.replaceState({ ...state }, "", addressOf(null));
    showStep();
    byId("announcer").textContent = message;
    showBanner(picker, message);
  }

  /** @param {string} start */
  function bookingBody(start) {
    const { invitee, guests, location, fields } = form.read();
    return {
      event_type_uuid: page.eventType.uuid,
      event: { start_time: start, duration: state.duration, location_configuration: location, guests },
      invitee: { ...invitee, timezone: state.zone },
      event_fields: fields,
      tracking: page.tracking,
      scheduling_link_uuid: page.linkCode,
      embed: page.embedded ? { type: page.embedType } : null,
    };
  }
}
