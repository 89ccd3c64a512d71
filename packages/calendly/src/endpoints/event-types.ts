import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { availableTimeSchema, eventTypeSchema } from "../schemas/event-types.ts";
import { collectionOf, instantSchema, pageOf, pageQuery, resourceOf, uriSchema } from "../schemas/wire.ts";

/** `organization` or `user` is required. Leave `active` out to get both active and inactive ones. */
export const listEventTypes = defineEndpoint({
  id: "listEventTypes",
  method: "GET",
  path: "/event_types",
  scopes: ["event_types:read"],
  query: z.object({
    ...pageQuery,
    active: z.boolean().optional(),
    organization: uriSchema.optional(),
    user: uriSchema.optional(),
    /** Only together with `user`. */
    user_availability_schedule: uriSchema.optional(),
    /** `field:asc` or `field:desc`, of name, position, created_at, updated_at; several are comma separated. */
    sort: z.union([z.string(), z.array(z.string())]).optional(),
    admin_managed: z.boolean().optional(),
  }),
  response: pageOf(eventTypeSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/event-types/list-event-types",
});

/** Answers for a deleted event type too: then `deleted_at` is set. */
export const getEventType = defineEndpoint({
  id: "getEventType",
  method: "GET",
  path: "/event_types/{uuid}",
  scopes: ["event_types:read"],
  response: resourceOf(eventTypeSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/event-types/get-event-type",
});

/**
 * `start_time` strictly in the future, `end_time` at most 31 days later; `client.availableTimes` splits longer windows.
 * The scopes page files it under `event_types:read`, the endpoint itself under `availability:read`: ask for both.
 */
export const listEventTypeAvailableTimes = defineEndpoint({
  id: "listEventTypeAvailableTimes",
  method: "GET",
  path: "/event_type_available_times",
  scopes: ["availability:read"],
  query: z.object({ event_type: uriSchema, start_time: instantSchema, end_time: instantSchema }),
  response: collectionOf(availableTimeSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/event-types/list-event-type-available-times",
});
