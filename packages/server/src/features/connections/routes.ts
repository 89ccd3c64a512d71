import { type ProblemCode, routes } from "@punctual/contract";
import { calendlyProblem } from "../../platform/calendly/failure.ts";
import type { Context } from "../../platform/context.ts";
import { cursorUnknown, empty, notFound, ok, problem, redirect } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { checkCapabilities } from "./check-capabilities.ts";
import { confirmConnection } from "./confirm-connection.ts";
import { discardAttempt } from "./discard-attempt.ts";
import { disconnectAccount } from "./disconnect-account.ts";
import { type FinishConsentOutcome, finishConsent } from "./finish-consent.ts";
import { getCoach } from "./get-coach.ts";
import { getConnection, getPendingConnection } from "./get-connection.ts";
import { listCoaches } from "./list-coaches.ts";
import { startConnection } from "./start-connection.ts";
import type { ConnectionHooks } from "./types.ts";

const expired = "This consent was not confirmed within 10 minutes, so it was dropped. Connect Calendly again.";

export function connectionRoutes(context: Context, hooks: ConnectionHooks): HandledRoute[] {
  return [
    handle(routes.getConnection, async ({ viewer }) => ok(await getConnection(context, viewer.personId))),

    handle(routes.startConnection, async ({ viewer }) =>
      ok(await startConnection(context, { coachId: viewer.personId })),
    ),

    handle(routes.finishConsent, async ({ viewer, query }) => {
      const outcome = await finishConsent(
        context,
        { coachId: viewer.personId },
        { code: query.code, state: query.state, error: query.error },
      );
      return redirect(connectionPage(context, outcome));
    }),

    handle(routes.getPendingConnection, async ({ viewer, params }) => {
      const outcome = await getPendingConnection(context, { coachId: viewer.personId, ...params });
      switch (outcome.kind) {
        case "pending":
          return ok(outcome.pending);
        case "not_found":
          return notFound();
        case "expired":
          return problem("connect_state_expired", expired);
      }
    }),

    handle(routes.confirmConnection, async ({ viewer, params, query, requestId }) => {
      const asker = { coachId: viewer.personId, requestId };
      const outcome = await confirmConnection(context, hooks, asker, params.attemptId, query.replacing ?? null);
      switch (outcome.kind) {
        case "confirmed":
          return ok(outcome.connection);
        case "not_found":
          return notFound();
        case "expired":
          return problem("connect_state_expired", expired);
        case "account_taken":
          return problem(
            "connect_account_taken",
            "Another coach here is already connected to this Calendly account. Sign in to Calendly with your own account and connect again.",
          );
        case "account_differs":
          return problem(
            "connect_account_differs",
            `This would take the place of ${outcome.email}, another Calendly account of yours. Look at the two again, and say which it is to be.`,
          );
        case "erasing":
          return problem(
            "conflict",
            "What was copied before is still being erased. Wait until that is done, then say yes again.",
          );
      }
    }),

    handle(routes.discardConnection, async ({ viewer, params }) => {
      const outcome = await discardAttempt(context, { coachId: viewer.personId, ...params });
      switch (outcome.kind) {
        case "discarded":
          return empty();
        case "not_found":
          return notFound();
      }
    }),

    handle(routes.disconnect, async ({ viewer, query, requestId }) => {
      const asker = { coachId: viewer.personId, requestId };
      const outcome = await disconnectAccount(context, hooks, asker, query.data);
      switch (outcome.kind) {
        case "disconnected":
          return ok(outcome.connection);
        case "missing":
          return problem("connection_missing", "Calendly is not connected, so there is nothing to disconnect.");
      }
    }),

    handle(routes.checkCapabilities, async ({ viewer }) => {
      const coachId = viewer.personId;
      const outcome = await checkCapabilities(context, coachId, { purpose: "person" });
      switch (outcome.kind) {
        case "checked":
          await context.database.transaction(async (tx) => {
            for (const job of hooks.afterCheck) await context.queue.enqueue(tx, job, { coachId }, { key: coachId });
          });
          return ok(await getConnection(context, coachId));
        case "missing":
          return problem("connection_missing", "Calendly is not connected, so there is nothing to find out.");
        default:
          return calendlyProblem(outcome);
      }
    }),

    handle(routes.listCoaches, async ({ viewer, query }) => {
      const outcome = await listCoaches(context, viewer, query);
      switch (outcome.kind) {
        case "listed":
          return ok(outcome.page);
        case "cursor_unknown":
          return cursorUnknown();
      }
    }),

    handle(routes.getCoach, async ({ viewer, params }) => {
      const coach = await getCoach(context, viewer, params.coachId);
      return coach === undefined ? notFound() : ok(coach);
    }),
  ];
}

/** Where the coach's browser goes after Calendly: the page that shows whose account it is, or the one that says why not. */
function connectionPage(context: Context, outcome: FinishConsentOutcome): string {
  const page = new URL("/settings/connection", context.config.publicUrl);
  if (outcome.kind === "waiting_for_confirmation") page.searchParams.set("attempt", outcome.attemptId);
  else page.searchParams.set("problem", consentProblem(outcome));
  return page.href;
}

function consentProblem(outcome: Exclude<FinishConsentOutcome, { kind: "waiting_for_confirmation" }>): ProblemCode {
  switch (outcome.kind) {
    case "denied":
      return "connect_denied";
    case "code_rejected":
      return "connect_code_rejected";
    case "unavailable":
      return "calendly_unavailable";
    case "state_refused":
      switch (outcome.refusal) {
        case "unknown":
          return "connect_state_unknown";
        // The answer that belonged to this state has come already: to the coach, the same code came twice.
        case "used":
          return "connect_code_rejected";
        case "expired":
          return "connect_state_expired";
      }
  }
}
