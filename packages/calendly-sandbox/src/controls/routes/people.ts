import { scheduledEventUri } from "../../http/origin.ts";
import { presentInvitee } from "../../resources/invitees/present.ts";
import type { Invitee } from "../../world/types.ts";
import {
  calendarChangeSchema,
  calendarSchema,
  cancelSchema,
  entrySchema,
  rescheduleSchema,
  scheduleSchema,
} from "../act.ts";
import { bookSchema, holdSchema } from "../act-booking.ts";
import { asRequest, type Control, type ControlCall, does, gives, idOf, made, makes, ok } from "./control.ts";

/** An invitee by the addresses that a caller goes on with. */
function placed({ origins }: ControlCall, booked: Invitee) {
  const { uri: invitee, event, cancel_url, reschedule_url } = presentInvitee(booked, origins);
  return { invitee, event, cancel_url, reschedule_url };
}

/** Acting as a person: as an invitee, a host, or the owner of a calendar. */
export const peopleControls: readonly Control[] = [
  {
    method: "POST",
    path: "/invitees",
    says: "Books as a person on the page; only the event type must be named",
    takes: bookSchema,
    handle: (call) => made(placed(call, call.controls.act.book(asRequest(call.body)).invitee)),
  },
  {
    method: "POST",
    path: "/invitees/:id/cancel",
    says: "Cancels as the invitee",
    takes: cancelSchema,
    handle: (call) => ok(placed(call, call.controls.act.cancel(idOf(call), asRequest(call.body)).invitee)),
  },
  {
    method: "POST",
    path: "/invitees/:id/reschedule",
    says: "Moves to another time as the invitee, the first open one when none is named",
    takes: rescheduleSchema,
    handle: (call) => ok(placed(call, call.controls.act.reschedule(idOf(call), asRequest(call.body)).invitee)),
  },
  {
    method: "POST",
    path: "/invitees/:id/no-show",
    says: "Marks an invitee as not having come",
    handle: (call) => made(placed(call, call.controls.act.markNoShow(idOf(call)))),
  },
  {
    method: "DELETE",
    path: "/invitees/:id/no-show",
    says: "Takes that mark back",
    handle: does(({ act }, id) => act.unmarkNoShow(id)),
  },
  {
    method: "POST",
    path: "/holds",
    says: "Keeps an open time for somebody who fills in the form, the first one when none is named; nobody else can book it",
    takes: holdSchema,
    handle: makes("hold", ({ act }, _, body) => act.holdSlot(body)),
  },
  {
    method: "DELETE",
    path: "/holds/:id",
    says: "Gives a held time back",
    handle: does(({ act }, id) => act.releaseHold(id)),
  },
  {
    method: "POST",
    path: "/scheduled-events/:id/cancel",
    says: "Cancels as the host, for everybody",
    takes: cancelSchema,
    handle(call) {
      const event = call.controls.act.cancelEvent(idOf(call), asRequest(call.body));
      return ok({ event: scheduledEventUri(call.origins, event.id) });
    },
  },
  {
    method: "PATCH",
    path: "/schedules/:id",
    says: "Edits a schedule as its owner",
    takes: scheduleSchema,
    handle: gives("schedule", ({ act }, id, body) => act.editSchedule(id, body)),
  },
  {
    method: "POST",
    path: "/users/:id/calendars",
    says: "Connects an outside calendar",
    takes: calendarSchema,
    handle: makes("calendar", ({ act }, id, body) => act.connectCalendar(id, body)),
  },
  {
    method: "PATCH",
    path: "/calendars/:id",
    says: "Breaks or mends a calendar, or switches its conflict check",
    takes: calendarChangeSchema,
    handle: gives("calendar", ({ act }, id, body) => act.changeCalendar(id, body)),
  },
  {
    method: "DELETE",
    path: "/calendars/:id",
    says: "Disconnects a calendar",
    handle: does(({ act }, id) => act.disconnectCalendar(id)),
  },
  {
    method: "POST",
    path: "/calendars/:id/entries",
    says: "Writes an entry into a calendar: its user is busy then",
    takes: entrySchema,
    handle: makes("entry", ({ act }, id, body) => act.addCalendarEntry(id, body)),
  },
  {
    method: "DELETE",
    path: "/entries/:id",
    says: "Takes an entry out of its calendar",
    handle: does(({ act }, id) => act.removeCalendarEntry(id)),
  },
];
