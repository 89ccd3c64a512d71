import { denied, invalid, notFound, resource } from "../../http/answer.ts";
import { type Endpoint, mayActFor } from "../../http/endpoint.ts";
import { eventTypeUri } from "../../http/origin.ts";
import { createReader } from "../../http/reader.ts";
import { createLink } from "../../world/links.ts";

/** `POST /scheduling_links`: `max_event_count` is 1, as a number or, in the current document, as a string. */
const createSchedulingLink: Endpoint = {
  operation: "createSchedulingLink",
  handle({ state, world, caller, body, origins }) {
    const reader = createReader(body);
    const most = reader.integer("max_event_count", { least: 1, most: 1 });
    const eventTypeId = reader.uri("owner", "event_types", { required: true });
    reader.choice("owner_type", ["EventType"], { required: true });
    if (most === undefined && !reader.has("max_event_count")) {
      reader.details.push({ parameter: "max_event_count", message: "is missing" });
    }
    if (reader.details.length > 0 || eventTypeId === undefined) return invalid(reader.details);
    const found = world.findEventTypeById(eventTypeId);
    if (found === null) return notFound;
    const { eventType, host } = found;
    if (!mayActFor(caller, host) && !eventType.hostIds.includes(caller.id)) return denied();
    const link = createLink(state, eventType.id);
    return resource(
      {
        booking_url: `${origins.booking}/d/${link.code}/${eventType.slug}`,
        owner: eventTypeUri(origins, eventType.id),
        owner_type: "EventType",
      },
      201,
    );
  },
};

export const schedulingLinkEndpoints: readonly Endpoint[] = [createSchedulingLink];
