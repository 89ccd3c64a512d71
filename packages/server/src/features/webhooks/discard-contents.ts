import { and, eq, inArray, isNotNull, isNull, lt, ne, notInArray, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Queryable } from "../../platform/database/database.ts";
import { connections, webhookDeliveries } from "../../platform/database/schema.ts";
import { unsettled } from "./queries.ts";
import type { DeliveryPosition } from "./types.ts";

/**
 * Empties the settled ones of the next deliveries, in the order in which they came, of those that came before `before`.
 * Answers the last of them, and whether one was left that is not settled.
 */
export async function emptyOldDeliveries(
  db: Queryable,
  page: { readonly before: Temporal.Instant; readonly after: DeliveryPosition | null; readonly limit: number },
): Promise<{ readonly last: DeliveryPosition | null; readonly leftUnsettled: boolean }> {
  const { before, after, limit } = page;
  const { id, receivedAt, state, bodySealed } = webhookDeliveries;
  const rows = await db
    .select({ id, receivedAt, state, isEmpty: sql<boolean>`${bodySealed} = ''` })
    .from(webhookDeliveries)
    .where(
      and(
        lt(receivedAt, before),
        after === null
          ? undefined
          : sql`(${receivedAt}, ${id}) > (${after.receivedAt.toString()}::timestamptz, ${after.id})`,
      ),
    )
    .orderBy(receivedAt, id)
    .limit(limit);
  const full = rows.filter(({ isEmpty }) => !isEmpty);
  const ids = full.filter((row) => !unsettled.includes(row.state)).map((row) => row.id);
  if (ids.length > 0) {
    const isSettled = notInArray(state, unsettled);
    await db
      .update(webhookDeliveries)
      .set({ bodySealed: "" })
      .where(and(inArray(id, ids), isSettled));
  }
  return { last: rows.at(-1) ?? null, leftUnsettled: ids.length < full.length };
}

/**
 * Empties deliveries that were never applied and came by an account that no connection here has any more: its coach had
 * everything erased. Those that Calendly was late with come after that.
 */
export async function emptyOrphans(db: Queryable, limit: number): Promise<number> {
  const { id, state, coachId, accountUri, bodySealed } = webhookDeliveries;
  const chosen = db
    .select({ id })
    .from(webhookDeliveries)
    .leftJoin(connections, eq(connections.userUri, accountUri))
    .where(
      and(
        inArray(state, ["ignored", "dead"]),
        isNull(coachId),
        isNotNull(accountUri),
        ne(bodySealed, ""),
        isNull(connections.id),
      ),
    )
    .limit(limit);
  const emptied = await db
    .update(webhookDeliveries)
    .set({ bodySealed: "" })
    .where(inArray(id, chosen))
    .returning({ id });
  return emptied.length;
}
