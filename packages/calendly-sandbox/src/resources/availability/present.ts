import { formatInstant } from "../../clock.ts";
import { eventTypeUri, type Origins, scheduledEventUri, userUri } from "../../http/origin.ts";
import type { Interval } from "../../slots/types.ts";
import type { HostSchedule } from "../../world/schedules.ts";
import type { Opening, Schedule, ScheduledEvent } from "../../world/types.ts";

/** Available times have whole seconds, unlike every other instant of the API. `page` is the event type's address. */
export function presentAvailableTime(opening: Opening, page: string) {
  const start = `${new Date(opening.startAt).toISOString().slice(0, 19)}Z`;
  const search = `month=${start.slice(0, 7)}&date=${start.slice(0, 10)}`;
  return {
    invitees_remaining: opening.seatsLeft,
    scheduling_url: `${page}/${start}?${search}`,
    start_time: start,
    status: "available",
  };
}

export function presentSchedule(schedule: Schedule, origins: Origins) {
  return {
    default: schedule.isDefault,
    name: schedule.name,
    rules: schedule.rules,
    timezone: schedule.timeZone,
    uri: `${origins.api}/user_availability_schedules/${schedule.id}`,
    user: userUri(origins, schedule.userId),
  };
}

/** The hours of one host of an event type; `name` is null when the event type has hours of its own. */
export function presentHostSchedule(eventTypeId: string, hostId: string, schedule: HostSchedule, origins: Origins) {
  return {
    availability_rule: {
      name: schedule.name,
      rules: schedule.rules,
      timezone: schedule.timeZone,
      uri: `${origins.api}/user_availability_schedules/${schedule.id}`,
      user: userUri(origins, hostId),
    },
    availability_setting: "host",
    event_type: eventTypeUri(origins, eventTypeId),
  };
}

/** Only bookings have buffers and say what they are. */
export function presentBooked(event: ScheduledEvent, origins: Origins) {
  return {
    buffered_end_time: formatInstant(event.blockedTo),
    buffered_start_time: formatInstant(event.blockedFrom),
    end_time: formatInstant(event.endAt),
    event: { uri: scheduledEventUri(origins, event.id) },
    start_time: formatInstant(event.startAt),
    type: "calendly",
  };
}

export function presentTaken(type: "external" | "reserved", taken: Interval) {
  return { end_time: formatInstant(taken.endAt), start_time: formatInstant(taken.startAt), type };
}
