import { Temporal } from "temporal-polyfill";
import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import type { Context } from "../../platform/context.ts";
import { type JobAttempt, NotNow } from "../../platform/queue/job.ts";
import { recordAudit } from "../audit/index.ts";
import { calendlyFor, findConnection } from "../connections/index.ts";
import { afterApplied, applyChanges, urisOf } from "./apply-change.ts";
import { newsSince } from "./plan-window.ts";
import { lockUris } from "./queries.ts";
import { EndlessList, type Position, readAllInvitees, readPage, readPosition, writePosition } from "./read-page.ts";
import { advanceBackfill, failBackfill } from "./record-backfill.ts";
import { reportChanges } from "./report-changes.ts";
import { accessTrouble, troubleOf } from "./report-trouble.ts";
import { type EnqueueBackfillPage, startBackfill } from "./start-backfill.ts";

/** Sessions in one page; each costs one more call for its invitees. */
const pageSize = 50;

/**
 * Copies one page of sessions and enqueues the next. The page's sessions, the place to go on and the next job are
 * committed together, so that a crash repeats at most this page, which changes nothing.
 *
 * @throws when Calendly cannot be asked just now; the job tries again, and the connection says why after the last time.
 */
export async function backfillPage(
  context: Context,
  page: { readonly coachId: string; readonly cursor: string },
  attempt: Pick<JobAttempt, "last" | "signal">,
  enqueuePage: EnqueueBackfillPage,
): Promise<void> {
  const { coachId, cursor } = page;
  const connection = await findConnection(context.database, coachId);
  // Another backfill began meanwhile, or this page is done: its successor is on its way.
  if (connection === undefined || connection.backfillCursor !== cursor) return;
  const access = await calendlyFor(context, coachId, { purpose: "backfill" });
  if (access.kind !== "ready") return fail(context, page, accessTrouble(access));

  const position = readPosition(cursor);
  if (position === null) {
    // Of an older version: what was copied is found again, unchanged.
    await startBackfill(context, coachId, enqueuePage, { restart: true });
    return;
  }
  let read: { changes: readonly SessionChange[]; next: Position | null };
  try {
    const where = { userUri: connection.userUri, position, pageSize, signal: attempt.signal };
    const listed = await readPage(context, access.client, where);
    const { changes } = await readAllInvitees(context, access.client, listed.sessions, attempt.signal);
    read = { changes, next: listed.next };
  } catch (error) {
    if (error instanceof NotNow) throw error;
    if (error instanceof EndlessList) return fail(context, page, troubleOf(error));
    if (attempt.last) await fail(context, page, troubleOf(error));
    throw error;
  }
  const { changes, next } = read;
  const nextCursor = next === null ? null : writePosition(next);
  const applied = await context.database.transaction(async (tx) => {
    await lockUris(tx, changes.flatMap(urisOf));
    const saved = await advanceBackfill(tx, coachId, {
      from: cursor,
      cursor: nextCursor,
      copied: changes.length,
      reached: lastStart(changes),
      at: context.clock.now(),
    });
    if (saved === null) return [];
    // What happened since the coach connected is news, though the backfill may see it before its webhook does.
    const options = { notify: { since: newsSince(connection) }, quietly: true, source: "backfill" } as const;
    const results = await applyChanges(context, tx, changes, options);
    if (nextCursor !== null) await enqueuePage(tx, { coachId, cursor: nextCursor });
    else {
      await recordAudit(tx, {
        at: context.clock.now(),
        actor: "system",
        action: "backfill.ended",
        subject: saved.connectionId,
        detail: { sessions: connection.backfillSessions + changes.length },
      });
    }
    await context.live.publish(tx, { topic: "connection", id: saved.connectionId, audience: [coachId] });
    await reportChanges(context, tx, coachId, results);
    return results;
  });
  for (const result of applied) afterApplied(context, result);
}

function lastStart(changes: readonly SessionChange[]): Temporal.Instant | null {
  const starts = changes.map(({ session }) => session.startAt);
  return starts.sort(Temporal.Instant.compare).at(-1) ?? null;
}

async function fail(
  context: Context,
  page: { readonly coachId: string; readonly cursor: string },
  trouble: string,
): Promise<void> {
  const { coachId, cursor } = page;
  await context.database.transaction(async (tx) => {
    const saved = await failBackfill(tx, coachId, { from: cursor, trouble, at: context.clock.now() });
    if (saved === null) return;
    await recordAudit(tx, {
      at: context.clock.now(),
      actor: "system",
      action: "backfill.failed",
      subject: saved.connectionId,
      reason: trouble,
    });
    await context.live.publish(tx, { topic: "connection", id: saved.connectionId, audience: [coachId] });
  });
}
