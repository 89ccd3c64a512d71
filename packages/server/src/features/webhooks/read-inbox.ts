import { and, count, desc, eq, gte, inArray, like, or, type SQL, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { people, webhookDeliveries } from "../../platform/database/schema.ts";
import { idPrefix } from "./rules.ts";
import type { DeliveryPosition, DeliveryQuery, InboxKeeper } from "./types.ts";

const shownColumns = {
  id: webhookDeliveries.id,
  eventName: webhookDeliveries.eventName,
  state: webhookDeliveries.state,
  reason: webhookDeliveries.reason,
  receivedAt: webhookDeliveries.receivedAt,
  signedAt: webhookDeliveries.signedAt,
  settledAt: webhookDeliveries.settledAt,
  attempts: webhookDeliveries.attempts,
  duplicates: webhookDeliveries.duplicates,
  replays: webhookDeliveries.replays,
  replayedAt: webhookDeliveries.replayedAt,
  size: webhookDeliveries.size,
  coachId: webhookDeliveries.coachId,
  coachName: people.name,
};

export type DeliveryRecord = Awaited<ReturnType<typeof listDeliveryRecords>>[number];

/** One page of the inbox, newest first. */
export function listDeliveryRecords(
  db: Queryable,
  _keeper: InboxKeeper,
  query: DeliveryQuery,
  page: { readonly after: DeliveryPosition | null; readonly limit: number },
) {
  const { after } = page;
  return db
    .select(shownColumns)
    .from(webhookDeliveries)
    .leftJoin(people, eq(people.id, webhookDeliveries.coachId))
    .where(
      and(
        found(query),
        after === null
          ? undefined
          : sql`(${webhookDeliveries.receivedAt}, ${webhookDeliveries.id}) < (${after.receivedAt.toString()}::timestamptz, ${after.id})`,
      ),
    )
    .orderBy(desc(webhookDeliveries.receivedAt), desc(webhookDeliveries.id))
    .limit(page.limit);
}

export async function findDeliveryRecord(
  db: Queryable,
  _keeper: InboxKeeper,
  id: string,
): Promise<DeliveryRecord | null> {
  const [row] = await db
    .select(shownColumns)
    .from(webhookDeliveries)
    .leftJoin(people, eq(people.id, webhookDeliveries.coachId))
    .where(eq(webhookDeliveries.id, id));
  return row ?? null;
}

function found({ state, eventName, coachId, search }: DeliveryQuery): SQL | undefined {
  return and(
    state === undefined
      ? undefined
      : state === "trouble"
        ? inArray(webhookDeliveries.state, ["failed", "dead"])
        : eq(webhookDeliveries.state, state),
    eventName === undefined ? undefined : eq(webhookDeliveries.eventName, eventName),
    coachId === undefined ? undefined : eq(webhookDeliveries.coachId, coachId),
    search ? like(webhookDeliveries.id, `${idPrefix(search)}%`) : undefined,
  );
}

/** Deliveries that are not over, whenever they came, and what became of those that came since. */
export async function countDeliveries(db: Queryable, _keeper: InboxKeeper, since: Temporal.Instant) {
  const open = inArray(webhookDeliveries.state, ["received", "failed", "dead"]);
  const counts = await db
    .select({
      state: webhookDeliveries.state,
      count: count(),
      oldest: sql`min(${webhookDeliveries.receivedAt})`.mapWith(webhookDeliveries.receivedAt),
    })
    .from(webhookDeliveries)
    .where(or(open, gte(webhookDeliveries.receivedAt, since)))
    .groupBy(webhookDeliveries.state);
  const [repeats] = await db
    .select({ count: sql<number>`coalesce(sum(${webhookDeliveries.duplicates}), 0)::int` })
    .from(webhookDeliveries)
    .where(gte(webhookDeliveries.receivedAt, since));
  return { counts, duplicates: repeats?.count ?? 0 };
}

/** The names among the newest deliveries, and when the newest came. */
export async function listEventNames(db: Queryable, _keeper: InboxKeeper) {
  const newest = db
    .select({ eventName: webhookDeliveries.eventName, receivedAt: webhookDeliveries.receivedAt })
    .from(webhookDeliveries)
    .orderBy(desc(webhookDeliveries.receivedAt))
    .limit(5000)
    .as("newest");
  return db
    .select({
      eventName: newest.eventName,
      lastAt: sql`max(${newest.receivedAt})`.mapWith(webhookDeliveries.receivedAt),
    })
    .from(newest)
    .groupBy(newest.eventName)
    .orderBy(newest.eventName);
}

/** Sets deliveries back to the beginning, the oldest first; answers each with the number of its round. */
export async function resetDeliveries(
  tx: Transaction,
  _keeper: InboxKeeper,
  which: { readonly ids: readonly string[] } | { readonly query: DeliveryQuery },
  how: { readonly at: Temporal.Instant; readonly limit: number },
): Promise<{ readonly id: string; readonly replay: number }[]> {
  const chosen = tx
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(and(hasBody, "ids" in which ? inArray(webhookDeliveries.id, [...which.ids]) : found(which.query)))
    .orderBy(webhookDeliveries.receivedAt, webhookDeliveries.id)
    .limit(how.limit)
    .for("update");
  return tx
    .update(webhookDeliveries)
    .set({
      state: "received",
      reason: null,
      appliedAt: null,
      replays: sql`${webhookDeliveries.replays} + 1`,
      replayedAt: how.at,
    })
    .where(inArray(webhookDeliveries.id, chosen))
    .returning({ id: webhookDeliveries.id, replay: webhookDeliveries.replays });
}

/** How many more there are to replay. */
export async function countReplayable(db: Queryable, _keeper: InboxKeeper, query: DeliveryQuery): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(webhookDeliveries)
    .where(and(hasBody, found(query)));
  return row?.count ?? 0;
}

/** A body that was erased, or is no longer kept, cannot be applied again. */
const hasBody = sql`${webhookDeliveries.bodySealed} <> ''`;
