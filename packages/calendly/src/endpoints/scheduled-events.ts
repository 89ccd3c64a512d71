import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { inviteeSchema } from "../schemas/invitees.ts";
import { cancellationSchema, scheduledEventSchema } from "../schemas/scheduled-events.ts";
import { instantSchema, pageOf, pageQuery, resourceOf, uriSchema } from "../schemas/wire.ts";

/**
 * `user` alone works only for the caller; `organization` needs an owner or admin. Bounds filter on the start.
 * Events come without their invitees.
 */
export const listScheduledEvents = defineEndpoint({
  id: "listScheduledEvents",
  method: "GET",
  path: "/scheduled_events",
  scopes: ["scheduled_events:read"],
  plan: "any",
  query: z.object({
    ...pageQuery,
    user: uriSchema.optional(),
    organization: uriSchema.optional(),
    group: uriSchema.optional(),
    invitee_email: z.string().optional(),
    status: z.enum(["active", "canceled"]).optional(),
    sort: z.enum(["start_time:asc", "start_time:desc"]).optional(),
    min_start_time: instantSchema.optional(),
    max_start_time: instantSchema.optional(),
  }),
  response: pageOf(scheduledEventSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/scheduled-events/list-scheduled-events",
});

export const getScheduledEvent = defineEndpoint({
  id: "getScheduledEvent",
  method: "GET",
  path: "/scheduled_events/{uuid}",
  scopes: ["scheduled_events:read"],
  plan: "any",
  response: resourceOf(scheduledEventSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/scheduled-events/get-scheduled-event",
});

/**
 * Cancels the whole scheduled event, group events included. `already_canceled` and `event_in_past` are its own refusals.
 */
export const cancelScheduledEvent = defineEndpoint({
  id: "cancelScheduledEvent",
  method: "POST",
  path: "/scheduled_events/{uuid}/cancellation",
  scopes: ["scheduled_events:write"],
  plan: "any",
  body: z.object({ reason: z.string().max(10_000).optional() }),
  response: resourceOf(cancellationSchema),
  status: 201,
  idempotent: false,
  source: "https://developer.calendly.com/api-docs/calendly-api/scheduled-events/create-scheduled-event-cancellation",
});

export const listEventInvitees = defineEndpoint({
  id: "listEventInvitees",
  method: "GET",
  path: "/scheduled_events/{uuid}/invitees",
  scopes: ["scheduled_events:read"],
  plan: "any",
  query: z.object({
    ...pageQuery,
    status: z.enum(["active", "canceled"]).optional(),
    sort: z.enum(["created_at:asc", "created_at:desc"]).optional(),
    email: z.string().optional(),
  }),
  response: pageOf(inviteeSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/scheduled-events/list-event-invitees",
});

/** Both parameters are in the invitee's URI: see `inviteeParamsOf`. */
export const getEventInvitee = defineEndpoint({
  id: "getEventInvitee",
  method: "GET",
  path: "/scheduled_events/{event_uuid}/invitees/{invitee_uuid}",
  scopes: ["scheduled_events:read"],
  plan: "any",
  response: resourceOf(inviteeSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/scheduled-events/get-event-invitee",
});
