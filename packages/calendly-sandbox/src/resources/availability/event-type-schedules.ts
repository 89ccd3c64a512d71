import { collection, denied, invalid, notFound, resource } from "../../http/answer.ts";
import { type Call, type Endpoint, isAdmin } from "../../http/endpoint.ts";
import { readPage } from "../../http/paging.ts";
import { createReader } from "../../http/reader.ts";
import { recordOwnActivity } from "../../world/activity.ts";
import { giveOwnSchedule, scheduleOf } from "../../world/schedules.ts";
import type { EventType } from "../../world/types.ts";
import { presentHostSchedule } from "./present.ts";
import { readRules, readZone } from "./read-rules.ts";

/** Whether the caller hosts the event type, or administers its organization. */
function mayRead({ caller }: Call, eventType: EventType): boolean {
  if (eventType.organizationId !== caller.organizationId) return false;
  return isAdmin(caller) || eventType.ownerId === caller.id || eventType.hostIds.includes(caller.id);
}

const listEventTypeSchedules: Endpoint = {
  operation: "listEventTypeAvailabilitySchedules",
  handle(call) {
    const { state, origins } = call;
    const reader = createReader(call.query);
    const eventTypeId = reader.uri("event_type", "event_types", { required: true });
    if (eventTypeId === undefined) return invalid(reader.details);
    const eventType = state.store.eventTypes.get(eventTypeId);
    if (eventType === null || eventType.deletedAt !== null) return notFound;
    if (!mayRead(call, eventType)) return denied();
    const page = readPage(call, reader, state.store.users, {
      where: { key: { in: eventType.hostIds } },
      order: [{ by: "created", direction: "asc" }],
    });
    if (reader.details.length > 0) return invalid(reader.details);
    return collection(
      page.rows.flatMap((host) => {
        const schedule = scheduleOf(state, eventType, host.id);
        return schedule === null ? [] : [presentHostSchedule(eventType.id, host.id, schedule, origins)];
      }),
      page.pagination,
    );
  },
};

/** Whose hours are changed: the host that is named, else the caller, else the only host there is. */
function hostInQuestion(call: Call, eventType: EventType, named: string | undefined): string | null {
  if (named !== undefined) return named;
  if (eventType.hostIds.includes(call.caller.id)) return call.caller.id;
  return eventType.hostIds.length === 1 ? (eventType.hostIds[0] ?? null) : null;
}

/** `PATCH /event_type_availability_schedules`: hours for this event type alone, which replace all that it had. */
const updateEventTypeSchedule: Endpoint = {
  operation: "updateEventTypeAvailabilitySchedule",
  handle(call) {
    const { state, caller, origins } = call;
    const reader = createReader(call.body);
    const eventTypeId = reader.uri("event_type", "event_types", { required: true });
    reader.choice("availability_setting", ["host"]);
    const rule = reader.object("availability_rule", { required: true });
    const timeZone = rule === undefined ? undefined : readZone(rule, "availability_rule.");
    const rules = rule === undefined ? undefined : readRules(rule, "availability_rule.");
    const named = rule?.uri("user", "users");
    if (reader.details.length > 0 || eventTypeId === undefined || timeZone === undefined) {
      return invalid(reader.details);
    }
    const eventType = state.store.eventTypes.get(eventTypeId);
    if (eventType === null || eventType.deletedAt !== null) return notFound;
    if (!mayRead(call, eventType)) return denied();
    const hostId = hostInQuestion(call, eventType, named);
    if (hostId === null) return invalid([{ parameter: "availability_rule.user", message: "is missing" }]);
    if (hostId !== caller.id && !isAdmin(caller)) return denied();
    if (!eventType.hostIds.includes(hostId)) {
      return invalid([{ parameter: "availability_rule.user", message: "is not a host of this event type" }]);
    }
    const own = giveOwnSchedule(state, eventType, hostId, { timeZone, rules });
    recordOwnActivity(state, caller.id, {
      namespace: "Availability",
      action: "Modified",
      details: { event_type: eventType.name },
    });
    return resource(presentHostSchedule(eventType.id, hostId, { ...own, name: null }, origins));
  },
};

export const eventTypeScheduleEndpoints: readonly Endpoint[] = [listEventTypeSchedules, updateEventTypeSchedule];
