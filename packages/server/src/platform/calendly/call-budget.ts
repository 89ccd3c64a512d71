import type { CallAdmission, CallPriority, CallUsage } from "@punctual/calendly";
import type { StoredBudget } from "../database/schema.ts";
import { gather } from "../gather.ts";
import type { Log } from "../log.ts";
import type { Sleep } from "../sleep.ts";
import { admitCall, at, type Decision, nothingKnown, releaseCall, settleCall } from "./budget-rules.ts";
import type { BudgetStore } from "./budget-store.ts";

/** How long a call may be held back. */
export interface Hold {
  readonly longestWaitMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Calendly's rate limit, which is counted by user over all of that user's tokens and apps. */
export interface CallBudgets {
  /** Lets a call go as soon as it has a place; refuses it, with the time to wait, when it would be held for longer. */
  admit(user: string, priority: CallPriority, hold: Hold): Promise<CallAdmission & { readonly waitedMs: number }>;
  /** What an answer said. Never rejects. */
  settle(user: string, usage: CallUsage): void;
  /** Gives back the place of a call that was let go and not sent. Never rejects. */
  release(user: string): void;
  /** What is known of each user's window just now; nothing where no answer has named a limit. */
  look(users: readonly string[]): Promise<ReadonlyMap<string, NonNullable<StoredBudget["window"]>>>;
  /** Resolves when everything that was told so far is stored. */
  settled(): Promise<void>;
  /** Holds nobody any longer, so that the process can end: who waits, or would have to, is refused. */
  letGo(): void;
  /** Holds again, after `letGo`. */
  holdAgain(): void;
}

type Step = (budget: StoredBudget) => Decision;

/** Nobody sleeps past news for longer than this. */
const longestNapMs = 5_000;
/** Each lost race means that somebody else got on, so this many in a row say that the store is broken. */
const mostRaces = 200;

/**
 * Budgets over a store that other processes may share. What arrives together for a user is decided in one round, so that
 * a burst costs the store one reading and one writing.
 *
 * @param now the current time in milliseconds.
 */
export function createCallBudgets(
  store: BudgetStore,
  { now, sleep, log }: { readonly now: () => number; readonly sleep: Sleep; readonly log: Log },
): CallBudgets {
  const lanes = new Map<string, (step: Step) => Promise<Decision>>();
  const untold = new Set<Promise<unknown>>();
  const naps = new Set<AbortController>();
  let lettingGo = false;

  /** Ends early where everybody is let go; rejects where the caller gives up. */
  async function nap(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const own = new AbortController();
    const giveUp = () => own.abort(signal?.reason);
    signal?.addEventListener("abort", giveUp, { once: true });
    naps.add(own);
    try {
      await sleep(ms, own.signal);
    } catch (cause) {
      if (signal?.aborted === true || !own.signal.aborted) throw cause;
    } finally {
      naps.delete(own);
      signal?.removeEventListener("abort", giveUp);
    }
  }

  async function decide(user: string, steps: readonly Step[]): Promise<Decision[]> {
    for (let race = 0; race < mostRaces; race += 1) {
      const found = (await store.readMany([user])).get(user);
      let budget = found?.budget ?? nothingKnown;
      const decisions = steps.map((step) => {
        const decision = step(budget);
        budget = decision.budget;
        return decision;
      });
      const waitOnly = decisions.every(({ kind }) => kind === "wait");
      if (waitOnly || (await store.write(user, budget, found?.version ?? null))) return decisions;
    }
    throw new Error("The rate budget of a Calendly user cannot be stored.");
  }

  function step(user: string, one: Step): Promise<Decision> {
    const lane = lanes.get(user) ?? gather((steps) => decide(user, steps), { most: 1_000, atOnce: 1 });
    lanes.set(user, lane);
    return lane(one);
  }

  function tell(user: string, change: (budget: StoredBudget) => StoredBudget): void {
    const told = step(user, (budget) => ({ kind: "go", budget: change(budget) }))
      .catch((error: unknown) => log.warn({ error }, "rate budget not settled"))
      .finally(() => untold.delete(told));
    untold.add(told);
  }

  return {
    async admit(user, priority, { longestWaitMs, signal }) {
      let waitedMs = 0;
      for (;;) {
        const decision = await step(user, (budget) => admitCall(budget, priority, now()));
        if (signal?.aborted === true) {
          if (decision.kind === "go") tell(user, releaseCall);
          throw signal.reason;
        }
        if (decision.kind === "go") return { admitted: true, waitedMs };
        // Counted by what was slept and not by the clock, which stands still in tests.
        if (lettingGo || waitedMs + decision.waitMs > longestWaitMs) {
          return { admitted: false, retryAfterSeconds: Math.ceil(decision.waitMs / 1_000), waitedMs };
        }
        const napMs = Math.min(decision.waitMs, longestNapMs);
        await nap(napMs, signal);
        waitedMs += napMs;
      }
    },
    settle: (user, usage) => tell(user, (budget) => settleCall(budget, usage, now())),
    release: (user) => tell(user, releaseCall),
    async look(users) {
      const found = await store.readMany(users);
      return new Map(
        [...found].flatMap(([user, { budget }]) => {
          const { window } = at(budget, now());
          return window === null ? [] : [[user, window] as const];
        }),
      );
    },
    async settled() {
      while (untold.size > 0) await Promise.all(untold);
    },
    letGo() {
      lettingGo = true;
      for (const own of naps) own.abort();
    },
    holdAgain() {
      lettingGo = false;
    },
  };
}
