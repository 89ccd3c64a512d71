import * as z from "zod";
import { defineRoute } from "../route.ts";

export const receiveClerkWebhook = defineRoute({
  id: "receiveClerkWebhook",
  method: "POST",
  path: "/api/identity/clerk-webhooks",
  access: "signed",
  tag: "Identity",
  summary:
    "Where Clerk tells of its users and of login sessions that ended. The raw body is verified against Svix's headers; 200 is answered only after it is applied. At most 512 KiB, within 10 s. 404 unless accounts are kept at Clerk.",
  status: 200,
  response: z.object({ received: z.literal(true), duplicate: z.boolean() }),
  problems: [
    "signature_invalid",
    "signature_stale",
    "payload_too_large",
    "request_timeout",
    "invalid_request",
    "not_found",
  ],
});
