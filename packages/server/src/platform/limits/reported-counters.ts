import { type Addition, type CounterStore, type Counters, createCounters, keepLatest } from "./counters.ts";
import { type Counted, roll } from "./sliding-window.ts";

export interface ReportedCounters extends Pick<Counters, "add"> {
  /** Tells the store what it does not know yet, and learns what others counted. Never rejects. */
  report(): Promise<void>;
}

/** Counters of one statement. */
const batch = 1_000;

/**
 * Counters that cost no call: counted here at once, and told to the store together a moment later, which answers what the
 * other processes counted meanwhile. Between two reports a process knows its own counts and those that the others had told by
 * the last one: together they let through at most what they serve within `reportMs` beyond a limit.
 *
 * @param store null: nobody else counts.
 * @param options.reportMs how long a count waits for others at most; null: until it is asked for.
 */
export function createReportedCounters(
  store: CounterStore | null,
  { reportMs, failed }: { readonly reportMs: number | null; readonly failed: (error: unknown) => void },
): ReportedCounters {
  const own = createCounters();
  if (store === null) return { add: own.add, report: async () => undefined };

  const others = new Map<string, Counted>();
  let unreported = new Map<string, Addition>();
  let timer: NodeJS.Timeout | null = null;
  let reporting: Promise<void> = Promise.resolve();

  async function tell(): Promise<void> {
    const additions = [...unreported.values()];
    unreported = new Map();
    for (let from = 0; from < additions.length; from += batch) {
      const part = additions.slice(from, from + batch);
      try {
        const totals = await store?.add(part);
        for (const [at, addition] of part.entries()) learn(addition, totals?.[at]);
      } catch (error) {
        failed(error);
        return;
      }
    }
  }

  /** What the store has and this process has not told it came from others. */
  function learn(addition: Addition, total: Counted | undefined): void {
    if (total === undefined) return;
    const here = own.add({ ...addition, slice: total.slice, points: 0 });
    const told = here.points - (unreported.get(addition.key)?.points ?? 0);
    const all = roll(total, here.slice);
    keepLatest(others, addition.key, {
      slice: here.slice,
      points: Math.max(0, all.points - told),
      previous: Math.max(0, all.previous - here.previous),
    });
  }

  function report(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    reporting = reporting.then(tell);
    return reporting;
  }

  return {
    add(addition) {
      const { key } = addition;
      const here = own.add(addition);
      // What a slice that is over still owes goes with the new one: it is at most as old as a report.
      const points = addition.points + (unreported.get(key)?.points ?? 0);
      keepLatest(unreported, key, { ...addition, points });
      if (timer === null && reportMs !== null) {
        timer = setTimeout(() => void report(), reportMs);
        timer.unref();
      }
      const there = roll(others.get(key), here.slice);
      return { slice: here.slice, points: here.points + there.points, previous: here.previous + there.previous };
    },
    report,
  };
}
