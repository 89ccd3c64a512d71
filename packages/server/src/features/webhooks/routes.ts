import { routes } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { cursorUnknown, notFound, ok, problem } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { getDelivery, openDelivery } from "./get-delivery.ts";
import { getInbox, listDeliveries } from "./list-deliveries.ts";
import { receiveWebhook } from "./receive-webhook.ts";
import { replayDeliveries, replayDelivery } from "./replay-deliveries.ts";

const erased =
  "The content of this delivery is no longer kept: it was erased with its coach's data, or is older than INBOX_DAYS.";

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
        case "too_slow":
          return problem("request_timeout", "The body did not arrive within 10 seconds. Send it again.");
      }
    }),

    handle(routes.getInbox, async ({ viewer }) => ok(await getInbox(context, viewer))),

    handle(routes.listDeliveries, async ({ viewer, query }) => {
      const page = await listDeliveries(context, viewer, query);
      switch (page.kind) {
        case "page":
          return ok({ items: page.items, nextCursor: page.nextCursor });
        case "cursor_unknown":
          return cursorUnknown();
      }
    }),

    handle(routes.getDelivery, async ({ viewer, params }) => {
      const delivery = await getDelivery(context, viewer, params.deliveryId);
      return delivery === null ? notFound() : ok(delivery);
    }),

    handle(routes.openDelivery, async ({ viewer, params, requestId }) => {
      const opened = await openDelivery(context, viewer, { deliveryId: params.deliveryId, requestId });
      switch (opened.kind) {
        case "opened":
          return ok({ encoding: opened.encoding, body: opened.body });
        case "not_found":
          return notFound();
        case "erased":
          return problem("conflict", erased);
        case "sealed":
          return problem("conflict", `The body cannot be opened. ${opened.why} Put the key back, then open it again.`);
      }
    }),

    handle(routes.replayDelivery, async ({ viewer, params, requestId }) => {
      const outcome = await replayDelivery(context, viewer, { deliveryId: params.deliveryId, requestId });
      switch (outcome.kind) {
        case "replayed":
          return ok(outcome.delivery);
        case "not_found":
          return notFound();
        case "erased":
          return problem("conflict", erased);
      }
    }),

    handle(routes.replayDeliveries, async ({ viewer, body, requestId }) =>
      ok(await replayDeliveries(context, viewer, "ids" in body ? body : { query: body }, { requestId })),
    ),
  ];
}
