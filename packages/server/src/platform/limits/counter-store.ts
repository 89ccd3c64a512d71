import { createHash } from "node:crypto";
import { inArray, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { rowsOf } from "../database/migrate.ts";
import { limitCounters } from "../database/schema.ts";
import { insertingRows } from "../database/write-rows.ts";
import type { CounterStore } from "./counters.ts";

const insertCounters = insertingRows(limitCounters, ["key", "slice", "points", "previous", "expire"]);

/**
 * Counters in the database, for all processes that share it. The statement rolls each counter to the slice that runs and adds
 * in one step, so that two who count at the same moment are both counted. Keys are hashed: they hold addresses.
 */
export function createCounterStore(database: Database): CounterStore {
  return {
    async add(additions) {
      // Always in the same order: two statements that lock the same counters do not wait for each other in a circle.
      const rows = additions
        .map(({ key, slice, points, expire }) => ({ key: hashOf(key), slice, points, previous: 0, expire }))
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      const c = limitCounters;
      const answer = await database.execute(sql`${insertCounters(rows)}
        on conflict (key) do update set
          previous = case when ${c.slice} >= excluded.slice then ${c.previous}
            when ${c.slice} = excluded.slice - 1 then ${c.points} else 0 end,
          points = greatest(0, case when ${c.slice} >= excluded.slice then ${c.points} else 0 end + excluded.points),
          slice = greatest(${c.slice}, excluded.slice),
          expire = excluded.expire
        returning key, slice::float8 as slice, points, previous`);
      const found = new Map(rowsOf(answer).map((row) => [row["key"], row]));
      return additions.map(({ key, slice }) => {
        const row = found.get(hashOf(key));
        return {
          slice: Number(row?.["slice"] ?? slice),
          points: Number(row?.["points"] ?? 0),
          previous: Number(row?.["previous"] ?? 0),
        };
      });
    },
    async forget(keys) {
      await database.delete(limitCounters).where(inArray(limitCounters.key, keys.map(hashOf)));
    },
  };
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}
