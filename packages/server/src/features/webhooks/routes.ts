import { routes } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { ok, problem } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { receiveWebhook } from "./receive-webhook.ts";

export function webhookRoutes(context: Context): HandledRoute[] {
  return [
    handle(routes.receiveWebhook, async ({ request }) => {
      const received = await receiveWebhook(context, request);
      switch (received.kind) {
        case "stored":
          return ok({ received: true as const, duplicate: received.duplicate });
        case "signature_invalid":
          return problem(
            "signature_invalid",
            "The signature does not fit the body. Sign the raw bytes with the webhook signing key of this deployment.",
          );
        case "signature_stale":
          return problem(
            "signature_stale",
            "The signature's timestamp is more than 3 minutes away from now. Sign again with the present time.",
          );
        case "too_large":
          return problem("payload_too_large", "The body is larger than 1 MiB, which no webhook of Calendly is.");
      }
    }),
  ];
}
