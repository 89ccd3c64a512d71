import type { CallAdmission, CallPriority, CallUsage } from "@punctual/calendly";
import type { StoredBudget } from "../database/schema.ts";
import { gather } from "../gather.ts";
import type { Log } from "../log.ts";
import type { Sleep } from "../sleep.ts";
import { admitCall, at, type Decision, nothingKnown, releaseCall, settleCall } from "./budget-rules.ts";
import type { BudgetStore, Versioned } from "./budget-store.ts";

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
type Change = (budget: StoredBudget) => StoredBudget;

interface News {
  readonly change: Change;
  /** Tells that it is stored, or lost. */
  over(): void;
}

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
  /** As this process wrote them last. */
  const written = new Map<string, Versioned>();
  /** What answers said, by user, until the next round takes it along. */
  const news = new Map<string, readonly News[]>();
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

  /** One round: first what answers said, then the steps. */
  async function decide(user: string, steps: readonly Step[]): Promise<Decision[]> {
    const told = news.get(user) ?? [];
    news.delete(user);
    try {
      return await decideAfter(user, told, steps);
    } catch (error) {
      // Places that are not given back are forgotten after a while, and the next answer says again what is left.
      if (told.length > 0) log.warn({ error }, "rate budget not settled");
      throw error;
    } finally {
      for (const { over } of told) over();
    }
  }

  async function decideAfter(user: string, told: readonly News[], steps: readonly Step[]): Promise<Decision[]> {
    // Mostly nobody else has written since, and then reading would be for nothing; the version tells.
    let remembered = written.get(user);
    for (let race = 0; race < mostRaces; race += 1) {
      const found = remembered ?? (await store.readMany([user])).get(user);
      let budget = told.reduce((before, { change }) => change(before), found?.budget ?? nothingKnown);
      const decisions = steps.map((step) => {
        const decision = step(budget);
        budget = decision.budget;
        return decision;
      });
      // Somebody else may have made room meanwhile, so nobody waits for what is only remembered.
      const isNews = told.length > 0 || decisions.some(({ kind }) => kind === "go");
      if (!isNews && remembered === undefined) return decisions;
      if (isNews && (await store.write(user, budget, found?.version ?? null))) {
        written.set(user, { budget, version: (found?.version ?? 0) + 1 });
        return decisions;
      }
      remembered = undefined;
    }
    throw new Error("The rate budget of a Calendly user cannot be stored.");
  }

  function step(user: string, one: Step): Promise<Decision> {
    const lane = lanes.get(user) ?? gather((steps) => decide(user, steps), { most: 1_000, atOnce: 1 });
    lanes.set(user, lane);
    return lane(one);
  }

  /** Most answers are followed by the next call at once: they go into the store together. */
  function tell(user: string, change: Change): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stored = promise.finally(() => untold.delete(stored));
    untold.add(stored);
    news.set(user, [...(news.get(user) ?? []), { change, over: resolve }]);
    setImmediate(() => {
      // What could not be stored has said so in the log.
      if (news.has(user)) step(user, (budget) => ({ kind: "go", budget })).catch(() => undefined);
    });
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
