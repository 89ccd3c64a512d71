import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { rowsOf } from "../database/rows.ts";
import { byKey, columnOf, countSealed, isSealed, tableOf } from "./count-sealed.ts";
import { headOf, longestHead, type RingKey } from "./envelope.ts";
import { allSealedColumns, type SealedColumn } from "./sealed-columns.ts";
import { SealBroken, type Sealer } from "./sealer.ts";

/** How many secrets each key seals: those of the ring, newest first, then those that it lacks. */
export interface KeyUse {
  readonly keyId: string;
  readonly secrets: number;
  readonly isInRing: boolean;
}

export interface Rotation {
  /** Under the newest key since now. */
  readonly rewrapped: number;
  /** No key of the ring opens them, or they were altered. */
  readonly broken: number;
  /** After it. */
  readonly use: readonly KeyUse[];
}

/** For the operator's command line: the keys by which secrets are sealed, and their change. */
export interface OperatorKeys {
  status(): Promise<readonly KeyUse[]>;
  /**
   * Puts every secret under the newest key, while servers go on and rows change: what was written in between stays as
   * it is, and is looked at again. May be stopped and begun anew at any time.
   */
  rotate(onProgress: (progress: { readonly done: number; readonly of: number }) => void): Promise<Rotation>;
}

const batchSize = 500;
/** Rows that others held at each look; what is left then is told. */
const mostPasses = 20;
const pauseMs = 250;

export function openKeys(context: {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly config: { readonly encryptionKeys: readonly RingKey[] };
}): OperatorKeys {
  const { database, sealer, config } = context;

  async function status(): Promise<readonly KeyUse[]> {
    const counts = byKey(await countSealed(database));
    const inRing = config.encryptionKeys.map(({ id }) => ({ keyId: id, secrets: counts.get(id) ?? 0, isInRing: true }));
    const others = [...counts].filter(([id]) => !config.encryptionKeys.some((key) => key.id === id));
    return [...inRing, ...others.map(([keyId, secrets]) => ({ keyId, secrets, isInRing: false }))];
  }

  return {
    status,
    async rotate(onProgress) {
      const old = (await status()).filter(({ keyId }) => keyId !== sealer.newestKeyId);
      const of = old.reduce((sum, { secrets }) => sum + secrets, 0);
      let rewrapped = 0;
      let broken = 0;
      for (let pass = 0; pass < mostPasses; pass += 1) {
        broken = 0;
        let held = 0;
        for (const column of allSealedColumns) {
          for await (const batch of rewrapColumn(database, sealer, column)) {
            rewrapped += batch.rewrapped;
            broken += batch.broken;
            held += batch.held;
            onProgress({ done: rewrapped, of: Math.max(of, rewrapped) });
          }
        }
        if (held === 0) break;
        await setTimeout(pauseMs);
      }
      return { rewrapped, broken, use: await status() };
    },
  };
}

/** Every value of the column that is not under the newest key, by batches in the order of the rows' ids. */
async function* rewrapColumn(database: Database, sealer: Sealer, column: SealedColumn) {
  const value = columnOf(column, "t");
  const newest = `v1.${sealer.newestKeyId}.`;
  for (let last = ""; ; ) {
    const rows = rowsOf(
      await database.execute(sql`
        select t.id, left(${value}, ${longestHead}) as head from ${tableOf(column)} t
         where t.id > ${last} and ${isSealed(column, "t")} and not starts_with(${value}, ${newest})
         order by t.id limit ${batchSize}`),
    ).map(({ id, head }) => ({ id: String(id), head: headOf(String(head)) }));
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.id;
    const changes = rows.flatMap(({ id, head }) => {
      const fresh = head === null ? null : rewrapped(sealer, head, column.boundTo(id));
      return head === null || fresh === null ? [] : [{ id, head, fresh }];
    });
    const done = await write(database, column, changes);
    yield { rewrapped: done, broken: rows.length - changes.length, held: changes.length - done };
  }
}

function rewrapped(sealer: Sealer, head: string, boundTo: string): string | null {
  try {
    return sealer.rewrap(head, boundTo);
  } catch (cause) {
    if (cause instanceof SealBroken) return null;
    throw cause;
  }
}

/**
 * Changes the heads alone, each only where the one that was read still stands: no two values have the same, so it tells
 * them apart. Rows that somebody holds are passed over and not waited for, so that nobody waits for this either.
 */
async function write(
  database: Database,
  column: SealedColumn,
  changes: readonly { readonly id: string; readonly head: string; readonly fresh: string }[],
): Promise<number> {
  if (changes.length === 0) return 0;
  const done = await database.execute(sql`
    with change as (
      select * from json_to_recordset(${JSON.stringify(changes)}::json) as c (id text, head text, fresh text)
    ), free as materialized (
      select t.id from ${tableOf(column)} t join change using (id)
       where starts_with(${columnOf(column, "t")}, change.head || '.') order by t.id for update of t skip locked
    )
    update ${tableOf(column)} t
       set ${sql.identifier(column.column)} = change.fresh || substr(${columnOf(column, "t")}, length(change.head) + 1)
      from change join free using (id) where t.id = change.id returning t.id`);
  return rowsOf(done).length;
}
