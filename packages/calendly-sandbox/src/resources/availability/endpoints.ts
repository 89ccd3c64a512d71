import { collection, denied, invalid, notFound, resource } from "../../http/answer.ts";
import { type Endpoint, mayActFor } from "../../http/endpoint.ts";
import { createReader } from "../../http/reader.ts";
import type { Schedule } from "../../world/types.ts";
import { schedulingUrl } from "../event-types/present.ts";
import { eventTypeScheduleEndpoints } from "./event-type-schedules.ts";
import { listBusyTimes } from "./list-busy-times.ts";
import { presentAvailableTime, presentSchedule } from "./present.ts";
import { isAnswer, readUser } from "./read-user.ts";
import { readWindow } from "./read-window.ts";

const listAvailableTimes: Endpoint = {
  operation: "listEventTypeAvailableTimes",
  handle(call) {
    const reader = createReader(call.query);
    const eventTypeId = reader.uri("event_type", "event_types", { required: true });
    const window = readWindow(call, reader, { days: 31, begins: "in_future" });
    if (reader.details.length > 0 || eventTypeId === undefined || window === null) return invalid(reader.details);
    const found = call.world.findEventTypeById(eventTypeId);
    if (found === null) return notFound;
    if (found.eventType.organizationId !== call.caller.organizationId) return denied();
    const page = schedulingUrl(found.eventType, found.profile, call.origins);
    return collection(
      call.world.openings({ eventTypeId, ...window }).map((opening) => presentAvailableTime(opening, page)),
    );
  },
};

const listSchedules: Endpoint = {
  operation: "listUserAvailabilitySchedules",
  handle(call) {
    const user = readUser(call, createReader(call.query));
    if (isAnswer(user)) return user;
    const schedules: Schedule[] = call.state.store.schedules.list({ where: { user: user.id } });
    return collection(schedules.map((schedule) => presentSchedule(schedule, call.origins)));
  },
};

/** Also the hours that an event type has for itself, by their address. */
const getSchedule: Endpoint = {
  operation: "getUserAvailabilitySchedule",
  handle({ state, world, caller, params, origins }) {
    const schedule = world.findSchedule(params["uuid"] ?? "");
    const user = schedule === null ? null : state.store.users.get(schedule.userId);
    if (schedule === null || user === null) return notFound;
    return mayActFor(caller, user) ? resource(presentSchedule(schedule, origins)) : denied();
  },
};

export const availabilityEndpoints: readonly Endpoint[] = [
  listAvailableTimes,
  listSchedules,
  getSchedule,
  listBusyTimes,
  ...eventTypeScheduleEndpoints,
];
