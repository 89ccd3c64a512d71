import { type SecurityKind, securityKinds } from "@punctual/contract";
import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/database.ts";
import { securityCounts } from "../database/schema.ts";
import { insertingRows } from "../database/write-rows.ts";
import type { Log } from "../log.ts";
import { networkOf } from "./network.ts";

export interface SecurityEvent {
  /** The caller's address; only its network is kept. Null when it is not known. */
  readonly source: string | null;
  /** Whom or what it was about: an id of ours, a route id. Never an e-mail address, nor anything that a caller chose. */
  readonly subject: string | null;
}

export interface SecurityCounts {
  /** Counts one. Costs the caller nothing: it is written later, with others. */
  count(kind: SecurityKind, event: SecurityEvent): void;
  /** How many since this process began. */
  readonly totals: Readonly<Record<SecurityKind, number>>;
  /** Writes what was counted so far. Never rejects. */
  flush(): Promise<void>;
  /** Writes the last ones. */
  close(): Promise<void>;
}

type Row = typeof securityCounts.$inferInsert;

const insertCounts = insertingRows(securityCounts, ["minute", "kind", "source", "subject", "count"]);
/** Rows that wait at most; what comes beyond is counted without its source and subject. */
const most = 5_000;

/**
 * Counts by minute, kind, network and subject, in memory for some seconds at a time: whoever attacks must not make the
 * database work for each attempt.
 *
 * @param flushMs how long a count waits for others at most; null: until it is asked for.
 */
export function createSecurityCounts(
  database: Database,
  { clock, log, flushMs }: { readonly clock: Clock; readonly log: Log; readonly flushMs: number | null },
): SecurityCounts {
  const totals = Object.fromEntries(securityKinds.map((kind) => [kind, 0])) as Record<SecurityKind, number>;
  let waiting = new Map<string, Row>();
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  let writing: Promise<void> = Promise.resolve();

  function add(row: Row): void {
    const { minute, kind, source, subject, count } = row;
    const full = waiting.size >= most;
    const key = `${minute.epochMilliseconds} ${kind} ${source} ${subject}`;
    const found = waiting.get(key);
    if (found !== undefined) found.count += count;
    else if (!full) waiting.set(key, { ...row });
    else {
      const rest = `${minute.epochMilliseconds} ${kind}  `;
      const counted = waiting.get(rest)?.count ?? 0;
      waiting.set(rest, { minute, kind, source: "", subject: "", count: counted + count });
    }
  }

  async function write(): Promise<void> {
    if (waiting.size === 0) return;
    // Always in the same order: two processes that write the same rows do not wait for each other in a circle.
    const rows = [...waiting].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    waiting = new Map();
    try {
      await database.execute(
        sql`${insertCounts(rows)} on conflict (minute, kind, source, subject)
          do update set count = ${securityCounts}.count + excluded.count`,
      );
    } catch (error) {
      log.warn({ error, waiting: rows.length }, "security counts not written; they are tried again");
      for (const row of rows) add(row);
      flushSoon();
    }
  }

  function flushSoon(): void {
    if (timer !== null || flushMs === null || closed) return;
    timer = setTimeout(() => void flush(), flushMs);
    timer.unref();
  }

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing = writing.then(write);
    return writing;
  }

  return {
    count(kind, { source, subject }) {
      totals[kind] += 1;
      add({
        minute: minuteOf(clock.now()),
        kind,
        source: source === null ? "" : networkOf(source),
        subject: subject?.slice(0, 100) ?? "",
        count: 1,
      });
      flushSoon();
    },
    totals,
    flush,
    async close() {
      closed = true;
      await flush();
      if (waiting.size > 0) log.error({ lost: waiting.size }, "security counts lost");
    },
  };
}

function minuteOf(now: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(now.epochMilliseconds / 60_000) * 60_000);
}
