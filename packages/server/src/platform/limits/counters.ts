import { type Counted, roll } from "./sliding-window.ts";

/** What is added to one counter. */
export interface Addition {
  readonly key: string;
  readonly slice: number;
  /** Negative to give back. */
  readonly points: number;
  /** Milliseconds since 1970 when the counter means nothing any more. */
  readonly expire: number;
}

/** Where counts are kept. Adds all, and answers what each counter came to, in their order. */
export interface CounterStore {
  add(additions: readonly Addition[]): Promise<readonly Counted[]>;
  forget(keys: readonly string[]): Promise<void>;
}

export interface Counters {
  add(addition: Addition): Counted;
  forget(key: string): void;
}

/** Counters that are kept at most; beyond, the one that was not touched for longest is forgotten. */
const mostKeys = 50_000;

/** Counters in this process's memory. */
export function createCounters(most = mostKeys): Counters {
  const kept = new Map<string, Counted & { readonly expire: number }>();
  return {
    add({ key, slice, points, expire }) {
      const now = roll(kept.get(key), slice);
      const counted = { ...now, points: Math.max(0, now.points + points) };
      // Put at the end: the map's order is that of the latest use.
      kept.delete(key);
      kept.set(key, { ...counted, expire });
      if (kept.size > most) {
        const [oldest] = kept.keys();
        if (oldest !== undefined) kept.delete(oldest);
      }
      return counted;
    },
    forget: (key) => void kept.delete(key),
  };
}
