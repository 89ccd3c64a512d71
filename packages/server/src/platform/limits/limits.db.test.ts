import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { createTestClock, openTestDatabase } from "../../testing/index.ts";
import type { OpenDatabase } from "../database/open.ts";
import { limitCounters } from "../database/schema.ts";
import { silentLog } from "../logger.ts";
import { createCounterStore } from "./counter-store.ts";
import { createLimits, type Limits } from "./limits.ts";
import { defaultLimits, type LimitClass } from "./settings.ts";

const settings = { ...defaultLimits, writes: 10, reads: 10, failedSignIn: 4, perAddress: 10 };
const clock = createTestClock("2026-11-21T12:00:00Z");

let open: OpenDatabase;
beforeEach(async () => {
  open = await openTestDatabase();
  clock.set("2026-11-21T12:00:00Z");
});
afterEach(() => open.close());

const process_ = (over: Partial<Parameters<typeof createLimits>[1]> = {}): Limits =>
  createLimits(settings, { store: storeOf(open.database), clock, log: silentLog, reportMs: null, ...over });

/** As the platform chooses: PGlite has one process. */
const storeOf = (database: OpenDatabase["database"]) =>
  open.driver.kind === "postgres" ? createCounterStore(database) : null;

async function passed(limits: readonly Limits[], name: LimitClass, times: number): Promise<number> {
  const states = await Promise.all(
    Array.from({ length: times }, (_, at) => limits[at % limits.length]?.take(name, "per_1")),
  );
  return states.filter((state) => state?.exceeded === false).length;
}

describe.each(["writes", "reads"] as const)("%s", (name) => {
  test("lets through the limit, tells how much is left and when there is more, and slides", async () => {
    const limits = process_();
    expect(await limits.take(name, "per_1")).toMatchObject({
      limit: 10,
      windowSeconds: 60,
      remaining: 9,
      exceeded: false,
    });
    expect(await passed([limits], name, 30)).toBe(9);
    expect(await limits.take(name, "per_1")).toMatchObject({ exceeded: true, remaining: 0, name });
    expect(await limits.take(name, "per_2")).toMatchObject({ exceeded: false });
    clock.advance({ seconds: 90 });
    expect(await passed([limits], name, 30)).toBe(5);
    expect(limits.totals.exceeded[name]).toBe(21 + 1 + 25);
  });

  test("is counted in an instant by all who ask at once", async () => {
    expect(await passed([process_()], name, 200)).toBe(10);
  });
});

test("of several limits none is counted when one is exceeded, and failures that were none are given back", async () => {
  const limits = process_();
  const both = [
    { name: "failedSignIn", key: "an account" },
    { name: "writes", key: "per_1" },
  ] as const;
  const results = [];
  for (let n = 0; n < 6; n += 1) results.push((await limits.takeAll(both)).exceeded);
  expect(results).toEqual([false, false, false, false, true, true]);
  expect(await limits.look("writes", "per_1")).toMatchObject({ remaining: 6 });
  await limits.giveBack(both);
  expect(await limits.look("failedSignIn", "an account")).toMatchObject({ remaining: 1 });
});

test("who fails on has to wait longer each time, and is forgotten once it was right", async () => {
  const limits = process_();
  const waits: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    const { exceeded, resetSeconds } = await limits.take("failedSignIn", "an account");
    if (!exceeded) continue;
    waits.push(resetSeconds);
    clock.advance({ seconds: resetSeconds });
  }
  expect(Math.min(...waits)).toBeLessThanOrEqual(900);
  expect(Math.max(...waits)).toBeGreaterThan(3_600);
  while (!(await limits.take("failedSignIn", "an account")).exceeded) clock.advance({ seconds: 1 });
  await limits.forget("failedSignIn", "an account");
  expect((await limits.take("failedSignIn", "an account")).exceeded).toBe(false);
});

describe.skipIf(inject("testDatabase").kind === "pglite")("several processes on one Postgres", () => {
  test("let through together, to the one, what one process would", async () => {
    expect(await passed([process_(), process_(), process_()], "writes", 120)).toBe(10);
  });

  test("tell each other what comes too often to ask; beyond the limit there is only what came between two reports", async () => {
    const all = [process_(), process_()];
    const [one, two] = all as [Limits, Limits];
    expect(await passed([one], "reads", 7)).toBe(7);
    expect(await passed([two], "reads", 2)).toBe(2);
    await one.report();
    await two.report();
    // Two knows of nine, one of its seven: what was told after its report is none of its business yet.
    expect(await passed([two], "reads", 5)).toBe(1);
    expect(await passed([one], "reads", 5)).toBe(3);
    for (const limits of [...all, ...all]) await limits.report();
    expect(await passed(all, "reads", 20)).toBe(0);
    clock.advance({ seconds: 120 });
    expect(await passed([one], "reads", 20)).toBe(10);
  });

  test("what is kept tells nobody's address or account", async () => {
    const limits = process_();
    await limits.take("failedSignIn", "203.0.113.9 ada@northside.example");
    const rows = await open.database.select().from(limitCounters);
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toMatch(/203|ada|northside/);
  });

  test("the counters are not logged: a commit waits for no disk", async () => {
    const answer = await open.database.execute(
      sql`select relpersistence as kept from pg_class where oid = 'punctual.limit_counters'::regclass`,
    );
    expect(answer).toMatchObject({ rows: [{ kept: "u" }] });
  });

  test("while the database is away each process counts for itself, so that people get in and nobody guesses without end", async () => {
    const away = new Proxy(open.database, {
      get: (target, name, receiver) =>
        name === "execute" ? () => Promise.reject(new Error("away")) : (Reflect.get(target, name, receiver) as unknown),
    });
    const limits = process_({ store: storeOf(away) });
    expect(await passed([limits], "failedSignIn", 9)).toBe(4);
    expect(await passed([limits], "reads", 30)).toBe(10);
    await limits.report();
    expect(limits.totals.storeFailures).toBeGreaterThan(1);
  });
});
