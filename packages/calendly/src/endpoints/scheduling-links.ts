import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { schedulingLinkSchema } from "../schemas/scheduling-links.ts";
import { resourceOf, uriSchema } from "../schemas/wire.ts";

/**
 * Makes a single-use link for an event type. The current document types `max_event_count` as the string "1",
 * working clients send the number: send 1.
 */
export const createSchedulingLink = defineEndpoint({
  id: "createSchedulingLink",
  method: "POST",
  path: "/scheduling_links",
  scopes: ["scheduling_links:write"],
  plan: "any",
  body: z.object({ max_event_count: z.literal(1), owner: uriSchema, owner_type: z.literal("EventType") }),
  response: resourceOf(schedulingLinkSchema),
  status: 201,
  idempotent: false,
  source: "https://developer.calendly.com/api-docs/calendly-api/scheduling-links/create-scheduling-link",
});
