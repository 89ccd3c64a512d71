import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startReceiver, startSandbox } from "../testing/stage.ts";
import { bookMaya, subscribeMaya } from "../testing/webhook-scene.ts";
import { type BackoffSettings, giveUpAt, nextTryAt } from "./backoff.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

/** Every try of a delivery that always fails. */
function triesOf(settings: BackoffSettings, firstDueAt: number, until: number): number[] {
  const tries = [firstDueAt];
  for (;;) {
    const now = tries.at(-1) ?? 0;
    const next = nextTryAt(settings, { failures: tries.length, now, firstDueAt, giveUpAt: until });
    if (next === null) return tries;
    tries.push(next);
  }
}

const settingsArbitrary = fc.record({
  webhookFirstRetry: fc.integer({ min: 1_000, max: 60 * minute }),
  webhookLongestWait: fc.integer({ min: 60 * minute, max: 2 * day }),
  webhookGiveUpAfter: fc.integer({ min: minute, max: 3 * day }),
});

describe("the back-off", () => {
  it("goes on in growing waits, with a try at the end of the first day and one at the very end, and ends there", () => {
    fc.assert(
      fc.property(
        settingsArbitrary,
        fc.integer({ min: 0, max: 2_000_000_000_000 }),
        fc.integer({ min: 0, max: 20 * day }),
        (settings, firstDueAt, extra) => {
          const firstDay = firstDueAt + settings.webhookGiveUpAfter;
          const tries = triesOf(settings, firstDueAt, firstDay + extra);
          const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
          expect(tries).toContain(firstDay);
          expect(tries.at(-1)).toBe(firstDay + extra);
          // Only the two tries that are fixed may come before their wait is over.
          const whole = waits.map((_, index) => {
            const from = tries[index] ?? 0;
            const wait = Math.min(settings.webhookFirstRetry * 2 ** index, settings.webhookLongestWait);
            return Math.min(wait, (from < firstDay ? firstDay : firstDay + extra) - from);
          });
          expect(waits).toEqual(whole);
          expect(Math.min(...waits)).toBeGreaterThan(0);
        },
      ),
    );
  });

  it("ends a day after the booked event for what tells of one, and a day after it began for all else", () => {
    const until = (eventEndsAt: number | undefined, webhookRetriesUntil: "event_passed" | "first_day") =>
      giveUpAt({ webhookGiveUpAfter: day, webhookRetriesUntil }, 1_000, eventEndsAt);
    expect(until(5 * day, "event_passed")).toBe(6 * day);
    expect(until(5 * day, "first_day")).toBe(day + 1_000);
    expect(until(0, "event_passed")).toBe(day + 1_000);
    expect(until(undefined, "event_passed")).toBe(day + 1_000);
  });
});

describe("on the sandbox's clock", () => {
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  beforeAll(async () => {
    receiver = await startReceiver(() => 500);
  });
  afterAll(() => receiver.close());

  it("a delivery that always fails is tried exactly when the back-off says, whatever the settings", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          webhookFirstRetry: fc.integer({ min: 20_000, max: 60 * minute }),
          webhookLongestWait: fc.integer({ min: 60 * minute, max: day }),
          webhookGiveUpAfter: fc.integer({ min: 60 * minute, max: day }),
        }),
        async (settings) => {
          const sandbox = await startSandbox({ settings: { ...settings, webhookRetriesUntil: "first_day" } });
          try {
            sandbox.freeze();
            await subscribeMaya(sandbox, receiver.url);
            const began = sandbox.now();
            await bookMaya(sandbox);
            await sandbox.advance(settings.webhookGiveUpAfter + day);
            const [delivery] = sandbox.listDeliveries();
            const tries = delivery?.attempts.map(({ at }) => Date.parse(at));
            expect(tries).toEqual(triesOf(settings, began, began + settings.webhookGiveUpAfter));
            expect(delivery?.status).toBe("failed");
          } finally {
            await sandbox.close();
          }
        },
      ),
      { numRuns: 5 },
    );
  });
});
