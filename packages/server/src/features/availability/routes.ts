import { routes } from "@punctual/contract";
import { calendlyProblem } from "../../platform/calendly/failure.ts";
import type { Context } from "../../platform/context.ts";
import { notFound, ok, problem } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { getAvailability } from "./get-availability.ts";

export function availabilityRoutes(context: Context): HandledRoute[] {
  return [
    handle(routes.getAvailability, async ({ viewer, query }) => {
      const isOwn = viewer.role === "coach";
      const outcome = await getAvailability(context, viewer, query);
      switch (outcome.kind) {
        case "answered":
          return ok(outcome.availability);
        case "window_refused":
          return problem("invalid_request", "These dates cannot be shown. Choose a shorter or later range.", {
            errors: [{ field: outcome.field, message: outcome.message }],
          });
        case "not_found":
          return notFound();
        case "connection_missing":
          return problem(
            "connection_missing",
            isOwn
              ? "Calendly is not connected, so there are no openings to show. Connect it first."
              : "This coach is not connected to Calendly just now, so there are no openings to show.",
          );
        case "connection_needs_reconnect":
          return isOwn
            ? calendlyProblem(outcome)
            : problem(
                "connection_needs_reconnect",
                "This coach's link to Calendly has to be renewed by the coach before openings can be shown. Try again later.",
              );
        case "calendly_refused":
        case "calendly_unavailable":
        case "calendly_rate_limited":
          return calendlyProblem(outcome);
      }
    }),
  ];
}
