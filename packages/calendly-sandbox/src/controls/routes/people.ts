import { inviteeUri, scheduledEventUri } from "../../http/origin.ts";
import type { InviteeLink } from "../../world/records.ts";
import {
  calendarChangeSchema,
  calendarSchema,
  cancelSchema,
  entrySchema,
  rescheduleSchema,
  scheduleSchema,
} from "../act.ts";
import { bookSchema } from "../act-booking.ts";
import { asRequest, type Control, type ControlCall, done, made, ok } from "./control.ts";

const idOf = ({ params }: ControlCall) => params["id"] ?? "";

function placed({ origins }: ControlCall, { eventId, inviteeId }: InviteeLink) {
  return {
    invitee: inviteeUri(origins, { eventId, inviteeId }),
    event: scheduledEventUri(origins, eventId),
    cancel_url: `${origins.booking}/cancellations/${inviteeId}`,
    reschedule_url: `${origins.booking}/reschedulings/${inviteeId}`,
  };
}

const linkOf = (invitee: { readonly id: string; readonly eventId: string }): InviteeLink => ({
  eventId: invitee.eventId,
  inviteeId: invitee.id,
});

/** Acting as a person: as an invitee, a host, or the owner of a calendar. */
export const peopleControls: readonly Control[] = [
  {
    method: "POST",
    path: "/invitees",
    says: "Books as a person on the page; only the event type must be named",
    takes: bookSchema,
    handle: (call) => made(placed(call, linkOf(call.controls.act.book(asRequest(call.body)).invitee))),
  },
  {
    method: "POST",
    path: "/invitees/:id/cancel",
    says: "Cancels as the invitee",
    takes: cancelSchema,
    handle: (call) => ok(placed(call, linkOf(call.controls.act.cancel(idOf(call), asRequest(call.body)).invitee))),
  },
  {
    method: "POST",
    path: "/invitees/:id/reschedule",
    says: "Moves to another time as the invitee, the first open one when none is named",
    takes: rescheduleSchema,
    handle: (call) => ok(placed(call, linkOf(call.controls.act.reschedule(idOf(call), asRequest(call.body)).invitee))),
  },
  {
    method: "POST",
    path: "/invitees/:id/no-show",
    says: "Marks an invitee as not having come",
    handle: (call) => made(placed(call, linkOf(call.controls.act.markNoShow(idOf(call))))),
  },
  {
    method: "DELETE",
    path: "/invitees/:id/no-show",
    says: "Takes that mark back",
    handle(call) {
      call.controls.act.unmarkNoShow(idOf(call));
      return done;
    },
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
    handle: (call) => ok({ schedule: call.controls.act.editSchedule(idOf(call), asRequest(call.body)) }),
  },
  {
    method: "POST",
    path: "/users/:id/calendars",
    says: "Connects an outside calendar",
    takes: calendarSchema,
    handle: (call) => made({ calendar: call.controls.act.connectCalendar(idOf(call), asRequest(call.body)) }),
  },
  {
    method: "PATCH",
    path: "/calendars/:id",
    says: "Breaks or mends a calendar, or switches its conflict check",
    takes: calendarChangeSchema,
    handle: (call) => ok({ calendar: call.controls.act.changeCalendar(idOf(call), asRequest(call.body)) }),
  },
  {
    method: "DELETE",
    path: "/calendars/:id",
    says: "Disconnects a calendar",
    handle(call) {
      call.controls.act.disconnectCalendar(idOf(call));
      return done;
    },
  },
  {
    method: "POST",
    path: "/calendars/:id/entries",
    says: "Writes an entry into a calendar: its user is busy then",
    takes: entrySchema,
    handle: (call) => made({ entry: call.controls.act.addCalendarEntry(idOf(call), asRequest(call.body)) }),
  },
  {
    method: "DELETE",
    path: "/entries/:id",
    says: "Takes an entry out of its calendar",
    handle(call) {
      call.controls.act.removeCalendarEntry(idOf(call));
      return done;
    },
  },
];
