import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import {
  availabilityScheduleSchema,
  busyTimeSchema,
  eventTypeAvailabilityScheduleSchema,
  updateEventTypeAvailabilityScheduleBodySchema,
} from "../schemas/availability.ts";
import { collectionOf, instantSchema, pageOf, pageQuery, resourceOf, uriSchema } from "../schemas/wire.ts";

export const listUserAvailabilitySchedules = defineEndpoint({
  id: "listUserAvailabilitySchedules",
  method: "GET",
  path: "/user_availability_schedules",
  scopes: ["availability:read"],
  plan: "any",
  query: z.object({ user: uriSchema }),
  response: collectionOf(availabilityScheduleSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/availability/list-user-availability-schedules",
});

export const getUserAvailabilitySchedule = defineEndpoint({
  id: "getUserAvailabilitySchedule",
  method: "GET",
  path: "/user_availability_schedules/{uuid}",
  scopes: ["availability:read"],
  plan: "any",
  response: resourceOf(availabilityScheduleSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/availability/get-user-availability-schedule",
});

/**
 * The availability of each host of an event type. Documented as paged but without paging parameters; `page_token` is
 * here so that a list that does go on can be read to its end.
 */
export const listEventTypeAvailabilitySchedules = defineEndpoint({
  id: "listEventTypeAvailabilitySchedules",
  method: "GET",
  path: "/event_type_availability_schedules",
  scopes: ["availability:read"],
  plan: "any",
  query: z.object({ event_type: uriSchema, page_token: pageQuery.page_token }),
  response: pageOf(eventTypeAvailabilityScheduleSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/availability/get-event-type-availability",
});

/** Replaces the rules of an event type, named by the query. Idempotent: the rules sent are all there are afterwards. */
export const updateEventTypeAvailabilitySchedule = defineEndpoint({
  id: "updateEventTypeAvailabilitySchedule",
  method: "PATCH",
  path: "/event_type_availability_schedules",
  scopes: ["availability:write"],
  plan: "any",
  query: z.object({ event_type: uriSchema }),
  body: updateEventTypeAvailabilityScheduleBodySchema,
  response: resourceOf(eventTypeAvailabilityScheduleSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/availability/update-event-type-availability",
});

/** Ascending, at most 7 days per call, not in the past. `external_calendar` when the calendar cannot be read. */
export const listUserBusyTimes = defineEndpoint({
  id: "listUserBusyTimes",
  method: "GET",
  path: "/user_busy_times",
  scopes: ["availability:read"],
  plan: "any",
  query: z.object({ user: uriSchema, start_time: instantSchema, end_time: instantSchema }),
  response: collectionOf(busyTimeSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/availability/list-user-busy-times",
});
