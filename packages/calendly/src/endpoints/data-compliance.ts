import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { instantSchema } from "../schemas/wire.ts";

const acceptedSchema = z.looseObject({});

/**
 * Asks for the deletion of all scheduled events in a range of the past, at most 24 months long; done within 7 days. Needs an
 * owner, or an admin with the data-request permission. Idempotent: what is deleted stays deleted.
 */
export const deleteScheduledEventData = defineEndpoint({
  id: "deleteScheduledEventData",
  method: "POST",
  path: "/data_compliance/deletion/events",
  scopes: ["data_compliance:write"],
  plan: "enterprise",
  body: z.object({ start_time: instantSchema, end_time: instantSchema }),
  response: acceptedSchema,
  status: 202,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/data-compliance/delete-scheduled-event-data",
});

/**
 * Asks for the deletion of all data of invitees by their e-mail addresses; done within 7 days. Needs an owner, or an admin with
 * the data-request permission. Idempotent: what is deleted stays deleted.
 */
export const deleteInviteeData = defineEndpoint({
  id: "deleteInviteeData",
  method: "POST",
  path: "/data_compliance/deletion/invitees",
  scopes: ["data_compliance:write"],
  plan: "enterprise",
  body: z.object({ emails: z.array(z.string()).min(1) }),
  response: acceptedSchema,
  status: 202,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/data-compliance/delete-invitee-data",
});
