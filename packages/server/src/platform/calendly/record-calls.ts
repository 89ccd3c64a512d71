import type { Clock } from "../clock.ts";
import type { Database } from "../database/database.ts";
import { calendlyCalls } from "../database/schema.ts";
import { insertingRows } from "../database/write-rows.ts";
import type { Log } from "../log.ts";

/** One attempt at a call, as it is kept: no address, no id of a record, no person but the coach. */
export type CallRecord = Omit<typeof calendlyCalls.$inferInsert, "seq" | "at" | "waited"> & {
  readonly waited: boolean;
};

export interface CallRecorder {
  /** Notes an attempt. Costs the caller nothing: it is written later, with others. */
  record(call: CallRecord): void;
  /** Writes what was noted so far. Never rejects. */
  flush(): Promise<void>;
  /** Records that had to be dropped because the database did not take them. */
  readonly dropped: number;
  /** Writes the last ones. */
  close(): Promise<void>;
}

const insertCalls = insertingRows(calendlyCalls, [
  "at",
  "coachId",
  "endpoint",
  "purpose",
  "attempt",
  "status",
  "code",
  "latencyMs",
  "remaining",
  "waited",
]);
/** Rows of one statement. */
const batch = 500;
/** What is kept in memory, some 3 MB, while the database does not take it. */
const most = 10_000;

/**
 * Keeps what calls came to, some seconds at a time. A process that is killed loses those seconds; one that is closed in
 * order loses none.
 *
 * @param flushMs how long a record waits for others at most; null: until it is asked for, or the batch is full.
 */
export function createCallRecorder(
  database: Database,
  { clock, log, flushMs }: { readonly clock: Clock; readonly log: Log; readonly flushMs: number | null },
): CallRecorder {
  let waiting: (typeof calendlyCalls.$inferInsert)[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  let dropped = 0;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const rows = waiting.slice(0, batch);
      try {
        await database.execute(insertCalls(rows));
      } catch (error) {
        log.warn({ error, waiting: waiting.length }, "records of calls not written");
        return;
      }
      // Only rows at the front were dropped meanwhile, if any.
      const written = new Set(rows);
      waiting = waiting.filter((row) => !written.has(row));
    }
  }

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing = writing.then(write);
    return writing;
  }

  return {
    record(call) {
      const { status, latencyMs, remaining } = call;
      const storable = { status: whole(status), latencyMs: whole(latencyMs) ?? 0, remaining: whole(remaining) };
      waiting.push({ ...call, ...storable, at: clock.now() });
      if (waiting.length > most) {
        waiting.shift();
        dropped += 1;
      }
      if (waiting.length === batch) void flush();
      else if (timer === null && flushMs !== null) {
        timer = setTimeout(() => void flush(), flushMs);
        timer.unref();
      }
    },
    flush,
    get dropped() {
      return dropped;
    },
    async close() {
      await flush();
      if (waiting.length > 0) log.error({ lost: waiting.length }, "records of calls lost");
    },
  };
}

/** A number as its column takes it: a header may say anything, and one bad row would hold up all that come after it. */
function whole(value: number | null | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value)
    ? Math.round(Math.min(2 ** 31 - 1, Math.max(0, value)))
    : null;
}
