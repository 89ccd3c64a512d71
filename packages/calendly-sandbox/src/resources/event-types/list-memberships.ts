import { createHash } from "node:crypto";
import { collection, denied, invalid, notFound } from "../../http/answer.ts";
import type { Endpoint } from "../../http/endpoint.ts";
import { readPage } from "../../http/paging.ts";
import { createReader } from "../../http/reader.ts";
import { withProfile } from "../../world/profile.ts";
import { presentUser } from "../users/present.ts";
import { presentEventType } from "./present.ts";

/** Hosts have no record of their own: the same host of the same type has the same id, in the form of the others. */
function membershipId(eventTypeId: string, userId: string): string {
  const hex = createHash("sha256").update(`${eventTypeId}/${userId}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** `GET /event_type_memberships`: the hosts of an event type, whoever of the organization asks. */
export const listEventTypeMemberships: Endpoint = {
  operation: "listEventTypeMemberships",
  handle(call) {
    const { state, caller, origins } = call;
    const reader = createReader(call.query);
    const eventTypeId = reader.uri("event_type", "event_types", { required: true });
    if (eventTypeId === undefined) return invalid(reader.details);
    const eventType = state.store.eventTypes.get(eventTypeId);
    const found = eventType === null ? null : withProfile(state, eventType);
    if (eventType === null || found === null) return notFound;
    if (eventType.organizationId !== caller.organizationId) return denied();
    const page = readPage(call, reader, state.store.users, {
      where: { key: { in: eventType.hostIds } },
      order: [{ by: "created", direction: "asc" }],
    });
    if (reader.details.length > 0) return invalid(reader.details);
    const presented = presentEventType(found, origins);
    return collection(
      page.rows.map((user) => ({
        created_at: eventType.createdAt,
        event_type: presented,
        member: presentUser(user, origins),
        updated_at: eventType.createdAt,
        uri: `${origins.api}/event_type_memberships/${membershipId(eventType.id, user.id)}`,
      })),
      page.pagination,
    );
  },
};
