import type { DeliveryState, RefusalReason } from "@punctual/contract";
import { and, count, desc, eq, gte, inArray, like, lt, or, type SQL, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Database, Queryable, Transaction } from "../../platform/database/database.ts";
import { plannedStatement } from "../../platform/database/planned.ts";
import { connections, people, webhookDeliveries, webhookRefusals } from "../../platform/database/schema.ts";
import { idPrefix } from "./rules.ts";
import type {
  DeliveryPosition,
  DeliveryQuery,
  InboxKeeper,
  NewDelivery,
  Outcome,
  Refusals,
  StoredDelivery,
} from "./types.ts";

/**
 * The statement that inserts deliveries, counts the repeat of each that is there or comes twice among them, and enqueues the application of
 * those that are new: one statement, and so one commit and one round trip. The unique key settles two at once. In the
 * order of their keys, so that two statements never wait for each other.
 *
 * @param enqueue the statement that enqueues a job for each row of a query
 * @returns a function that does it, and answers the ids of those that are new.
 */
export function insertingDeliveries(
  db: Database,
  enqueue: (rows: SQL) => SQL,
): (deliveries: readonly NewDelivery[]) => Promise<ReadonlySet<string>> {
  const jobs = enqueue(sql`
    select json_build_object('deliveryId', stored.id, 'replay', 0) as data, stored.id as key, 10 as priority
    from stored join given on given.id = stored.id where stored.state = 'received'`);
  const insert = plannedStatement(
    db,
    "punctual_insert_deliveries",
    sql`
    with given as (
      select * from json_to_recordset(${sql.placeholder("given")}::json) as g (
        id text, "deliveryKey" text, "eventName" text, "bodySealed" text, size integer,
        "signedAt" timestamptz, "receivedAt" timestamptz, state text, reason text, repeats integer)
    ), stored as (
      insert into ${webhookDeliveries}
        (id, delivery_key, event_name, body_sealed, size, signed_at, received_at, state, reason, duplicates)
      select id, "deliveryKey", "eventName", "bodySealed", size, "signedAt", "receivedAt", state, reason, repeats
      from given order by "deliveryKey"
      on conflict (delivery_key) do update set duplicates = ${webhookDeliveries}.duplicates + 1 + excluded.duplicates
      returning id, state
    ), enqueued as (${jobs})
    select stored.id from stored join given on given.id = stored.id`,
  );
  return async (deliveries) => {
    const rows = await insert({ given: JSON.stringify(withoutRepeats(deliveries)) });
    return new Set(rows.map(({ id }) => String(id)));
  };
}

/** The first of each key, with how often it comes again among them; instants as text that costs little to write. */
function withoutRepeats(deliveries: readonly NewDelivery[]) {
  const first = new Map<string, { readonly delivery: NewDelivery; repeats: number }>();
  for (const delivery of deliveries) {
    const same = first.get(delivery.deliveryKey);
    if (same === undefined) first.set(delivery.deliveryKey, { delivery, repeats: 0 });
    else same.repeats += 1;
  }
  const text = (at: Temporal.Instant) => new Date(at.epochMilliseconds).toISOString();
  return [...first.values()].map(({ delivery, repeats }) => ({
    ...delivery,
    signedAt: text(delivery.signedAt),
    receivedAt: text(delivery.receivedAt),
    repeats,
  }));
}

/** Counts POSTs that were refused, in the hour of `at`. */
export async function addRefusals(
  db: Database,
  counts: ReadonlyMap<RefusalReason, number>,
  at: Temporal.Instant,
): Promise<void> {
  const hour = at.round({ smallestUnit: "hour", roundingMode: "floor" });
  const rows = [...counts].sort().map(([reason, number]) => ({ hour, reason, count: number, lastAt: at }));
  await db
    .insert(webhookRefusals)
    .values(rows)
    .onConflictDoUpdate({
      target: [webhookRefusals.hour, webhookRefusals.reason],
      set: { count: sql`${webhookRefusals.count} + excluded.count`, lastAt: sql`excluded.last_at` },
    });
}

/** What was refused since then, by reason, the most frequent first. */
export async function listRefusals(db: Queryable, _keeper: InboxKeeper, since: Temporal.Instant): Promise<Refusals[]> {
  const rows = await db
    .select({
      reason: webhookRefusals.reason,
      count: sql<number>`sum(${webhookRefusals.count})::int`,
      // Drizzle reads a plain column by its own type, and an aggregate not.
      lastAt: sql`max(${webhookRefusals.lastAt})`.mapWith(webhookRefusals.lastAt),
    })
    .from(webhookRefusals)
    .where(gte(webhookRefusals.lastAt, since))
    .groupBy(webhookRefusals.reason);
  return rows.sort((a, b) => b.count - a.count);
}

export async function deleteRefusals(db: Queryable, before: Temporal.Instant): Promise<void> {
  await db.delete(webhookRefusals).where(lt(webhookRefusals.lastAt, before));
}

const storedColumns = {
  id: webhookDeliveries.id,
  eventName: webhookDeliveries.eventName,
  bodySealed: webhookDeliveries.bodySealed,
  signedAt: webhookDeliveries.signedAt,
  state: webhookDeliveries.state,
  replays: webhookDeliveries.replays,
};

export async function findDelivery(db: Queryable, id: string): Promise<StoredDelivery | null> {
  const [row] = await db.select(storedColumns).from(webhookDeliveries).where(eq(webhookDeliveries.id, id));
  return row ?? null;
}

/** The states from which a delivery still goes somewhere by itself. */
const unsettled: DeliveryState[] = ["received", "failed"];

/** The delivery, held until the transaction ends; null when it was settled, or replayed again, meanwhile. */
export async function lockUnsettled(
  tx: Transaction,
  { id, replay }: { readonly id: string; readonly replay: number },
): Promise<StoredDelivery | null> {
  const [row] = await tx
    .select(storedColumns)
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.id, id))
    .for("update");
  return row !== undefined && unsettled.includes(row.state) && row.replays === replay ? row : null;
}

/**
 * Writes how an attempt ended. What another attempt settled meanwhile stays as it is, and so does what has been replayed
 * since: only the attempt whose outcome counts writes one.
 */
export async function settleDelivery(
  db: Queryable,
  { id, replay }: { readonly id: string; readonly replay: number },
  outcome: Outcome,
  at: Temporal.Instant,
): Promise<boolean> {
  const settled = await db
    .update(webhookDeliveries)
    .set({
      state: outcome.state,
      reason: outcome.reason,
      attempts: sql`${webhookDeliveries.attempts} + 1`,
      appliedAt: outcome.state === "applied" ? at : null,
      settledAt: at,
      ...(outcome.coachId === null ? {} : { coachId: outcome.coachId }),
    })
    .where(
      and(
        eq(webhookDeliveries.id, id),
        eq(webhookDeliveries.replays, replay),
        inArray(webhookDeliveries.state, unsettled),
      ),
    )
    .returning({ id: webhookDeliveries.id });
  return settled.length > 0;
}

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

/** A body that was erased with its coach's data cannot be applied again. */
const hasBody = sql`${webhookDeliveries.bodySealed} <> ''`;

/** Deliveries on which nothing has happened since `before`, though they are not settled. */
export async function lockForgotten(tx: Transaction, before: Temporal.Instant, limit: number) {
  return tx
    .select({ id: webhookDeliveries.id, replay: webhookDeliveries.replays })
    .from(webhookDeliveries)
    .where(
      and(
        inArray(webhookDeliveries.state, unsettled),
        lt(webhookDeliveries.receivedAt, before),
        sql`coalesce(greatest(${webhookDeliveries.settledAt}, ${webhookDeliveries.replayedAt}), ${webhookDeliveries.receivedAt}) < ${before.toString()}::timestamptz`,
      ),
    )
    .orderBy(webhookDeliveries.receivedAt)
    .limit(limit)
    .for("update", { skipLocked: true });
}

/** The coach who is connected as this Calendly user; null when nobody is. */
export async function findCoachByUserUri(db: Queryable, userUri: string): Promise<string | null> {
  const [row] = await db
    .select({ coachId: connections.coachId, state: connections.state })
    .from(connections)
    .where(eq(connections.userUri, userUri));
  return row === undefined || row.state === "disconnected" ? null : row.coachId;
}
