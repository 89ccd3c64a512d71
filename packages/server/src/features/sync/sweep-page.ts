import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { type JobAttempt, NotNow } from "../../platform/queue/job.ts";
import { calendlyFor } from "../connections/index.ts";
import { afterApplied } from "./apply-change.ts";
import { countedBefore, newsSince } from "./plan-window.ts";
import { EndlessList, firstPosition, type Position, readPosition, writePosition } from "./read-page.ts";
import { type ReadForSweep, readForSweep } from "./read-sweep.ts";
import { reconcilePage } from "./reconcile-session.ts";
import { advanceSweep, failSweeps, findSweep, lockSweep, restartSweep, sweptBefore } from "./record-sweeps.ts";
import { reportChanges } from "./report-changes.ts";
import { accessTrouble, accountChanged, troubleOf } from "./report-trouble.ts";
import type { EnqueueSweepPage } from "./start-sweep.ts";
import type { Applied, ComparedAt, SweepRecord } from "./types.ts";

interface PageJob {
  readonly sweepId: string;
  readonly cursor: string;
}

/**
 * Compares one page of Calendly's sessions with the mirror, puts right what differs and enqueues the next page. What was
 * put right, the counts, the place to go on and the next job are committed together, so that a crash repeats at most this
 * page and counts nothing twice.
 *
 * What the mirror has and the page should have listed is asked for by its URI: only what Calendly says it does not know
 * is gone.
 *
 * @throws when Calendly cannot be asked just now; the job tries again, and the sweep says why after the last time.
 */
export async function sweepPage(
  context: Context,
  job: PageJob,
  attempt: Pick<JobAttempt, "last" | "signal">,
  enqueuePage: EnqueueSweepPage,
): Promise<void> {
  const sweep = await findSweep(context.database, job.sweepId);
  // The sweep is over, or this page is done: its successor is on its way.
  if (sweep === undefined || sweep.state !== "running" || sweep.cursor !== job.cursor) return;
  const access = await calendlyFor(context, sweep.coachId, { purpose: "sweep" });
  if (access.kind !== "ready") return fail(context, sweep, accessTrouble(access));
  const { client, connection } = access;
  if (Temporal.Instant.compare(connection.connectedAt, sweep.startedAt) > 0)
    return fail(context, sweep, accountChanged);
  const position = readPosition(job.cursor);
  if (position === null) return startOver(context, sweep, job, enqueuePage);

  const at = await comparedAt(context, sweep, connection.webhookState === "polling");
  const account = { coachId: sweep.coachId, userUri: connection.userUri };
  let read: ReadForSweep;
  try {
    read = await readForSweep(context, client, { account, sweep, position, at, signal: attempt.signal });
  } catch (error) {
    if (error instanceof NotNow) throw error;
    if (error instanceof EndlessList) return fail(context, sweep, troubleOf(error));
    if (attempt.last) await fail(context, sweep, troubleOf(error));
    throw error;
  }
  const cursor = read.next === null ? null : writePosition(read.next);
  const applied = await context.database.transaction(async (tx): Promise<readonly Applied[]> => {
    const locked = await lockSweep(tx, { id: sweep.id, cursor: job.cursor });
    if (locked === undefined) return [];
    const page = await reconcilePage(context, tx, read, { at, notify: { since: newsSince(connection) } });
    await advanceSweep(tx, locked, {
      cursor,
      sessionsCompared: read.sessionsCompared,
      inviteesCompared: read.inviteesCompared,
      differences: page.differences,
      at: context.clock.now(),
    });
    if (cursor !== null) await enqueuePage(tx, { sweepId: sweep.id, cursor });
    await reportChanges(context, tx, sweep.coachId, page.applied);
    await reportProgress(context, tx, locked, cursor === null || page.differences.length > 0);
    return page.applied;
  });
  for (const result of applied) afterApplied(context, result);
}

async function comparedAt(context: Context, sweep: SweepRecord, isPolled: boolean): Promise<ComparedAt> {
  const readAt = context.clock.now();
  const polledSince = isPolled ? ((await sweptBefore(context.database, sweep)) ?? sweep.fromAt) : null;
  return { readAt, countedBefore: countedBefore({ readAt, polledSince }) };
}

/** The cursor is of an older version: everything is compared again. */
async function startOver(
  context: Context,
  sweep: SweepRecord,
  job: PageJob,
  enqueuePage: EnqueueSweepPage,
): Promise<void> {
  const start: Position = firstPosition(sweep.fromAt);
  await context.database.transaction(async (tx) => {
    if ((await lockSweep(tx, { id: sweep.id, cursor: job.cursor })) === undefined) return;
    const cursor = writePosition(start);
    await restartSweep(tx, sweep.id, cursor);
    await enqueuePage(tx, { sweepId: sweep.id, cursor });
  });
}

/** Somebody who asked watches every page; of the clock's sweeps only their end and what they found are news. */
async function reportProgress(context: Context, tx: Transaction, sweep: SweepRecord, isNews: boolean): Promise<void> {
  if (!isNews && sweep.cause === "schedule") return;
  await context.live.publish(tx, { topic: "sweeps", id: sweep.id, audience: [sweep.coachId] });
}

async function fail(context: Context, sweep: SweepRecord, trouble: string): Promise<void> {
  await context.database.transaction(async (tx) => {
    const failed = await failSweeps(tx, { id: sweep.id }, { trouble, at: context.clock.now() });
    if (failed.length === 0) return;
    await context.live.publish(tx, { topic: "sweeps", id: sweep.id, audience: [sweep.coachId] });
  });
}
