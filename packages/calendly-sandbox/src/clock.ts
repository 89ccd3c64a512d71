import type { Store } from "./store/store.ts";
import type { Timestamp } from "./world/records.ts";

type ClockState =
  | { readonly kind: "running"; readonly offset: number }
  | { readonly kind: "frozen"; readonly at: number };

/** The sandbox's time: the machine's time moved by an offset, or standing still. It survives a restart. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Now, as Calendly writes record times; no two of one process are equal, so that order can be seen in them. */
  timestamp(): Timestamp;
  isFrozen(): boolean;
  /** Milliseconds by which a running clock is ahead of the machine; null when frozen. */
  offset(): number | null;
  /** Jumps to `at` (milliseconds); a frozen clock stays frozen there. */
  set(at: number): void;
  /** Stops at `at` (milliseconds), or where it stands. */
  freeze(at?: number): void;
  /** Runs on from where it stands. */
  resume(): void;
  /** Back to the machine's time. */
  reset(): void;
  /** Goes on at `at` in the way that the store tells, after its state was replaced. */
  reload(at: number): void;
  /** Calls `listener` after each jump with where it led from and to; returns how to stop that. */
  onMove(listener: (from: number, to: number) => void): () => void;
}

/** Milliseconds as Calendly writes an instant. */
export function formatInstant(at: number): Timestamp {
  return `${new Date(at).toISOString().slice(0, -1)}000Z`;
}

/** The clock as the store left it; `machineNow` gives the machine's time in milliseconds. */
export function createClock(store: Store, machineNow: () => number = Date.now): Clock {
  const stored = (): ClockState => {
    const text = store.getMeta("clock");
    return text === null ? { kind: "running", offset: 0 } : (JSON.parse(text) as ClockState);
  };
  let state = stored();
  let lastMicros = 0;
  const listeners = new Set<(from: number, to: number) => void>();
  const now = () => Math.floor(state.kind === "frozen" ? state.at : machineNow() + state.offset);

  function become(next: ClockState): void {
    const from = now();
    state = next;
    // Behind a jump backwards, record times follow the clock and not the latest record.
    lastMicros = 0;
    store.setMeta("clock", JSON.stringify(next));
    const to = now();
    for (const listener of listeners) listener(from, to);
  }

  return {
    now,
    timestamp() {
      lastMicros = Math.max(now() * 1000, lastMicros + 1);
      const millis = Math.floor(lastMicros / 1000);
      return `${new Date(millis).toISOString().slice(0, -1)}${String(lastMicros % 1000).padStart(3, "0")}Z`;
    },
    isFrozen: () => state.kind === "frozen",
    offset: () => (state.kind === "frozen" ? null : state.offset),
    set(at) {
      become(state.kind === "frozen" ? { kind: "frozen", at } : { kind: "running", offset: at - machineNow() });
    },
    freeze(at) {
      become({ kind: "frozen", at: at ?? now() });
    },
    resume() {
      become({ kind: "running", offset: now() - machineNow() });
    },
    reset() {
      become({ kind: "running", offset: 0 });
    },
    reload(at) {
      become(stored().kind === "frozen" ? { kind: "frozen", at } : { kind: "running", offset: at - machineNow() });
    },
    onMove(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
