import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { updateUserMeetingLimitsBodySchema, userMeetingLimitsSchema } from "../schemas/meeting-limits.ts";
import { collectionOf, resourceOf, uriSchema } from "../schemas/wire.ts";

/** One item. `user` must be the caller: anybody else is `permission_denied`. */
export const listUserMeetingLimits = defineEndpoint({
  id: "listUserMeetingLimits",
  method: "GET",
  path: "/user_meeting_limits",
  scopes: ["availability:read"],
  plan: "any",
  query: z.object({ user: uriSchema }),
  response: collectionOf(userMeetingLimitsSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/availability/list-user-meeting-limits",
});

/** At least one limit; left out stays, null removes. Idempotent, as the limits are absolute values. */
export const updateUserMeetingLimits = defineEndpoint({
  id: "updateUserMeetingLimits",
  method: "PATCH",
  path: "/user_meeting_limits",
  scopes: ["availability:write"],
  plan: "any",
  query: z.object({ user: uriSchema }),
  body: updateUserMeetingLimitsBodySchema,
  response: resourceOf(userMeetingLimitsSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/availability/update-user-meeting-limits",
});
