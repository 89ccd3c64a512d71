import { asc } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { openTestDatabase } from "../../testing/test-database.ts";
import { calendlyCalls } from "../database/schema.ts";
import { silentLog } from "../logger.ts";
import { type CallRecord, createCallRecorder } from "./record-calls.ts";

let run: TestContext;
beforeEach(async () => {
  run = await createTestContext();
});
afterEach(() => run.close());

const call = (over: Partial<CallRecord> = {}): CallRecord => ({
  coachId: "per_1",
  endpoint: "getUser",
  purpose: "person",
  attempt: 1,
  status: 200,
  code: null,
  latencyMs: 12,
  remaining: 499,
  waited: false,
  ...over,
});

const recorder = (flushMs: number | null) => createCallRecorder(run.context.database, { ...run.context, flushMs });
const kept = () => run.context.database.select().from(calendlyCalls).orderBy(asc(calendlyCalls.seq));

test("what was noted is written together soon after, and what is left when the process closes in order", async () => {
  const calls = recorder(30);
  calls.record(call());
  calls.record(call({ code: "timeout", status: null, remaining: null }));
  expect(await kept()).toEqual([]);
  await vi.waitFor(async () => expect(await kept()).toHaveLength(2));
  calls.record(call({ endpoint: "listEventTypes" }));
  await calls.close();
  const rows = await kept();
  expect(rows.map(({ endpoint, code }) => [endpoint, code])).toEqual([
    ["getUser", null],
    ["getUser", "timeout"],
    ["listEventTypes", null],
  ]);
  expect(rows[0]).toMatchObject({ ...call(), at: run.clock.now() });
});

test("thousands at once are all written, a full batch without waiting", async () => {
  const calls = recorder(null);
  for (let number = 0; number < 500; number += 1) calls.record(call());
  await vi.waitFor(async () => expect(await kept()).toHaveLength(500));
  for (let number = 0; number < 1_700; number += 1) calls.record(call());
  await calls.close();
  expect(await kept()).toHaveLength(2_200);
});

test("what a header made impossible to store does not hold up the rest", async () => {
  const calls = recorder(null);
  calls.record(call({ remaining: 1e30, latencyMs: Number.NaN, status: 200.4 }));
  calls.record(call({ remaining: -5 }));
  await calls.close();
  expect(await kept()).toMatchObject([
    { remaining: 2 ** 31 - 1, latencyMs: 0, status: 200 },
    { remaining: 0, latencyMs: 12 },
  ]);
});

test("a database that is away costs the oldest records and never a call", async () => {
  const open = await openTestDatabase();
  await open.close();
  if (open.driver.kind === "pglite") await open.driver.pglite.close();
  const errors: unknown[] = [];
  const log = { ...silentLog, error: (fields: unknown) => void errors.push(fields) };
  const calls = createCallRecorder(open.database, { clock: run.clock, log, flushMs: null });
  for (let number = 0; number < 10_003; number += 1) calls.record(call());
  await calls.close();
  expect(calls.dropped).toBe(3);
  expect(errors).toEqual([{ lost: 10_000 }]);
});
