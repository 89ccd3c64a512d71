import { mostEndpoints, type OutgoingMessage, routes } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { cursorUnknown, empty, notFound, ok, problem, type Reply } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { createEndpoint } from "./create-endpoint.ts";
import { listEndpoints } from "./list-endpoints.ts";
import { listMessages } from "./list-messages.ts";
import { removeEndpoint } from "./remove-endpoint.ts";
import { rotateSecret } from "./rotate-secret.ts";
import { type SentAgain, sendAgain, sendTest } from "./send-again.ts";
import { updateEndpoint } from "./update-endpoint.ts";

const urlRefused = (why: string) =>
  problem("invalid_request", `body.url: ${why}`, { errors: [{ field: "body.url", message: why }] });

function sent(outcome: SentAgain): Reply<OutgoingMessage> {
  switch (outcome.kind) {
    case "enqueued":
      return ok(outcome.message);
    case "not_found":
      return notFound();
    case "switched_off":
      return problem("conflict", "This endpoint is switched off. Switch it on, then send.");
  }
}

export function outgoingRoutes(context: Context): HandledRoute[] {
  return [
    handle(routes.listOutgoingEndpoints, async ({ viewer }) => ok({ items: await listEndpoints(context, viewer) })),

    handle(routes.createOutgoingEndpoint, async ({ viewer, body, requestId }) => {
      const created = await createEndpoint(context, viewer, { ...body, requestId });
      switch (created.kind) {
        case "created":
          return ok({ endpoint: created.endpoint, secret: created.secret });
        case "url_refused":
          return urlRefused(created.why);
        case "too_many":
          return problem("conflict", `There are ${mostEndpoints} endpoints already. Remove one that is not needed.`);
      }
    }),

    handle(routes.updateOutgoingEndpoint, async ({ viewer, params, body, requestId }) => {
      const updated = await updateEndpoint(context, viewer, { ...body, endpointId: params.endpointId, requestId });
      switch (updated.kind) {
        case "updated":
          return ok(updated.endpoint);
        case "not_found":
          return notFound();
        case "url_refused":
          return urlRefused(updated.why);
      }
    }),

    handle(routes.removeOutgoingEndpoint, async ({ viewer, params, requestId }) => {
      const removed = await removeEndpoint(context, viewer, { endpointId: params.endpointId, requestId });
      return removed ? empty() : notFound();
    }),

    handle(routes.rotateOutgoingSecret, async ({ viewer, params, requestId }) => {
      const rotated = await rotateSecret(context, viewer, { endpointId: params.endpointId, requestId });
      return rotated === null ? notFound() : ok(rotated);
    }),

    handle(routes.testOutgoingEndpoint, async ({ viewer, params }) =>
      sent(await sendTest(context, viewer, params.endpointId)),
    ),

    handle(routes.listOutgoingMessages, async ({ viewer, params, query }) => {
      const which = { endpointId: params.endpointId, state: query.state };
      const page = await listMessages(context, viewer, which, { cursor: query.cursor, limit: query.limit });
      switch (page.kind) {
        case "page":
          return ok({ items: page.items, nextCursor: page.nextCursor });
        case "cursor_unknown":
          return cursorUnknown();
        case "not_found":
          return notFound();
      }
    }),

    handle(routes.sendOutgoingMessage, async ({ viewer, params, requestId }) =>
      sent(await sendAgain(context, viewer, { messageId: params.messageId, requestId })),
    ),
  ];
}
