import { type LocationKind, locationKinds } from "@punctual/calendly";
import { denied, invalid, notFound, resource } from "../../http/answer.ts";
import type { Endpoint } from "../../http/endpoint.ts";
import { createReader, type Reader } from "../../http/reader.ts";
import { noTracking } from "../../world/check-booking.ts";
import type { BookingRequest, Tracking } from "../../world/types.ts";
import { presentInvitee } from "./present.ts";

/** Tracking is all or nothing: with some of its keys, each other one is missing. */
function readTracking(body: Readonly<Record<string, unknown>>, reader: Reader): Tracking | null {
  const tracking = reader.object("tracking");
  const sent = body["tracking"];
  if (tracking === undefined || typeof sent !== "object" || sent === null) return null;
  const complete: Record<keyof Tracking, string | null> = { ...noTracking };
  for (const key of Object.keys(noTracking) as (keyof Tracking)[]) {
    if (Object.hasOwn(sent, key)) complete[key] = tracking.string(key) ?? null;
    else reader.details.push({ parameter: `tracking.${key}`, message: "is missing" });
  }
  return complete;
}

/** Kinds for which the caller has to say where; an inbound call takes nothing, conferences ignore what they get. */
const placeNeeded: ReadonlySet<LocationKind> = new Set(["physical", "outbound_call", "ask_invitee", "custom"]);
const longestPlace = 255;

function readPlace(location: Reader, kind: LocationKind): string | undefined {
  const place = location.string("location", { required: placeNeeded.has(kind), longest: longestPlace });
  if (kind === "inbound_call" && place !== undefined) {
    location.details.push({ parameter: "location.location", message: "is not allowed" });
  }
  return placeNeeded.has(kind) ? place : undefined;
}

function readRequest(body: Readonly<Record<string, unknown>>, reader: Reader): BookingRequest | null {
  const eventTypeId = reader.uri("event_type", "event_types", { required: true });
  const startTime = reader.string("start_time", { required: true });
  const invitee = reader.object("invitee", { required: true });
  const firstName = invitee?.string("first_name");
  const name = invitee?.string("name", { required: firstName === undefined });
  const lastName = invitee?.string("last_name");
  const email = invitee?.string("email", { required: true });
  const timezone = invitee?.string("timezone", { required: true });
  const textReminderNumber = invitee?.string("text_reminder_number");
  const location = reader.object("location");
  const kind = location?.choice("kind", locationKinds, { required: true });
  const place = location === undefined || kind === undefined ? undefined : readPlace(location, kind);
  const answers = (reader.objects("questions_and_answers") ?? []).map((item) => ({
    question: item.string("question", { required: true }) ?? "",
    answer: item.string("answer") ?? "",
    position: item.integer("position", { least: 0, most: 999, required: true }) ?? 0,
  }));
  const tracking = readTracking(body, reader);
  const guests = reader.strings("event_guests") ?? [];
  if (reader.details.length > 0 || eventTypeId === undefined || startTime === undefined) return null;
  return {
    eventTypeId,
    startTime,
    invitee: {
      name: name ?? "",
      firstName: firstName ?? null,
      lastName: lastName ?? null,
      email: email ?? "",
      timezone: timezone ?? "",
      textReminderNumber: textReminderNumber ?? null,
    },
    answers,
    guests,
    location: kind === undefined ? null : { kind, ...(place === undefined ? {} : { location: place }) },
    tracking,
    method: "api",
  };
}

/** `POST /invitees`: books a time of an event type. Not idempotent, and nothing is held beforehand. */
export const bookInvitee: Endpoint = {
  operation: "createInvitee",
  handle(call) {
    const reader = createReader(call.body);
    const request = readRequest(call.body, reader);
    if (request === null) return invalid(reader.details);
    const eventType = call.state.store.eventTypes.get(request.eventTypeId);
    const owner = eventType === null ? null : call.state.store.users.get(eventType.ownerId);
    if (eventType === null || owner === null || eventType.deletedAt !== null) return notFound;
    if (owner.organizationId !== call.caller.organizationId) return denied();
    const outcome = call.world.book({ ...request, bookedBy: call.caller.id });
    switch (outcome.kind) {
      case "booked":
        return resource(presentInvitee(outcome.invitee, call.origins), 201);
      case "slot_taken":
        return invalid(
          [{ parameter: "event.start_time", message: "That start time has been filled", code: "already_filled" }],
          call.state.settings.slotTakenStatus,
        );
      case "invalid":
        return invalid(outcome.details);
    }
  },
};
