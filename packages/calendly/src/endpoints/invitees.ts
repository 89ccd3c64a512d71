import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { createInviteeBodySchema, inviteeNoShowSchema, inviteeSchema } from "../schemas/invitees.ts";
import { noContentSchema, resourceOf, uriSchema } from "../schemas/wire.ts";

/**
 * Books. Never repeated by the client: it is not idempotent and holds nothing, so after `timeout`, `unreachable` or
 * `server_error` the booking may exist; look for it (`listScheduledEvents` by `invitee_email`) before booking again.
 * `slot_taken` means: pick another time.
 */
export const createInvitee = defineEndpoint({
  id: "createInvitee",
  method: "POST",
  path: "/invitees",
  scopes: ["scheduled_events:write"],
  plan: "any",
  body: createInviteeBodySchema,
  response: resourceOf(inviteeSchema),
  status: 201,
  idempotent: false,
  source: "https://developer.calendly.com/api-docs/calendly-api/scheduled-events/create-event-invitee",
});

/** Only for a scheduled event that has started. */
export const createInviteeNoShow = defineEndpoint({
  id: "createInviteeNoShow",
  method: "POST",
  path: "/invitee_no_shows",
  scopes: ["scheduled_events:write"],
  plan: "any",
  body: z.object({ invitee: uriSchema }),
  response: resourceOf(inviteeNoShowSchema),
  status: 201,
  idempotent: false,
  source: "https://developer.calendly.com/api-docs/calendly-api/scheduled-events/create-invitee-no-show",
});

export const getInviteeNoShow = defineEndpoint({
  id: "getInviteeNoShow",
  method: "GET",
  path: "/invitee_no_shows/{uuid}",
  scopes: ["scheduled_events:read"],
  plan: "any",
  response: resourceOf(inviteeNoShowSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/scheduled-events/get-invitee-no-show",
});

export const deleteInviteeNoShow = defineEndpoint({
  id: "deleteInviteeNoShow",
  method: "DELETE",
  path: "/invitee_no_shows/{uuid}",
  scopes: ["scheduled_events:write"],
  plan: "any",
  response: noContentSchema,
  status: 204,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/scheduled-events/delete-invitee-no-show",
});
