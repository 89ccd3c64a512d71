import { and, eq, ne, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Transaction } from "../../platform/database/database.ts";
import { connections } from "../../platform/database/schema.ts";

/** The connection that a backfill belongs to; null when the coach has none, or the backfill is no longer the current one. */
type Saved = Promise<{ readonly connectionId: string } | null>;

/** Begins a backfill, in place of one that may be under way. */
export async function beginBackfill(
  tx: Transaction,
  coachId: string,
  backfill: { readonly cursor: string; readonly from: Temporal.Instant; readonly at: Temporal.Instant },
): Saved {
  const { cursor, from, at } = backfill;
  const [row] = await tx
    .update(connections)
    .set({
      backfillState: "running",
      backfillCursor: cursor,
      backfillSessions: 0,
      backfillFrom: from,
      backfillReached: null,
      backfillStartedAt: at,
      backfillEndedAt: null,
      backfillTrouble: null,
      updatedAt: at,
    })
    .where(and(eq(connections.coachId, coachId), ne(connections.state, "disconnected")))
    .returning({ connectionId: connections.id });
  return row ?? null;
}

/** Moves the backfill on from where it stands; null when it stands elsewhere: another one began meanwhile. */
export async function advanceBackfill(
  tx: Transaction,
  coachId: string,
  step: {
    readonly from: string;
    /** Null after the last page. */
    readonly cursor: string | null;
    readonly copied: number;
    readonly reached: Temporal.Instant | null;
    readonly at: Temporal.Instant;
  },
): Saved {
  const done = step.cursor === null;
  const [row] = await tx
    .update(connections)
    .set({
      backfillState: done ? "done" : "running",
      backfillCursor: step.cursor,
      backfillSessions: sql`${connections.backfillSessions} + ${step.copied}`,
      ...(step.reached === null ? {} : { backfillReached: step.reached }),
      ...(done ? { backfillEndedAt: step.at } : {}),
      updatedAt: step.at,
    })
    .where(standsAt(coachId, step.from))
    .returning({ connectionId: connections.id });
  return row ?? null;
}

/** Ends the backfill where it stands, with the reason. */
export async function failBackfill(
  tx: Transaction,
  coachId: string,
  failure: { readonly from: string; readonly trouble: string; readonly at: Temporal.Instant },
): Saved {
  const { from, trouble, at } = failure;
  const [row] = await tx
    .update(connections)
    .set({ backfillState: "failed", backfillTrouble: trouble, backfillEndedAt: at, updatedAt: at })
    .where(standsAt(coachId, from))
    .returning({ connectionId: connections.id });
  return row ?? null;
}

function standsAt(coachId: string, cursor: string) {
  return and(
    eq(connections.coachId, coachId),
    ne(connections.state, "disconnected"),
    eq(connections.backfillState, "running"),
    eq(connections.backfillCursor, cursor),
  );
}
