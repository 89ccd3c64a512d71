import { collection, externalCalendarError, invalid } from "../../http/answer.ts";
import type { Endpoint } from "../../http/endpoint.ts";
import { createReader } from "../../http/reader.ts";
import { outsideBusy } from "../../world/calendars.ts";
import { holdsOf } from "../../world/holds.ts";
import { presentBooked, presentTaken } from "./present.ts";
import { isAnswer, readUser } from "./read-user.ts";
import { readWindow } from "./read-window.ts";

const day = 86_400_000;

/** `GET /user_busy_times`: bookings, held times, and entries of calendars whose conflicts are checked, ascending. */
export const listBusyTimes: Endpoint = {
  operation: "listUserBusyTimes",
  handle(call) {
    const { state, origins } = call;
    const reader = createReader(call.query);
    const user = readUser(call, reader);
    const window = readWindow(call, reader, { days: 7, begins: "not_past" });
    if (reader.details.length > 0) return invalid(reader.details);
    if (isAnswer(user)) return user;
    if (window === null) return invalid(reader.details);
    const { from, to } = window;
    const outside = outsideBusy(state, user.id, from, to);
    if (outside === null) return externalCalendarError;
    // An event that began before the window can still be under way in it.
    const booked = state.store.events
      .list({ where: { hosts: user.id, status: "active", start: { from: from - 2 * day, to } } })
      .filter((event) => event.endAt > from);
    const taken = [
      ...booked.map((event) => presentBooked(event, origins)),
      ...holdsOf(state, user.id, from, to)
        .filter((hold) => hold.startAt < to && hold.endAt > from)
        .map((hold) => presentTaken("reserved", hold)),
      ...outside.map((entry) => presentTaken("external", entry)),
    ];
    return collection(taken.sort((a, b) => (a.start_time < b.start_time ? -1 : 1)));
  },
};
