import { routes } from "@punctual/contract";
import { calendlyProblem } from "../../platform/calendly/failure.ts";
import type { Context } from "../../platform/context.ts";
import { notFound, ok, problem } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { listEventTypes } from "./list-event-types.ts";
import { selectEventTypes } from "./queries.ts";
import { readEventTypes } from "./read-event-types.ts";
import { toEventType } from "./rules.ts";
import { updateEventType } from "./update-event-type.ts";

export function eventTypeRoutes(context: Context): HandledRoute[] {
  return [
    handle(routes.listEventTypes, async ({ viewer, query }) => {
      const outcome = await listEventTypes(context, viewer, query);
      switch (outcome.kind) {
        case "listed":
          return ok({ items: outcome.items });
        case "coach_unnamed":
          return problem("invalid_request", "Say whose event types you want to see.", {
            errors: [{ field: "query.coachId", message: "Write the id of a coach." }],
          });
        case "not_found":
          return notFound();
      }
    }),

    handle(routes.updateEventType, async ({ viewer, params, body, requestId }) => {
      const outcome = await updateEventType(context, viewer, { ...params, ...body, requestId });
      switch (outcome.kind) {
        case "updated":
          return ok(outcome.eventType);
        case "not_found":
          return notFound();
      }
    }),

    handle(routes.refreshEventTypes, async ({ viewer }) => {
      const outcome = await readEventTypes(context, viewer.personId, { purpose: "person" });
      switch (outcome.kind) {
        case "read": {
          const rows = await selectEventTypes(context.database, viewer, { coachId: viewer.personId });
          return ok({ items: rows.map(toEventType) });
        }
        case "connection_missing":
          return problem(
            "connection_missing",
            "Calendly is not connected. Connect it first, then read the event types.",
          );
        case "connection_needs_reconnect":
        case "calendly_refused":
        case "calendly_unavailable":
        case "calendly_rate_limited":
          return calendlyProblem(outcome);
      }
    }),
  ];
}
