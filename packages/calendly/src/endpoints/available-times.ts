import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { availableTimeSchema } from "../schemas/available-times.ts";
import { collectionOf, instantSchema, uriSchema } from "../schemas/wire.ts";

/**
 * `start_time` strictly in the future, `end_time` at most 31 days later; `client.availableTimes` splits longer windows.
 * The scopes page files it under `event_types:read`, the endpoint itself under `availability:read`: ask for both.
 */
export const listEventTypeAvailableTimes = defineEndpoint({
  id: "listEventTypeAvailableTimes",
  method: "GET",
  path: "/event_type_available_times",
  scopes: ["availability:read"],
  plan: "any",
  query: z.object({ event_type: uriSchema, start_time: instantSchema, end_time: instantSchema }),
  response: collectionOf(availableTimeSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/event-types/list-event-type-available-times",
});
