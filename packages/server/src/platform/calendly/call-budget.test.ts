import { type CallPriority, createCalendlyClient, endpoints } from "@punctual/calendly";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type VirtualTime, virtualTime } from "../../testing/virtual-time.ts";
import { silentLog } from "../logger.ts";
import { realSleep } from "../sleep.ts";
import { type BudgetStore, budgetsInMemory } from "./budget-store.ts";
import { createCallBudgets } from "./call-budget.ts";

const user = "AAAAAAAAAAAAAAAA";

/** Calendly's limit as it counts: by minutes that begin with a call. */
function limitedServer(limit: number, time: VirtualTime, latencyMs: number) {
  let startedAt = Number.NEGATIVE_INFINITY;
  let calls = 0;
  let refusals = 0;
  return {
    refusals: () => refusals,
    async fetch(): Promise<Response> {
      await time.sleep(latencyMs, undefined);
      if (time.now() - startedAt >= 60_000) [startedAt, calls] = [time.now(), 0];
      calls += 1;
      if (calls > limit) refusals += 1;
      const headers = {
        "x-ratelimit-limit": String(limit),
        "x-ratelimit-remaining": String(Math.max(0, limit - calls)),
        "x-ratelimit-reset": String(Math.ceil((startedAt + 60_000 - time.now()) / 1_000)),
      };
      return calls > limit
        ? new Response("{}", { status: 429, headers })
        : new Response(null, { status: 204, headers });
    },
  };
}

/** One process with its own budgets over the store, which others may share. */
function process(store: BudgetStore, time: VirtualTime, fetch: () => Promise<Response>) {
  const budgets = createCallBudgets(store, { ...time, log: silentLog });
  const caller = (priority: CallPriority, longestWaitMs: number) =>
    createCalendlyClient({
      accessToken: "token",
      fetch,
      ...time,
      maxAttempts: 1,
      budget: {
        beforeCall: ({ signal }) => budgets.admit(user, priority, { longestWaitMs, signal }),
        afterCall: (usage) => budgets.settle(user, usage),
      },
    });
  return {
    budgets,
    call: (priority: CallPriority, waitMs = Number.POSITIVE_INFINITY) => deletion(caller(priority, waitMs)),
  };
}

const deletion = (client: ReturnType<typeof createCalendlyClient>) =>
  client.request(endpoints.deleteWebhookSubscription, { params: { uuid: "X" } });

/** A store that answers a moment later, as a database does, so that processes get in each other's way. */
function slowStore(time: VirtualTime): BudgetStore {
  const store = budgetsInMemory();
  return {
    readMany: async (users) => {
      await time.sleep(1, undefined);
      return store.readMany(users);
    },
    write: async (...row) => {
      await time.sleep(1, undefined);
      return store.write(...row);
    },
  };
}

test("several processes together never run into the limit, and everything gets through in the end", async () => {
  const priorities = fc.array(fc.constantFrom<CallPriority>("high", "normal", "low"), { maxLength: 90 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(priorities, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 10, max: 50 }),
      fc.integer({ min: 1, max: 900 }),
      async (work, limit, latencyMs) => {
        const time = virtualTime(Date.UTC(2026, 10, 21));
        const server = limitedServer(limit, time, latencyMs);
        const store = slowStore(time);
        const processes = work.map((calls) => ({ calls, ...process(store, time, server.fetch) }));
        await time.run(Promise.all(processes.flatMap(({ calls, call }) => calls.map((priority) => call(priority)))));
        expect(server.refusals()).toBe(0);
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

test("a sweep of thousands of calls does not delay a person's call", async () => {
  const time = virtualTime(Date.UTC(2026, 10, 21));
  const server = limitedServer(500, time, 200);
  const store = slowStore(time);
  const [worker, web] = [process(store, time, server.fetch), process(store, time, server.fetch)];
  let left = 3_000;
  // As many at once as a page of a sweep makes.
  const lane = async () => {
    for (; left > 0; left -= 1) await worker.call("low");
  };
  const sweep = Promise.all(Array.from({ length: 8 }, lane));
  const waited: number[] = [];
  const people = (async () => {
    for (let visit = 0; visit < 60; visit += 1) {
      await time.sleep(7_000, undefined);
      const askedAt = time.now();
      await web.call("high", 1_500);
      waited.push(time.now() - askedAt);
    }
  })();
  await time.run(Promise.all([sweep, people]));
  expect(Math.max(...waited)).toBeLessThan(500);
  expect(server.refusals()).toBe(0);
}, 60_000);

test("what would wait too long is refused at once, with the time to wait", async () => {
  const time = virtualTime(0);
  const server = limitedServer(5, time, 1);
  const { budgets, call } = process(budgetsInMemory(), time, server.fetch);
  for (let count = 0; count < 5; count += 1) await time.run(call("high"));
  await budgets.settled();
  const askedAt = time.now();
  await expect(time.run(call("high", 1_500))).rejects.toMatchObject({
    code: "rate_limited",
    status: null,
    retryAfterSeconds: 60,
  });
  expect(time.now()).toBe(askedAt);
});

test("a caller who gives up is let go, and a clock that stands still holds nobody for ever", async () => {
  const time = virtualTime(0);
  const store = budgetsInMemory();
  await store.write(user, { window: { limit: 50, remaining: 0, endsAt: 60_000 }, inFlight: [] }, null);
  const slept: number[] = [];
  const budgets = createCallBudgets(store, {
    now: () => 0,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
    },
    log: silentLog,
  });
  const admission = await budgets.admit(user, "low", { longestWaitMs: 65_000, signal: undefined });
  expect(admission).toEqual({ admitted: false, retryAfterSeconds: 60, waitedMs: 10_000 });
  const gone = AbortSignal.abort(new Error("gone"));
  await expect(budgets.admit(user, "low", { longestWaitMs: 65_000, signal: gone })).rejects.toThrow("gone");
  expect(time.now()).toBe(0);
});

test("a process that ends holds nobody: who waits is refused with the time to wait, and nobody waits anew", async () => {
  const store = budgetsInMemory();
  await store.write(user, { window: { limit: 50, remaining: 0, endsAt: 60_000 }, inFlight: [] }, null);
  const budgets = createCallBudgets(store, { now: () => 0, sleep: realSleep, log: silentLog });
  const patient = { longestWaitMs: 65_000, signal: undefined };
  const waiting = [1, 2, 3].map(() => budgets.admit(user, "low", patient));
  setTimeout(() => budgets.letGo(), 20);
  for (const admission of await Promise.all(waiting)) {
    expect(admission).toMatchObject({ admitted: false, retryAfterSeconds: 60 });
  }
  expect(await budgets.admit(user, "low", patient)).toMatchObject({ admitted: false, waitedMs: 0 });
});
