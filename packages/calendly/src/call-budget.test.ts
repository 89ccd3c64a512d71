import fc from "fast-check";
import { describe, expect, it } from "vitest";
import user from "./fixtures/user.json" with { type: "json" };
import {
  type CallBudget,
  type CallPriority,
  createCalendlyClient,
  createRateBudget,
  endpoints,
  isCalendlyError,
} from "./index.ts";
import { virtualTime } from "./testing/virtual-time.ts";

const found = () => Response.json({ resource: user });

/** A user's calls are counted in fixed windows of a minute, as Calendly does, and each answer takes `latencyMs`. */
function limitedServer(limit: number, time: ReturnType<typeof virtualTime>, latencyMs: number) {
  let windowStart = time.now();
  let used = 0;
  let refused = 0;
  const fetch = async () => {
    await time.sleep(latencyMs, undefined);
    if (time.now() - windowStart >= 60_000) [windowStart, used] = [time.now(), 0];
    const resetSeconds = Math.ceil((windowStart + 60_000 - time.now()) / 1000);
    const over = used >= limit;
    if (over) refused += 1;
    else used += 1;
    const headers = {
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(Math.max(0, limit - used)),
      "x-ratelimit-reset": String(resetSeconds),
    };
    return over ? Response.json({}, { status: 429, headers }) : Response.json({ resource: user }, { headers });
  };
  return { fetch, refusals: () => refused };
}

describe("a budget of one's own", () => {
  it("is asked before every attempt with what was last seen, and told after it", async () => {
    const planned: unknown[] = [];
    const outcomes: unknown[] = [];
    const headers = { "x-ratelimit-limit": "50", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" };
    const answers = [Response.json({}, { status: 429, headers }), found()];
    const client = createCalendlyClient({
      accessToken: "token",
      fetch: () => answers.shift() ?? found(),
      sleep: async () => undefined,
      budget: {
        beforeCall: ({ signal: _, ...call }) => {
          planned.push(call);
          return { admitted: true };
        },
        afterCall: ({ outcome }) => {
          outcomes.push(outcome);
          throw new Error("The bookkeeping is down");
        },
      },
    });
    await client.request(endpoints.getCurrentUser, { priority: "high" });
    const call = { endpoint: "getCurrentUser", method: "GET", priority: "high" };
    expect(planned).toEqual([
      { ...call, attempt: 1, rateLimit: null },
      { ...call, attempt: 2, rateLimit: { limit: 50, remaining: 0, resetSeconds: 1 } },
    ]);
    expect(outcomes).toEqual(["rate_limited", "ok"]);
  });

  it("refuses a call before it is sent", async () => {
    let sent = 0;
    const client = createCalendlyClient({
      accessToken: "token",
      fetch: () => {
        sent += 1;
        return found();
      },
      budget: { beforeCall: () => ({ admitted: false, retryAfterSeconds: 40 }) },
    });
    await expect(client.request(endpoints.getCurrentUser)).rejects.toMatchObject({
      code: "rate_limited",
      status: null,
      retryAfterSeconds: 40,
      attempts: 0,
    });
    expect(sent).toBe(0);
  });

  it("cannot hold a caller who gives up", async () => {
    const caller = new AbortController();
    const budget: CallBudget = {
      beforeCall: () => {
        queueMicrotask(() => caller.abort());
        return new Promise(() => undefined);
      },
    };
    const client = createCalendlyClient({ accessToken: "token", fetch: found, budget });
    const call = client.request(endpoints.getCurrentUser, { signal: caller.signal });
    await expect(call).rejects.toSatisfy((error) => isCalendlyError(error, "aborted"));
  });

  it("is not asked for a caller who has given up", async () => {
    let asked = 0;
    const budget: CallBudget = {
      beforeCall: () => {
        asked += 1;
        return Promise.reject(new Error("Nobody would hear this"));
      },
    };
    const client = createCalendlyClient({ accessToken: "token", fetch: found, budget });
    const call = client.request(endpoints.getCurrentUser, { signal: AbortSignal.abort() });
    await expect(call).rejects.toSatisfy((error) => isCalendlyError(error, "aborted"));
    expect(asked).toBe(0);
  });

  it("gives the caller what it threw", async () => {
    const trouble = new Error("The store of limits is down");
    const budget: CallBudget = { beforeCall: () => Promise.reject(trouble) };
    const client = createCalendlyClient({ accessToken: "token", fetch: found, budget });
    await expect(client.request(endpoints.getCurrentUser)).rejects.toBe(trouble);
  });
});

describe("createRateBudget", () => {
  it("never runs into the limit, whatever is asked at once, and lets everything through in the end", async () => {
    const priorities = fc.array(fc.constantFrom<CallPriority>("high", "normal", "low"), { maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(
        priorities,
        fc.integer({ min: 5, max: 50 }),
        fc.integer({ min: 1, max: 900 }),
        async (calls, limit, latency) => {
          const time = virtualTime(Date.UTC(2026, 10, 21));
          const server = limitedServer(limit, time, latency);
          const budget = createRateBudget({ ...time, maxWaitMs: Number.POSITIVE_INFINITY });
          const client = createCalendlyClient({
            accessToken: "token",
            fetch: server.fetch,
            budget,
            ...time,
            maxAttempts: 1,
          });
          // The first answer is what teaches the budget.
          await time.run(client.request(endpoints.getCurrentUser));
          const all = calls.map((priority) => client.request(endpoints.getCurrentUser, { priority }));
          await time.run(Promise.all(all));
          expect(server.refusals()).toBe(0);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("spreads background calls over the window and lets a person pass", async () => {
    const time = virtualTime(0);
    const server = limitedServer(50, time, 10);
    const budget = createRateBudget(time);
    const client = createCalendlyClient({ accessToken: "token", fetch: server.fetch, budget, ...time });
    await time.run(client.request(endpoints.getCurrentUser));
    const doneAt: number[] = [];
    const background = Array.from({ length: 20 }, async () => {
      await client.request(endpoints.getCurrentUser, { priority: "low" });
      doneAt.push(time.now());
    });
    const urgent = client.request(endpoints.getCurrentUser, { priority: "high" }).then(() => time.now());
    await time.run(Promise.all(background));
    expect(await urgent).toBeLessThan(100);
    // 29 places above the reserve in one minute: 20 calls take at least half of it.
    expect((doneAt.at(-1) ?? 0) - (doneAt[0] ?? 0)).toBeGreaterThan(30_000);
  });

  it("refuses what would wait too long, saying how long", async () => {
    const time = virtualTime(0);
    const budget = createRateBudget({ ...time, maxWaitMs: 5_000 });
    const usage = { endpoint: "getUser", method: "GET", status: 429, outcome: "rate_limited", durationMs: 1 } as const;
    const rateLimit = { limit: 50, remaining: 0, resetSeconds: 30 };
    budget.afterCall?.({ ...usage, attempt: 1, rateLimit, retryAfterSeconds: null, notJson: false, requestId: null });
    const planned = {
      endpoint: "getUser",
      method: "GET",
      attempt: 1,
      priority: "high",
      rateLimit,
      signal: undefined,
    } as const;
    expect(await budget.beforeCall(planned)).toEqual({ admitted: false, retryAfterSeconds: 30 });
    // Bookings are counted apart.
    expect(await budget.beforeCall({ ...planned, endpoint: "createInvitee" })).toEqual({ admitted: true });
  });
});
