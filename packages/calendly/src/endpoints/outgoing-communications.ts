import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { outgoingCommunicationSchema } from "../schemas/outgoing-communications.ts";
import { instantSchema, pageOf, pageQuery, uriSchema } from "../schemas/wire.ts";

/** E-mails and text messages that Calendly sent for the organization. */
export const listOutgoingCommunications = defineEndpoint({
  id: "listOutgoingCommunications",
  method: "GET",
  path: "/outgoing_communications",
  scopes: ["outgoing_communications:read"],
  plan: "enterprise",
  query: z.object({
    ...pageQuery,
    organization: uriSchema,
    min_created_at: instantSchema.optional(),
    max_created_at: instantSchema.optional(),
  }),
  response: pageOf(outgoingCommunicationSchema).extend({ total_count: z.number() }),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/outgoing-communications/list-outgoing-communications",
});
