import { liveTopicSchema } from "@punctual/contract";
import { and, arrayContains, asc, count, gt, lt, max, type SQL } from "drizzle-orm";
import type { Clock } from "./clock.ts";
import { afterCommit } from "./database/commit-hooks.ts";
import { openHint } from "./database/hint.ts";
import type { OpenDatabase } from "./database/open.ts";
import { liveChanges } from "./database/schema.ts";
import type { LiveFeed } from "./live.ts";
import { listenLive, liveChannel } from "./live-signal.ts";

export interface OpenLiveFeed extends LiveFeed {
  /** Deletes changes older than a day: a stream that was away longer starts anew. */
  prune(): Promise<void>;
  close(): Promise<void>;
}

const pageSize = 200;
/**
 * Transactions commit in another order than they took their numbers: a stream reads this many numbers again, and leaves
 * out what it has told, so that a late one is not lost.
 */
const overlap = 500;

/**
 * The feed of changes, in a table: it crosses processes, and a stream that broke goes on where it was.
 * One listener and one look per second serve every stream of this process.
 */
export function openLiveFeed({ database, driver }: OpenDatabase, clock: Clock, lookEveryMs = 1000): OpenLiveFeed {
  const waiting = new Set<() => void>();
  const closed = new AbortController();
  const hint = openHint(driver, liveChannel);
  let seen = "";
  let newest = 0;
  let timer: NodeJS.Timeout | null = null;
  let listening: Promise<() => Promise<void>> | null = null;

  function wakeAll(): void {
    for (const wake of [...waiting]) wake();
  }

  async function look(): Promise<void> {
    const [row] = await database
      .select({ seq: max(liveChanges.seq), rows: count() })
      .from(liveChanges)
      .where(gt(liveChanges.seq, newest - overlap));
    newest = row?.seq ?? newest;
    const found = `${newest}:${row?.rows ?? 0}`;
    if (found !== seen) wakeAll();
    seen = found;
  }

  function keepLooking(): void {
    listening ??= listenLive(driver, wakeAll);
    if (timer !== null || closed.signal.aborted) return;
    timer = setTimeout(() => {
      timer = null;
      // A look that failed is made again a second later; streams only wait a little longer.
      look()
        .catch(() => undefined)
        .finally(() => {
          if (waiting.size > 0) keepLooking();
        });
    }, lookEveryMs);
    timer.unref();
  }

  /** Resolves at the next change. Registers at once, so that a change during a read is not missed. */
  function nextChange(signal: AbortSignal): Promise<void> {
    if (signal.aborted || closed.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      waiting.add(wake);
      signal.addEventListener("abort", wake, { once: true });
      keepLooking();
    });
  }

  async function newestSeq(): Promise<number> {
    const [row] = await database.select({ seq: max(liveChanges.seq) }).from(liveChanges);
    return row?.seq ?? 0;
  }

  return {
    async publish(tx, ...notices) {
      if (notices.length === 0) return;
      await tx
        .insert(liveChanges)
        .values(notices.map(({ topic, id, audience }) => ({ topic, entityId: id, audience: [...audience] })));
      afterCommit(tx, () => hint.send(""));
    },
    async *changesFor(watcher, afterSeq, signal) {
      if (closed.signal.aborted) return;
      const start = afterSeq ?? (await newestSeq());
      let told = new Set<number>();
      let highest = start;
      const mine: SQL | undefined = watcher.isAdmin
        ? undefined
        : arrayContains(liveChanges.audience, [watcher.personId]);
      while (!signal.aborted && !closed.signal.aborted) {
        const change = nextChange(signal);
        const rows = await database
          .select({
            seq: liveChanges.seq,
            topic: liveChanges.topic,
            id: liveChanges.entityId,
            audience: liveChanges.audience,
          })
          .from(liveChanges)
          .where(and(gt(liveChanges.seq, Math.max(start, highest - overlap)), mine))
          .orderBy(asc(liveChanges.seq))
          .limit(pageSize + overlap);
        for (const row of rows) {
          if (told.has(row.seq)) continue;
          told.add(row.seq);
          highest = Math.max(highest, row.seq);
          yield { seq: row.seq, topic: liveTopicSchema.parse(row.topic), id: row.id, audience: row.audience };
          if (signal.aborted) return;
        }
        told = new Set([...told].filter((seq) => seq > highest - overlap));
        if (rows.length < pageSize + overlap) await change;
      }
    },
    async prune() {
      await database.delete(liveChanges).where(lt(liveChanges.createdAt, clock.now().subtract({ hours: 24 })));
    },
    async close() {
      closed.abort();
      if (timer !== null) clearTimeout(timer);
      wakeAll();
      await hint.close();
      await (await listening)?.();
    },
  };
}
