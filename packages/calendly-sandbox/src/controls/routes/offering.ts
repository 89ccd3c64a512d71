import { eventTypeUri } from "../../http/origin.ts";
import {
  conferenceSchema,
  eventTypeChangeSchema,
  eventTypeSchema,
  formAnswersSchema,
  holidaysSchema,
  notetakerSchema,
  recapSchema,
} from "../act-offering.ts";
import { read } from "../read.ts";
import { asRequest, type Control, type ControlCall, done, made, ok } from "./control.ts";

const idOf = ({ params }: ControlCall) => params["id"] ?? "";

/** Acting as the owner of event types, as somebody before a routing form, and as the notetaker. */
export const offeringControls: readonly Control[] = [
  {
    method: "POST",
    path: "/event-types",
    says: "Makes an event type",
    takes: eventTypeSchema,
    handle(call) {
      const eventType = call.controls.act.createEventType(asRequest(call.body));
      return made({ uri: eventTypeUri(call.origins, eventType.id), eventType });
    },
  },
  {
    method: "PATCH",
    path: "/event-types/:id",
    says: "Changes an event type, or switches it on or off",
    takes: eventTypeChangeSchema,
    handle: (call) => ok({ eventType: call.controls.act.changeEventType(idOf(call), asRequest(call.body)) }),
  },
  {
    method: "DELETE",
    path: "/event-types/:id",
    says: "Deletes an event type, for which the API has no operation",
    handle(call) {
      call.controls.act.deleteEventType(idOf(call));
      return done;
    },
  },
  {
    method: "POST",
    path: "/routing-forms/:id/submissions",
    says: "Answers the routing form of a slug",
    takes: formAnswersSchema,
    handle: (call) => made({ submission: call.controls.act.answerForm(idOf(call), asRequest(call.body)) }),
  },
  {
    method: "POST",
    path: "/scheduled-events/:id/recap",
    says: "Publishes the recap of a meeting that is over",
    takes: recapSchema,
    handle: (call) => made({ recap: call.controls.act.publishRecap(idOf(call), asRequest(call.body)) }),
  },
  {
    method: "PUT",
    path: "/users/:id/notetaker",
    says: "Switches somebody's notetaker on or off",
    takes: notetakerSchema,
    handle(call) {
      call.controls.act.switchNotetaker(idOf(call), read(notetakerSchema, call.body).on);
      return done;
    },
  },
  {
    method: "PUT",
    path: "/users/:id/holidays",
    says: "Closes somebody's weekday hours on these dates, instead of those before",
    takes: holidaysSchema,
    handle(call) {
      call.controls.act.observeHolidays(idOf(call), asRequest(call.body));
      return done;
    },
  },
  {
    method: "PUT",
    path: "/users/:id/conference",
    says: "Connects a conference account, or takes it away",
    takes: conferenceSchema,
    handle(call) {
      call.controls.act.connectConference(idOf(call), asRequest(call.body));
      return done;
    },
  },
];
