import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import {
  createEventTypeBodySchema,
  createOneOffEventTypeBodySchema,
  eventTypeMembershipSchema,
  eventTypeSchema,
  updateEventTypeBodySchema,
} from "../schemas/event-types.ts";
import { pageOf, pageQuery, resourceOf, uriSchema } from "../schemas/wire.ts";

/** `organization` or `user` is required. Leave `active` out to get both active and inactive ones. */
export const listEventTypes = defineEndpoint({
  id: "listEventTypes",
  method: "GET",
  path: "/event_types",
  scopes: ["event_types:read"],
  plan: "any",
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
  plan: "any",
  response: resourceOf(eventTypeSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/event-types/get-event-type",
});

/**
 * Makes a one-on-one event type, inactive unless `active` says otherwise. Admins may make them for members. The slug
 * comes from the name and never changes; questions cannot be set by API. Unknown fields are ignored without a word.
 */
export const createEventType = defineEndpoint({
  id: "createEventType",
  method: "POST",
  path: "/event_types",
  scopes: ["event_types:write"],
  plan: "any",
  body: createEventTypeBodySchema,
  response: resourceOf(eventTypeSchema),
  status: 201,
  idempotent: false,
  source: "https://developer.calendly.com/api-docs/calendly-api/event-types/create-event-type",
});

/** Changes a one-on-one event type; fields left out stay. Idempotent, as every field is an absolute value. */
export const updateEventType = defineEndpoint({
  id: "updateEventType",
  method: "PATCH",
  path: "/event_types/{uuid}",
  scopes: ["event_types:write"],
  plan: "any",
  body: updateEventTypeBodySchema,
  response: resourceOf(eventTypeSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/event-types/update-event-type",
});

/** Makes an event type for one occasion (`type` is AdhocEventType), bookable by its link alone. */
export const createOneOffEventType = defineEndpoint({
  id: "createOneOffEventType",
  method: "POST",
  path: "/one_off_event_types",
  scopes: ["event_types:write"],
  plan: "any",
  body: createOneOffEventTypeBodySchema,
  response: resourceOf(eventTypeSchema),
  status: 201,
  idempotent: false,
  source: "https://developer.calendly.com/api-docs/calendly-api/event-types/create-one-off-event-type",
});

/** The hosts of an event type: one, or several for round robin and collective ones. */
export const listEventTypeMemberships = defineEndpoint({
  id: "listEventTypeMemberships",
  method: "GET",
  path: "/event_type_memberships",
  scopes: ["event_types:read"],
  plan: "any",
  query: z.object({ ...pageQuery, event_type: uriSchema }),
  response: pageOf(eventTypeMembershipSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/event-types/list-event-type-memberships",
});
