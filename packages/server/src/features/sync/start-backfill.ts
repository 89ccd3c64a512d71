import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { recordAudit } from "../audit/index.ts";
import { findConnection } from "../connections/index.ts";
import { historyFrom } from "./plan-window.ts";
import { lockUris } from "./queries.ts";
import { firstPosition, writePosition } from "./read-page.ts";
import { beginBackfill } from "./record-backfill.ts";

export type EnqueueBackfillPage = (
  tx: Transaction,
  page: { readonly coachId: string; readonly cursor: string },
) => Promise<void>;

export type StartBackfillOutcome =
  | { readonly kind: "started" }
  /** One runs already and was left alone. */
  | { readonly kind: "running" }
  | { readonly kind: "connection_missing" }
  | { readonly kind: "connection_needs_reconnect"; readonly trouble: string | null };

/** A backfill that has run for so long lost its job: another may take its place. */
const longestRun = { hours: 24 };

/**
 * Begins to copy what the coach's Calendly account holds: everything that starts from so many days ago on, and as far
 * back as was ever asked for.
 *
 * @param options.days the configured history where absent.
 * @param options.requestId that of the coach who asks; left out where nobody does.
 * @param options.restart take the place of a backfill that runs: it may be that of another account.
 */
export function startBackfill(
  context: Context,
  coachId: string,
  enqueuePage: EnqueueBackfillPage,
  options: { readonly days?: number | undefined; readonly restart?: boolean; readonly requestId?: string } = {},
): Promise<StartBackfillOutcome> {
  return context.database.transaction(async (tx): Promise<StartBackfillOutcome> => {
    // Two who ask at once must not both find that none runs.
    await lockUris(tx, [`backfill:${coachId}`]);
    const connection = await findConnection(tx, coachId);
    if (connection === undefined || connection.state === "disconnected") return { kind: "connection_missing" };
    if (connection.state === "needs_reconnect") {
      return { kind: "connection_needs_reconnect", trouble: connection.trouble };
    }
    const at = context.clock.now();
    const { backfillState, backfillStartedAt } = connection;
    const isLost =
      backfillStartedAt === null || backfillStartedAt.until(at, { largestUnit: "hour" }).hours >= longestRun.hours;
    if (backfillState === "running" && !isLost && options.restart !== true) return { kind: "running" };
    const from = historyFrom(connection, options.days ?? context.config.historyDays, at);
    const cursor = writePosition(firstPosition(from));
    const started = await beginBackfill(tx, coachId, { cursor, from, at });
    if (started === null) return { kind: "connection_missing" };
    await enqueuePage(tx, { coachId, cursor });
    const { requestId } = options;
    await recordAudit(tx, {
      at,
      actor: requestId === undefined ? "system" : coachId,
      action: "backfill.started",
      subject: started.connectionId,
      detail: { days: options.days ?? context.config.historyDays },
      requestId: requestId ?? null,
    });
    await context.live.publish(tx, { topic: "connection", id: started.connectionId, audience: [coachId] });
    return { kind: "started" };
  });
}
