import { type Origins, userUri } from "../../http/origin.ts";
import type { EventType, Opening, Schedule, User } from "../../world/types.ts";

/** Available times have whole seconds, unlike every other instant of the API. */
export function presentAvailableTime(opening: Opening, eventType: EventType, owner: User, origins: Origins) {
  const start = `${new Date(opening.startAt).toISOString().slice(0, 19)}Z`;
  const search = `month=${start.slice(0, 7)}&date=${start.slice(0, 10)}`;
  return {
    invitees_remaining: opening.seatsLeft,
    scheduling_url: `${origins.booking}/${owner.slug}/${eventType.slug}/${start}?${search}`,
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
