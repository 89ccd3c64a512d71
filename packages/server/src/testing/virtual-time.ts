import type { Sleep } from "../platform/sleep.ts";

export interface VirtualTime {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: Sleep;
  /** Moves the clock from one sleeper to the next until the promise is settled. */
  run<T>(promise: Promise<T>): Promise<T>;
}

/** A clock that stands still until everybody sleeps. */
export function virtualTime(startMs: number): VirtualTime {
  let current = startMs;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const idle = () => new Promise<void>((resolve) => void setImmediate(resolve));

  return {
    now: () => current,
    sleep: (ms) => new Promise((wake) => void sleepers.push({ at: current + ms, wake })),
    async run(promise) {
      let settled = false;
      const watched = promise.finally(() => {
        settled = true;
      });
      watched.catch(() => undefined);
      for (;;) {
        await idle();
        if (settled) return watched;
        sleepers.sort((left, right) => left.at - right.at);
        const next = sleepers.shift();
        if (next === undefined) continue;
        current = Math.max(current, next.at);
        next.wake();
      }
    },
  };
}
