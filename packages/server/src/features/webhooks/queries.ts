import type { DeliveryState } from "@punctual/contract";
import { and, eq, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Database, Queryable, Transaction } from "../../platform/database/database.ts";
import { rowsOf } from "../../platform/database/migrate.ts";
import { plannedStatement } from "../../platform/database/planned.ts";
import { connections, webhookDeliveries } from "../../platform/database/schema.ts";
import type { NewDelivery, Outcome, StoredDelivery } from "./types.ts";

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
        id text, "deliveryKey" text, "eventName" text, "accountUri" text, "bodySealed" text, size integer,
        "signedAt" timestamptz, "receivedAt" timestamptz, state text, reason text, repeats integer)
    ), stored as (
      insert into ${webhookDeliveries}
        (id, delivery_key, event_name, account_uri, body_sealed, size, signed_at, received_at, state, reason, duplicates)
      select id, "deliveryKey", "eventName", "accountUri", "bodySealed", size, "signedAt", "receivedAt", state, reason, repeats
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
export const unsettled: DeliveryState[] = ["received", "failed"];

interface Round {
  readonly id: string;
  readonly replay: number;
}

/**
 * Those of these deliveries, held until the transaction ends, that were neither settled nor replayed again meanwhile. In
 * the order of their ids, so that two who want the same never wait for each other.
 */
export async function lockUnsettled(tx: Transaction, wanted: readonly Round[]): Promise<StoredDelivery[]> {
  const rows = await tx
    .select(storedColumns)
    .from(webhookDeliveries)
    .where(
      inArray(
        webhookDeliveries.id,
        wanted.map(({ id }) => id),
      ),
    )
    .orderBy(webhookDeliveries.id)
    .for("update");
  return rows.filter(
    (row) => unsettled.includes(row.state) && wanted.some(({ id, replay }) => id === row.id && replay === row.replays),
  );
}

/**
 * Writes how attempts ended. What another attempt settled meanwhile stays as it is, and so does what has been replayed
 * since: only the attempt whose outcome counts writes one. True when any of them did.
 */
export async function settleDeliveries(
  tx: Transaction,
  ends: readonly (Round & { readonly outcome: Outcome })[],
  at: Temporal.Instant,
): Promise<boolean> {
  if (ends.length === 0) return false;
  const given = JSON.stringify(ends.map(({ id, replay, outcome }) => ({ id, replay, ...outcome })));
  const now = sql`${at.toString()}::timestamptz`;
  const result = await tx.execute(sql`
    update ${webhookDeliveries} d
    set state = g.state, reason = g.reason, attempts = d.attempts + 1, settled_at = ${now},
      applied_at = case when g.state = 'applied' then ${now} end, coach_id = coalesce(g."coachId", d.coach_id)
    from json_to_recordset(${given}::json) as g (id text, replay integer, state text, reason text, "coachId" text)
    where d.id = g.id and d.replays = g.replay and d.state in ${unsettled}
    returning d.id`);
  return rowsOf(result).length > 0;
}

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
