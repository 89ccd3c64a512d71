import { routes } from "@punctual/contract";
import { calendlyProblem } from "../../platform/calendly/failure.ts";
import type { Context } from "../../platform/context.ts";
import { cursorUnknown, notFound, ok, problem } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { cancelSession } from "./cancel-session.ts";
import { getSession } from "./get-session.ts";
import { listSessions } from "./list-sessions.ts";
import { getBooking, reportBooking } from "./report-booking.ts";
import { cancelSentences } from "./rules.ts";

export function sessionRoutes(context: Context): HandledRoute[] {
  return [
    handle(routes.listSessions, async ({ viewer, query }) => {
      const page = await listSessions(context, viewer, query);
      switch (page.kind) {
        case "page":
          return ok({ items: page.items, nextCursor: page.nextCursor });
        case "cursor_unknown":
          return cursorUnknown();
      }
    }),

    handle(routes.getSession, async ({ viewer, params, requestId }) => {
      const session = await getSession(context, viewer, { idOrUuid: params.uuid, requestId });
      return session === null ? notFound() : ok(session);
    }),

    handle(routes.cancelSession, async ({ viewer, params, body, requestId }) => {
      const outcome = await cancelSession(context, viewer, { idOrUuid: params.uuid, reason: body.reason, requestId });
      switch (outcome.kind) {
        case "canceled":
          return ok(outcome.session);
        case "not_found":
          return notFound();
        case "session_over":
        case "session_already_canceled":
          return problem(outcome.kind, cancelSentences[outcome.kind]);
        case "connection_missing":
          return problem(
            "connection_missing",
            "The coach is not connected to Calendly, so it cannot be canceled from here. Cancel it at Calendly.",
          );
        case "calendly_refused":
          return problem(
            "calendly_refused",
            "Calendly refused to cancel this session. Open it at Calendly, or connect Calendly again and retry.",
          );
        case "calendly_unavailable":
          return problem(
            "calendly_unavailable",
            "Calendly did not answer, so it is not certain that the session is canceled. Try again in a moment: it is canceled once.",
            { retryAfterSeconds: Math.max(1, Math.ceil(outcome.retryAfterSeconds ?? 10)) },
          );
        case "calendly_rate_limited":
        case "connection_needs_reconnect":
          return calendlyProblem(outcome);
      }
    }),

    handle(routes.reportBooking, async ({ viewer, body }) => {
      const outcome = await reportBooking(context, viewer, body);
      switch (outcome.kind) {
        case "reported":
          return ok(outcome.booking);
        case "not_found":
          return notFound();
        case "uris_foreign":
          return problem("invalid_request", "These are not the addresses of a booking at the configured Calendly.", {
            errors: [
              { field: "body.inviteeUri", message: "Send `payload.invitee.uri` of the widget's message as it is." },
            ],
          });
      }
    }),

    handle(routes.getBooking, async ({ viewer, params }) => {
      const booking = await getBooking(context, viewer, params.bookingId);
      return booking === null ? notFound() : ok(booking);
    }),
  ];
}
