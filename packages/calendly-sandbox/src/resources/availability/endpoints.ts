import { formatInstant } from "../../clock.ts";
import { type Answer, collection, denied, invalid, notFound, resource } from "../../http/answer.ts";
import { type Call, type Endpoint, mayActFor } from "../../http/endpoint.ts";
import { scheduledEventUri } from "../../http/origin.ts";
import { createReader, type Reader } from "../../http/reader.ts";
import type { Schedule, User } from "../../world/types.ts";
import { presentAvailableTime, presentSchedule } from "./present.ts";

const day = 86_400_000;

/** Both ends of a window that must lie in the future and be at most so many days long. */
function readWindow(call: Call, reader: Reader, days: number): { readonly from: number; readonly to: number } | null {
  const from = reader.instant("start_time", { required: true });
  const to = reader.instant("end_time", { required: true });
  if (from === undefined || to === undefined) return null;
  const fail = (parameter: string, message: string) => {
    reader.details.push({ parameter, message });
    return null;
  };
  if (from <= call.state.clock.now()) return fail("start_time", "start_time must be in the future");
  if (to <= from) return fail("start_time", "start_time must be before end_time");
  if (to - from > days * day) return fail("end_time", `date range can not be greater than ${days} days`);
  return { from, to };
}

/** The user that a query names, when the caller may see their availability. */
function readUser(call: Call, reader: Reader): User | Answer {
  const userId = reader.uri("user", "users", { required: true });
  if (userId === undefined) return invalid(reader.details);
  const user = call.state.store.users.get(userId);
  if (user === null || user.organizationId !== call.caller.organizationId) {
    return denied("This user is not in your organization");
  }
  return mayActFor(call.caller, user) ? user : denied();
}

const isAnswer = (value: User | Answer): value is Answer => "status" in value;

const listAvailableTimes: Endpoint = {
  operation: "listEventTypeAvailableTimes",
  handle(call) {
    const { store } = call.state;
    const reader = createReader(call.query);
    const eventTypeId = reader.uri("event_type", "event_types", { required: true });
    const window = readWindow(call, reader, 31);
    if (reader.details.length > 0 || eventTypeId === undefined || window === null) return invalid(reader.details);
    const eventType = store.eventTypes.get(eventTypeId);
    const owner = eventType === null ? null : store.users.get(eventType.ownerId);
    if (eventType === null || owner === null || eventType.deletedAt !== null) return notFound;
    if (owner.organizationId !== call.caller.organizationId) return denied();
    return collection(
      call.world
        .openings({ eventTypeId, ...window })
        .map((opening) => presentAvailableTime(opening, eventType, owner, call.origins)),
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

const getSchedule: Endpoint = {
  operation: "getUserAvailabilitySchedule",
  handle({ state, caller, params, origins }) {
    const schedule = state.store.schedules.get(params["uuid"] ?? "");
    const user = schedule === null ? null : state.store.users.get(schedule.userId);
    if (schedule === null || user === null) return notFound;
    return mayActFor(caller, user) ? resource(presentSchedule(schedule, origins)) : denied();
  },
};

const listBusyTimes: Endpoint = {
  operation: "listUserBusyTimes",
  handle(call) {
    const { store } = call.state;
    const reader = createReader(call.query);
    const user = readUser(call, reader);
    const window = readWindow(call, reader, 7);
    if (reader.details.length > 0) return invalid(reader.details);
    if (isAnswer(user)) return user;
    if (window === null) return invalid(reader.details);
    const { from, to } = window;
    const meets = (one: { startAt: number; endAt: number }) => one.startAt < to && one.endAt > from;
    const booked = store.events
      .list({ where: { host: user.id, status: "active", start: { from: from - 2 * day, to } } })
      .filter(meets)
      .map((event) => ({
        buffered_end_time: formatInstant(event.blockedTo),
        buffered_start_time: formatInstant(event.blockedFrom),
        end_time: formatInstant(event.endAt),
        event: { uri: scheduledEventUri(call.origins, event.id) },
        start_time: formatInstant(event.startAt),
        type: "calendly",
      }));
    const outside = store.busyTimes
      .list({ where: { user: user.id, start: { to } } })
      .filter(meets)
      .map((entry) => ({
        end_time: formatInstant(entry.endAt),
        start_time: formatInstant(entry.startAt),
        type: "external",
      }));
    return collection([...booked, ...outside].sort((a, b) => (a.start_time < b.start_time ? -1 : 1)));
  },
};

export const availabilityEndpoints: readonly Endpoint[] = [
  listAvailableTimes,
  listSchedules,
  getSchedule,
  listBusyTimes,
];
