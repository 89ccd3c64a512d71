import { type SQL, sql } from "drizzle-orm";
import type { Queryable } from "../database/database.ts";
import { rowsOf } from "../database/rows.ts";
import { longestHead } from "./envelope.ts";
import { allSealedColumns, type SealedColumn } from "./sealed-columns.ts";

/** How many values of one column a key has sealed, and the head of one of them. */
export interface SealedCount {
  readonly column: SealedColumn;
  /** Whatever stands in the place of the key's id, for a value of another form too. */
  readonly keyId: string;
  readonly count: number;
  readonly sample: { readonly id: string; readonly head: string };
}

/** Reads every sealed value's head: seconds on a large inbox, so not for every start. */
export async function countSealed(db: Queryable): Promise<SealedCount[]> {
  const counts: SealedCount[] = [];
  for (const column of allSealedColumns) {
    const found = await db.execute(sql`
      select c.key, c.count, c.id, left(${columnOf(column, "s")}, ${longestHead}) as head
        from (select split_part(left(${columnOf(column, "t")}, ${longestHead}), '.', 2) as key,
                     count(*)::int as count, min(t.id) as id
                from ${tableOf(column)} t where ${isSealed(column, "t")} group by 1) c
        join ${tableOf(column)} s on s.id = c.id`);
    for (const { key, count, id, head } of rowsOf(found)) {
      counts.push({
        column,
        keyId: String(key),
        count: Number(count),
        sample: { id: String(id), head: String(head) },
      });
    }
  }
  return counts;
}

/** The same, of all columns together, by the key's id. */
export function byKey(counts: readonly SealedCount[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { keyId, count } of counts) sums.set(keyId, (sums.get(keyId) ?? 0) + count);
  return sums;
}

export function tableOf({ table }: SealedColumn): SQL {
  return sql`${sql.identifier("punctual")}.${sql.identifier(table)}`;
}

export function columnOf({ column }: SealedColumn, alias: string): SQL {
  return sql`${sql.identifier(alias)}.${sql.identifier(column)}`;
}

/** An empty text stands where a secret was erased. */
export function isSealed(column: SealedColumn, alias: string): SQL {
  return sql`${columnOf(column, alias)} <> ''`;
}
