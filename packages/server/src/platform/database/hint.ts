import type { Driver } from "./open.ts";

/** Tells every process something by NOTIFY: only a hint, for whoever listens also looks from time to time. */
export interface Hint {
  /** The same payload within a few milliseconds goes out once. */
  send(payload: string): void;
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>;
}

/** Long enough to gather a burst, too short for a person to notice. */
const gatherMs = 4;

export function openHint(driver: Driver, channel: string): Hint {
  const payloads = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let sending: Promise<void> = Promise.resolve();
  let closed = false;

  async function flush(): Promise<void> {
    timer = null;
    const batch = [...payloads];
    payloads.clear();
    try {
      const statement = "select pg_notify($1, payload) from unnest($2::text[]) payload";
      if (driver.kind === "pglite") await driver.pglite.query(statement, [channel, batch]);
      else await driver.pool.query(statement, [channel, batch]);
    } catch {
      // A lost hint only means that the next look finds it.
    }
  }

  return {
    send(payload) {
      if (closed) return;
      payloads.add(payload);
      timer ??= setTimeout(() => {
        sending = sending.then(flush);
      }, gatherMs);
    },
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await sending;
    },
  };
}
