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
import { asRequest, type Control, does, gives, made, makes } from "./control.ts";

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
    handle: gives("eventType", ({ act }, id, body) => act.changeEventType(id, body)),
  },
  {
    method: "DELETE",
    path: "/event-types/:id",
    says: "Deletes an event type, for which the API has no operation",
    handle: does(({ act }, id) => act.deleteEventType(id)),
  },
  {
    method: "POST",
    path: "/routing-forms/:id/submissions",
    says: "Answers the routing form of a slug",
    takes: formAnswersSchema,
    handle: makes("submission", ({ act }, slug, body) => act.answerForm(slug, body)),
  },
  {
    method: "POST",
    path: "/scheduled-events/:id/recap",
    says: "Publishes the recap of a meeting that is over",
    takes: recapSchema,
    handle: makes("recap", ({ act }, id, body) => act.publishRecap(id, body)),
  },
  {
    method: "PUT",
    path: "/users/:id/notetaker",
    says: "Switches somebody's notetaker on or off",
    takes: notetakerSchema,
    handle: does(({ act }, id, { on }: { readonly on: boolean }) => act.switchNotetaker(id, on)),
  },
  {
    method: "PUT",
    path: "/users/:id/holidays",
    says: "Closes somebody's weekday hours on these dates, instead of those before",
    takes: holidaysSchema,
    handle: does(({ act }, id, body) => act.observeHolidays(id, body)),
  },
  {
    method: "PUT",
    path: "/users/:id/conference",
    says: "Connects a conference account, or takes it away",
    takes: conferenceSchema,
    handle: does(({ act }, id, body) => act.connectConference(id, body)),
  },
];
