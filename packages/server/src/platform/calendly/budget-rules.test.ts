import type { RateLimit } from "@punctual/calendly";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StoredBudget } from "../database/schema.ts";
import { admitCall, nothingKnown, settleCall } from "./budget-rules.ts";

const start = Date.UTC(2026, 10, 21, 12);
const answered = (rateLimit: Partial<RateLimit> | null, status = 200, retryAfterSeconds: number | null = null) => ({
  status,
  retryAfterSeconds,
  rateLimit: rateLimit === null ? null : { limit: null, remaining: null, resetSeconds: null, ...rateLimit },
});
const told = (rateLimit: Partial<RateLimit> | null, status?: number, retryAfterSeconds?: number) =>
  settleCall(nothingKnown, answered(rateLimit, status, retryAfterSeconds), start);

/** How many calls of this kind go at one moment. */
function places(budget: StoredBudget, priority: "high" | "normal" | "low", now = start): number {
  let count = 0;
  for (let held = budget; count < 2_000; count += 1) {
    const decision = admitCall(held, priority, now);
    if (decision.kind === "wait") break;
    held = decision.budget;
  }
  return count;
}

test("each kind of call leaves places to what is more urgent; a person may take the last one", () => {
  const budget = told({ limit: 500, remaining: 300, resetSeconds: 40 });
  expect([places(budget, "low"), places(budget, "normal"), places(budget, "high")]).toEqual([100, 250, 300]);
});

test("a call without a place waits for the next window, which is as large as the last", () => {
  const budget = told({ limit: 50, remaining: 0, resetSeconds: 40 });
  expect(admitCall(budget, "high", start)).toMatchObject({ kind: "wait", waitMs: 40_000 });
  expect(places(budget, "high", start + 40_000)).toBe(50);
});

test("before any answer has named a limit only a few go at once", () => {
  expect(places(nothingKnown, "high")).toBe(8);
  expect(places(nothingKnown, "low")).toBe(8);
});

test("answers that overtake each other count no place twice", () => {
  const first = told({ limit: 50, remaining: 10, resetSeconds: 40 });
  const late = settleCall(first, answered({ limit: 50, remaining: 12, resetSeconds: 41 }), start);
  expect(late.window?.remaining).toBe(10);
});

test("a call that never came to an answer gives its place back after two minutes", () => {
  let held = told({ limit: 50, remaining: 50, resetSeconds: 60 });
  for (let count = 0; count < 50; count += 1) held = admitCall(held, "high", start).budget;
  expect(places(held, "high", start)).toBe(0);
  expect(places(held, "high", start + 60_000)).toBe(0);
  expect(places(held, "high", start + 121_000)).toBe(50);
});

describe("what headers say is believed only where it makes sense", () => {
  test.each([
    ["none at all", null],
    ["nothing readable", {}],
    ["a limit of nothing", { limit: 0, remaining: 0, resetSeconds: 30 }],
    ["a limit without end", { limit: Number.POSITIVE_INFINITY, remaining: 5, resetSeconds: 30 }],
  ])("%s: nothing is known, and nobody is locked out", (_, headers) => {
    expect(told(headers)).toEqual(nothingKnown);
  });

  test("a remainder that is left out (it was negative) is counted here", () => {
    const known = told({ limit: 50, remaining: 20, resetSeconds: 30 });
    expect(settleCall(known, answered({ limit: 50, resetSeconds: 30 }), start).window?.remaining).toBe(19);
  });

  test("a remainder above the limit is the limit", () => {
    expect(told({ limit: 50, remaining: 9_999, resetSeconds: 30 }).window?.remaining).toBe(50);
  });

  test.each([
    ["the year 2038, taken for seconds", 2_145_916_800, 120_000],
    ["a moment that has passed", 0, 1_000],
  ])("a window that ends at %s", (_, resetSeconds, lastsMs) => {
    expect(told({ limit: 50, remaining: 3, resetSeconds }).window?.endsAt).toBe(start + lastsMs);
  });

  test("a refusal holds everybody, for a minute where it does not say, for five at most where it lies", () => {
    expect(places(told(null, 429), "high", start + 59_999)).toBe(0);
    expect(places(told(null, 429), "high", start + 60_000)).toBe(50);
    const lying = told({ limit: 500, remaining: 500, resetSeconds: 60 }, 429, 86_400);
    expect(places(lying, "high", start + 299_999)).toBe(0);
    expect(places(lying, "high", start + 300_000)).toBe(500);
  });

  test("a clock that is set back holds nobody for longer than a window", () => {
    const budget = told({ limit: 50, remaining: 0, resetSeconds: 40 });
    expect(places(budget, "high", start - 86_400_000)).toBe(50);
  });
});

test("whatever headers say, what is known stays sound", () => {
  const odd = fc.oneof(
    fc.constantFrom<number | null>(null, 0, -1, 0.5, 1e30, Number.NaN, Number.POSITIVE_INFINITY),
    fc.integer({ min: -10, max: 1_000 }),
  );
  const answer = fc.record({
    status: fc.constantFrom(200, 401, 429, 503, null),
    retryAfterSeconds: odd,
    rateLimit: fc.option(fc.record({ limit: odd, remaining: odd, resetSeconds: odd })),
    afterMs: fc.integer({ min: 0, max: 90_000 }),
  });
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 40 }), (answers) => {
      let budget = nothingKnown;
      let now = start;
      for (const { afterMs, ...each } of answers) {
        now += afterMs;
        budget = settleCall(admitCall(budget, "high", now).budget, each, now);
        const { window } = budget;
        if (window === null) continue;
        expect(Number.isInteger(window.limit) && window.limit >= 1).toBe(true);
        expect(window.remaining >= 0 && window.remaining <= window.limit).toBe(true);
        expect(window.endsAt - now).toBeLessThanOrEqual(300_000);
        expect(Number.isFinite(window.endsAt)).toBe(true);
      }
    }),
  );
});
