import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { availabilityScheduleSchema, busyTimeSchema } from "../schemas/availability.ts";
import { collectionOf, instantSchema, uriSchema } from "../schemas/wire.ts";

export const listUserAvailabilitySchedules = defineEndpoint({
  id: "listUserAvailabilitySchedules",
  method: "GET",
  path: "/user_availability_schedules",
  scopes: ["availability:read"],
  query: z.object({ user: uriSchema }),
  response: collectionOf(availabilityScheduleSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/availability/list-user-availability-schedules",
});

/** Ascending, at most 7 days per call, not in the past. `external_calendar` when the calendar cannot be read. */
export const listUserBusyTimes = defineEndpoint({
  id: "listUserBusyTimes",
  method: "GET",
  path: "/user_busy_times",
  scopes: ["availability:read"],
  query: z.object({ user: uriSchema, start_time: instantSchema, end_time: instantSchema }),
  response: collectionOf(busyTimeSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/availability/list-user-busy-times",
});
