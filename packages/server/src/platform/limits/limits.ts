import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { type Addition, type CounterStore, createCounters, keepLatest } from "./counters.ts";
import { createReportedCounters } from "./reported-counters.ts";
import { type LimitClass, type LimitSettings, type LimitWindow, reportedClasses, windowsOf } from "./settings.ts";
import { type Counted, type LimitState, measure, sliceOf, strictest } from "./sliding-window.ts";

export interface Limited {
  readonly name: LimitClass;
  readonly key: string;
}

/** How it stands with the limit that matters: the one that is exceeded, or has the least left. */
export interface Taken extends LimitState {
  readonly name: LimitClass;
}

export interface Limits {
  readonly settings: LimitSettings;
  /** Counts one and tells whether that was too many. What is refused is not counted. */
  take(name: LimitClass, key: string): Promise<Taken>;
  /** Counts one of each, or of none when any is exceeded; tells the strictest. */
  takeAll(those: readonly Limited[]): Promise<Taken>;
  /** Tells without counting. */
  look(name: LimitClass, key: string): Promise<LimitState>;
  /** Takes back what `take` counted: it was none of those that are limited. */
  giveBack(those: readonly Limited[]): Promise<void>;
  /** Forgets what was counted. */
  forget(name: LimitClass, key: string): Promise<void>;
  /** How many were refused, and how often the shared counters could not be reached, since this process began. */
  readonly totals: { readonly exceeded: Readonly<Partial<Record<LimitClass, number>>>; readonly storeFailures: number };
  /** Tells the other processes what was counted here. Never rejects. */
  report(): Promise<void>;
}

interface Counter {
  readonly name: LimitClass;
  readonly key: string;
  readonly window: LimitWindow;
}

/**
 * Limits of this process, shared with all that use the same Postgres. While it cannot be reached, each process counts for
 * itself: people are let in, and nobody guesses without end.
 *
 * @param surroundings.reportMs see `createReportedCounters`.
 */
export function createLimits(
  settings: LimitSettings,
  surroundings: {
    /** Where several processes count together; null: there is but one. */
    readonly store: CounterStore | null;
    readonly clock: Clock;
    readonly log: Log;
    readonly reportMs: number | null;
  },
): Limits {
  const { store, clock, log, reportMs } = surroundings;
  const own = createCounters();
  /** What was found exceeded, and until when: whoever goes on asking does not make the database work. */
  const blocked = new Map<string, { readonly state: LimitState; readonly untilMs: number }>();
  const exceeded: Partial<Record<LimitClass, number>> = {};
  let storeFailures = 0;

  function failed(error: unknown): void {
    storeFailures += 1;
    log.warn({ error }, "shared limits cannot be reached; this process counts for itself");
  }
  const reported = createReportedCounters(store, { reportMs, failed });

  async function addExactly(additions: readonly Addition[]): Promise<readonly Counted[]> {
    const here = additions.map((addition) => own.add(addition));
    if (store === null || additions.length === 0) return here;
    try {
      return await store.add(additions);
    } catch (error) {
      failed(error);
      return here;
    }
  }

  async function add(counters: readonly Counter[], points: number, nowMs: number): Promise<readonly LimitState[]> {
    const exact = counters.filter(({ name }) => !reportedClasses.has(name));
    const counted = await addExactly(exact.map((counter) => additionTo(counter, points, nowMs)));
    return counters.map((counter) => {
      const now = counted[exact.indexOf(counter)] ?? reported.add(additionTo(counter, points, nowMs));
      return measure(now, counter.window, nowMs);
    });
  }

  function stillBlocked(counters: readonly Counter[], nowMs: number): Taken | null {
    for (const { name, key } of counters) {
      const found = blocked.get(key);
      if (found === undefined) continue;
      const resetSeconds = Math.ceil((found.untilMs - nowMs) / 1000);
      if (resetSeconds > 0) return { ...found.state, name, resetSeconds };
      blocked.delete(key);
    }
    return null;
  }

  function refuse(taken: Taken): Taken {
    exceeded[taken.name] = (exceeded[taken.name] ?? 0) + 1;
    return taken;
  }

  async function takeAll(those: readonly Limited[]): Promise<Taken> {
    const nowMs = clock.now().epochMilliseconds;
    const counters = those.flatMap((one) => countersOf(one, settings));
    const before = stillBlocked(counters, nowMs);
    if (before !== null) return refuse(before);
    const states = await add(counters, 1, nowMs);
    const worst = strictest(states);
    const counter = counters[states.indexOf(worst)];
    if (counter === undefined) throw new Error("Nothing to limit was named.");
    const taken = { ...worst, name: counter.name };
    if (!worst.exceeded) return taken;
    await add(counters, -1, nowMs);
    keepLatest(blocked, counter.key, { state: worst, untilMs: nowMs + worst.resetSeconds * 1000 });
    return refuse(taken);
  }

  return {
    settings,
    take: (name, key) => takeAll([{ name, key }]),
    takeAll,
    async look(name, key) {
      const worst = strictest(await add(countersOf({ name, key }, settings), 0, clock.now().epochMilliseconds));
      return { ...worst, exceeded: worst.remaining === 0 };
    },
    async giveBack(those) {
      await add(
        those.flatMap((one) => countersOf(one, settings)),
        -1,
        clock.now().epochMilliseconds,
      );
    },
    async forget(name, key) {
      const keys = countersOf({ name, key }, settings).map((counter) => counter.key);
      for (const one of keys) {
        own.forget(one);
        blocked.delete(one);
      }
      await store?.forget(keys).catch(failed);
    },
    totals: {
      exceeded,
      get storeFailures() {
        return storeFailures;
      },
    },
    report: reported.report,
  };
}

function countersOf({ name, key }: Limited, settings: LimitSettings): readonly Counter[] {
  return windowsOf(name, settings).map((window) => ({ name, key: `${name}/${window.seconds} ${key}`, window }));
}

function additionTo({ key, window }: Counter, points: number, nowMs: number): Addition {
  const slice = sliceOf(nowMs, window);
  return { key, slice, points, expire: (slice + 2) * window.seconds * 1000 };
}
