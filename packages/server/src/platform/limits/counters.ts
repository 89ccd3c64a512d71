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

/** Where several processes count together. Adds all, and answers what each counter came to, in their order. */
export interface CounterStore {
  add(additions: readonly Addition[]): Promise<readonly Counted[]>;
  forget(keys: readonly string[]): Promise<void>;
}

export interface Counters {
  add(addition: Addition): Counted;
  forget(key: string): void;
}

/** Counters in this process's memory. */
export function createCounters(): Counters {
  const kept = new Map<string, Counted>();
  return {
    add({ key, slice, points }) {
      const now = roll(kept.get(key), slice);
      const counted = { ...now, points: Math.max(0, now.points + points) };
      keepLatest(kept, key, counted);
      return counted;
    },
    forget: (key) => void kept.delete(key),
  };
}

/** Keys that are kept in memory at most, some 10 MB: addresses are many, and whoever attacks has more. */
const mostKeys = 50_000;

/** Sets a key; when there are too many, forgets the one that was not set for longest. */
export function keepLatest<Value>(map: Map<string, Value>, key: string, value: Value, most = mostKeys): void {
  // Put at the end: the map's order is that of the latest use.
  map.delete(key);
  map.set(key, value);
  if (map.size <= most) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
