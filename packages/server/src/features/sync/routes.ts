import { routes } from "@punctual/contract";
import { reconnectTrouble } from "../../platform/calendly/failure.ts";
import type { Context } from "../../platform/context.ts";
import { cursorUnknown, ok, problem, type Reply, raw } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { getConnection } from "../connections/index.ts";
import { getDrift, getOwnDrift } from "./get-drift.ts";
import { enqueueBackfillPage, enqueueSweepPage, enqueueSweeps } from "./jobs.ts";
import { listSweeps } from "./list-sweeps.ts";
import { sendDrift } from "./send-drift.ts";
import { type StartBackfillOutcome, startBackfill } from "./start-backfill.ts";
import { type StartSweepOutcome, startSweep } from "./start-sweep.ts";
import { startSweeps } from "./start-sweeps.ts";
import { streamChanges } from "./stream-changes.ts";

export function syncRoutes(context: Context): HandledRoute[] {
  const [backfillPage, sweepPage] = [enqueueBackfillPage(context), enqueueSweepPage(context)];
  return [
    handle(routes.streamChanges, async ({ viewer, request }) => {
      const lastEventId = request.headers.get("last-event-id");
      const response = await streamChanges(context, viewer, { lastEventId, signal: request.signal });
      if (response !== null) return raw(response);
      const detail = "Too many pages are open on this server just now. This page asks again by itself.";
      return problem("rate_limited", detail, { retryAfterSeconds: 30 });
    }),

    handle(routes.startBackfill, async ({ viewer, body, requestId }) => {
      const how = { days: body.days, requestId };
      const refusal = refusalOf(await startBackfill(context, viewer.personId, backfillPage, how));
      return refusal ?? ok(await getConnection(context, viewer.personId));
    }),

    handle(routes.getOwnDrift, async ({ viewer }) => ok(await getOwnDrift(context, viewer))),

    handle(routes.startOwnSweep, async ({ viewer, body, requestId }) => {
      const wish = { coachId: viewer.personId, depth: body.depth, cause: "person", fromAt: null } as const;
      const asker = { personId: viewer.personId, requestId };
      const refusal = refusalOf(await startSweep(context, wish, sweepPage, asker));
      return refusal ?? ok(await getOwnDrift(context, viewer));
    }),

    handle(routes.getDrift, async ({ viewer, query }) => {
      if (query.format !== "page") return raw(await sendDrift(context, viewer, query.format));
      const outcome = await getDrift(context, viewer, { ...query, attention: query.show === "attention" });
      return outcome.kind === "listed" ? ok(outcome.page) : cursorUnknown();
    }),

    handle(routes.listSweeps, async ({ viewer, query }) => {
      const outcome = await listSweeps(context, viewer, { ...query, attention: query.show === "attention" });
      return outcome.kind === "listed" ? ok(outcome.page) : cursorUnknown();
    }),

    handle(routes.startSweeps, async ({ viewer, body, requestId }) => {
      const { coachId, depth } = body;
      if (coachId === null) {
        return ok({ started: await startSweeps(context, viewer, { depth, requestId }, enqueueSweeps(context)) });
      }
      const wish = { coachId, depth, cause: "person", fromAt: null } as const;
      const asker = { personId: viewer.personId, requestId };
      const refusal = refusalOf(await startSweep(context, wish, sweepPage, asker));
      return refusal ?? ok({ started: 1 });
    }),
  ];
}

/** Why nothing was started; null when something was. */
function refusalOf(outcome: StartBackfillOutcome | StartSweepOutcome): Reply<never> | null {
  switch (outcome.kind) {
    case "started":
      return null;
    case "running":
      return problem(
        "conflict",
        "sweepId" in outcome
          ? "These sessions are being compared just now. Wait until that is done."
          : "Sessions are being copied just now. Wait until that is done.",
      );
    case "not_due":
    case "backfill_running":
      return problem("conflict", "Sessions are being copied just now. Compare them when that is done.");
    case "connection_missing":
      return problem("connection_missing", "Calendly is not connected, so there is nothing to read. Connect it first.");
    case "connection_needs_reconnect":
      return problem("connection_needs_reconnect", outcome.trouble ?? reconnectTrouble);
  }
}
