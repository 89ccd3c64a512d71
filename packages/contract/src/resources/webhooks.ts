import * as z from "zod";
import { defineRoute } from "../route.ts";

export const receiveWebhook = defineRoute({
  id: "receiveWebhook",
  method: "POST",
  path: "/api/calendly/webhooks",
  access: "signed",
  tag: "Webhooks",
  summary:
    "Where Calendly delivers. The raw body is verified against `Calendly-Webhook-Signature`; 200 is answered only after it is stored. At most 1 MiB, within 10 s.",
  status: 200,
  response: z.object({ received: z.literal(true), duplicate: z.boolean() }),
  problems: ["signature_invalid", "signature_stale", "payload_too_large", "request_timeout", "invalid_request"],
});
