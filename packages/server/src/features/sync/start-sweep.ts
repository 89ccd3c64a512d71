import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { findConnection } from "../connections/index.ts";
import { readEventTypesJob } from "../event-types/index.ts";
import { isDue } from "./plan-sweeps.ts";
import { sweepFrom } from "./plan-window.ts";
import { lockUris } from "./queries.ts";
import { firstPosition, writePosition } from "./read-page.ts";
import { insertSweep, oldestStart, selectRunningSweeps, selectSweptCoaches } from "./record-sweeps.ts";
import type { SweepWish } from "./types.ts";

export type EnqueueSweepPage = (
  tx: Transaction,
  page: { readonly sweepId: string; readonly cursor: string },
) => Promise<void>;

export type StartSweepOutcome =
  | { readonly kind: "started"; readonly sweepId: string }
  /** One that compares as much runs already. */
  | { readonly kind: "running"; readonly sweepId: string }
  /** Another process planned it too, and was first. */
  | { readonly kind: "not_due" }
  /** What is copied now would all count as missing. */
  | { readonly kind: "backfill_running" }
  | { readonly kind: "connection_missing" }
  | { readonly kind: "connection_needs_reconnect"; readonly trouble: string | null };

/**
 * Begins to compare the mirror of a coach's account with Calendly.
 *
 * @param asker who asks by a request; null where the clock does, or somebody who asked for every coach at once.
 */
export function startSweep(
  context: Context,
  wish: SweepWish,
  enqueuePage: EnqueueSweepPage,
  asker: { readonly personId: string; readonly requestId: string } | null = null,
): Promise<StartSweepOutcome> {
  const { coachId, depth, cause } = wish;
  return context.database.transaction(async (tx): Promise<StartSweepOutcome> => {
    // Two who ask at once must not both find that none runs.
    await lockUris(tx, [`sweep:${coachId}`]);
    const connection = await findConnection(tx, coachId);
    if (connection === undefined || connection.state === "disconnected") return { kind: "connection_missing" };
    if (connection.state === "needs_reconnect") {
      return { kind: "connection_needs_reconnect", trouble: connection.trouble };
    }
    if (connection.backfillState === "running") return { kind: "backfill_running" };

    const now = context.clock.now();
    if (cause === "schedule" && !(await isStillDue(tx, wish, now))) return { kind: "not_due" };
    const account = { coachId, userUri: connection.userUri };
    const fromAt = sweepFrom(
      {
        depth,
        askedFrom: wish.fromAt === null ? null : Temporal.Instant.from(wish.fromAt),
        history:
          depth === "recent"
            ? []
            : [
                connection.backfillFrom ?? now.subtract({ hours: context.config.historyDays * 24 }),
                await oldestStart(tx, account),
              ],
      },
      now,
    );
    // After a gap the one that runs may have passed already what changed since.
    const running = cause === "gap" ? [] : await selectRunningSweeps(tx, coachId);
    const same = running.find((one) => one.depth === depth);
    if (same !== undefined) return { kind: "running", sweepId: same.id };

    const sweepId = newId("swp");
    const cursor = writePosition(firstPosition(fromAt));
    await insertSweep(tx, {
      id: sweepId,
      coachId,
      connectionId: connection.id,
      depth,
      cause,
      cursor,
      fromAt,
      startedAt: now,
    });
    await enqueuePage(tx, { sweepId, cursor });
    if (asker !== null) {
      await recordAudit(tx, {
        at: now,
        actor: asker.personId,
        onBehalfOf: asker.personId === coachId ? null : coachId,
        action: "sweep.started",
        subject: connection.id,
        detail: { depth },
        requestId: asker.requestId,
      });
    }
    // What was told of event types may have been lost as well, and where there are no webhooks nothing is told.
    await context.queue.enqueue(tx, readEventTypesJob, { coachId }, { key: sweepId, priority: -10 });
    if (cause !== "schedule") await context.live.publish(tx, { topic: "sweeps", id: sweepId, audience: [coachId] });
    return { kind: "started", sweepId };
  });
}

async function isStillDue(tx: Transaction, wish: SweepWish, now: Temporal.Instant): Promise<boolean> {
  const [coach] = await selectSweptCoaches(tx, wish.coachId);
  return coach !== undefined && isDue(coach, wish.depth, now);
}
