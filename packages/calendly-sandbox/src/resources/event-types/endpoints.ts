import { collection, denied, invalid, notFound, resource } from "../../http/answer.ts";
import type { Endpoint } from "../../http/endpoint.ts";
import { readPage, readSort } from "../../http/paging.ts";
import { createReader } from "../../http/reader.ts";
import { withProfile } from "../../world/profile.ts";
import { listEventTypeMemberships } from "./list-memberships.ts";
import { createOneOffEventType } from "./one-off.ts";
import { presentEventType } from "./present.ts";
import { createEventType, updateEventType } from "./write-event-types.ts";

const sortable = { name: "name", position: "position", created_at: "created", updated_at: "updated" };

const listEventTypes: Endpoint = {
  operation: "listEventTypes",
  handle(call) {
    const { state, caller, origins } = call;
    const { store } = state;
    const reader = createReader(call.query);
    const organizationId = reader.uri("organization", "organizations");
    const userId = reader.uri("user", "users");
    const scheduleId = reader.uri("user_availability_schedule", "user_availability_schedules");
    const active = reader.boolean("active");
    const managed = reader.boolean("admin_managed");
    const order = readSort(reader, sortable, { by: "name", direction: "asc" });
    if (reader.details.length === 0 && organizationId === undefined && userId === undefined) {
      return invalid([
        { parameter: "organization", message: "is missing" },
        { parameter: "user", message: "is missing" },
      ]);
    }
    if (scheduleId !== undefined && userId === undefined) {
      return invalid([{ parameter: "user", message: "is missing" }]);
    }
    if (organizationId !== undefined && organizationId !== caller.organizationId) return denied();
    const user = userId === undefined ? undefined : store.users.get(userId);
    if (user === null || (user !== undefined && user.organizationId !== caller.organizationId)) {
      return denied("This user is not in your organization");
    }
    const page = readPage(call, reader, store.eventTypes, {
      where: {
        users: user?.id,
        organization: caller.organizationId,
        managed: managed === undefined ? undefined : Number(managed),
        schedule: scheduleId,
        active: active === undefined ? undefined : Number(active),
        deleted: 0,
      },
      order,
    });
    if (reader.details.length > 0) return invalid(reader.details);
    return collection(
      page.rows.flatMap((eventType) => {
        const found = withProfile(state, eventType);
        return found === null ? [] : [presentEventType(found, origins)];
      }),
      page.pagination,
    );
  },
};

const getEventType: Endpoint = {
  operation: "getEventType",
  handle({ state, caller, params, origins }) {
    const eventType = state.store.eventTypes.get(params["uuid"] ?? "");
    const found = eventType === null ? null : withProfile(state, eventType);
    if (found === null) return notFound;
    if (found.eventType.organizationId !== caller.organizationId) return denied();
    return resource(presentEventType(found, origins));
  },
};

export const eventTypeEndpoints: readonly Endpoint[] = [
  listEventTypes,
  getEventType,
  createEventType,
  updateEventType,
  createOneOffEventType,
  listEventTypeMemberships,
];
