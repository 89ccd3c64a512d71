import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestContext, type TestContext } from "../testing/test-context.ts";
import { calendlyCalls } from "./database/schema.ts";
import { startHousekeeping } from "./housekeeping.ts";

let run: TestContext;
beforeEach(async () => {
  run = await createTestContext();
});
afterEach(() => run.close());

test("records of calls go after seven days and not before", async () => {
  const { context } = run;
  const call = { endpoint: "getUser", purpose: "sweep", attempt: 1, status: 200, latencyMs: 1 };
  const now = context.clock.now();
  const week = Temporal.Duration.from({ hours: 7 * 24 });
  await context.database.insert(calendlyCalls).values([
    { ...call, coachId: "per_old", at: now.subtract(week).subtract({ seconds: 1 }) },
    { ...call, coachId: "per_new", at: now.subtract(week) },
  ]);
  const housekeeping = startHousekeeping(context);
  await vi.waitFor(async () => {
    const kept = await context.database.select({ coachId: calendlyCalls.coachId }).from(calendlyCalls);
    expect(kept).toEqual([{ coachId: "per_new" }]);
  });
  await housekeeping.stop();
});
