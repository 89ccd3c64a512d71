import { denied, invalid, notFound, resource } from "../../http/answer.ts";
import { type Call, type Endpoint, isAdmin, mayActFor } from "../../http/endpoint.ts";
import { createReader } from "../../http/reader.ts";
import { withProfile } from "../../world/profile.ts";
import type { EventType, User } from "../../world/types.ts";
import { presentEventType } from "./present.ts";
import { readName, readSettings } from "./read-event-type.ts";

const nameLimit = 255;
const usualDuration = { durationMinutes: 30, durationOptions: null };
const foreign = "This user is not in your organization";

function answer(call: Call, eventType: EventType | null, status: 200 | 201) {
  const found = eventType === null ? null : withProfile(call.state, eventType);
  return found === null ? notFound : resource(presentEventType(found, call.origins), status);
}

/** A user for whom the caller may act, or the refusal. A user who does not exist is nobody of the organization. */
export function userToActFor(call: Call, userId: string): User | ReturnType<typeof denied> {
  const user = call.state.store.users.get(userId);
  if (user === null || user.organizationId !== call.caller.organizationId) return denied(foreign);
  return mayActFor(call.caller, user) ? user : denied();
}

/** `POST /event_types`: a one-on-one type, inactive unless `active` says otherwise. */
export const createEventType: Endpoint = {
  operation: "createEventType",
  handle(call) {
    const { body, world } = call;
    const reader = createReader(body);
    const ownerId = reader.uri("owner", "users", { required: true });
    const name = readName(body, reader, { required: true, longest: nameLimit });
    const settings = readSettings(body, reader, usualDuration);
    if (reader.details.length > 0 || ownerId === undefined || name === undefined) return invalid(reader.details);
    const owner = userToActFor(call, ownerId);
    if ("status" in owner) return owner;
    const draft = { ...usualDuration, active: false, ...settings, name, ownerId, byUserId: call.caller.id };
    return answer(call, world.createEventType(draft), 201);
  },
};

/** `PATCH /event_types/{uuid}`: what is left out stays. One-on-one types only. */
export const updateEventType: Endpoint = {
  operation: "updateEventType",
  handle(call) {
    const { state, body, params, caller, world } = call;
    const eventType = state.store.eventTypes.get(params["uuid"] ?? "");
    if (eventType === null || eventType.deletedAt !== null) return notFound;
    const owner = state.store.users.get(eventType.ownerId);
    if (eventType.organizationId !== caller.organizationId || owner === null) return denied();
    if (!mayActFor(caller, owner) || (eventType.adminManaged && !isAdmin(caller))) return denied();
    if (eventType.kind !== "solo" || eventType.poolingType !== null || eventType.oneOff !== null) {
      return invalid([{ parameter: "event_type", message: "must be a one-on-one event type" }]);
    }
    const reader = createReader(body);
    const name = readName(body, reader, { required: false, longest: nameLimit });
    const settings = readSettings(body, reader, eventType);
    if (reader.details.length > 0) return invalid(reader.details);
    const changes = { ...settings, ...(name === undefined ? {} : { name }) };
    // A call that changes nothing is no update, so no webhook tells of one.
    if (Object.keys(changes).length === 0) return answer(call, eventType, 200);
    return answer(call, world.changeEventType(eventType.id, { ...changes, byUserId: caller.id }), 200);
  },
};
