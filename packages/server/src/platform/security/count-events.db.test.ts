import { asc } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { openTestDatabase } from "../../testing/test-database.ts";
import { securityCounts } from "../database/schema.ts";
import { createSecurityCounts } from "./count-events.ts";

let run: TestContext;
beforeEach(async () => {
  run = await createTestContext();
});
afterEach(() => run.close());

const counts = (flushMs: number | null) => createSecurityCounts(run.context.database, { ...run.context, flushMs });
const kept = () =>
  run.context.database.select().from(securityCounts).orderBy(asc(securityCounts.minute), asc(securityCounts.subject));

test("the same thing within a minute is one row, whichever process and flush counted it; the address is not kept", async () => {
  const [here, there] = [counts(null), counts(null)];
  const event = { source: "203.0.113.9", subject: "per_1" };
  here.count("access_denied", event);
  here.count("access_denied", { ...event, source: "203.0.113.77" });
  await here.flush();
  here.count("access_denied", event);
  there.count("access_denied", event);
  run.clock.advance({ minutes: 1 });
  there.count("access_denied", event);
  await Promise.all([here.close(), there.close()]);
  expect(await kept()).toMatchObject([
    { kind: "access_denied", source: "203.0.113.0/24", subject: "per_1", count: 4 },
    { kind: "access_denied", source: "203.0.113.0/24", subject: "per_1", count: 1 },
  ]);
  expect(here.totals.access_denied + there.totals.access_denied).toBe(5);
});

test("counts are written by themselves soon after", async () => {
  const some = counts(20);
  some.count("token_failed", { source: null, subject: null });
  await vi.waitFor(async () => expect(await kept()).toMatchObject([{ source: "", subject: "", count: 1 }]));
  await some.close();
});

test("processes that write the same counts at the same moment lose none, and none waits for another in a circle", async () => {
  const warned = vi.spyOn(run.context.log, "warn");
  const some = [counts(null), counts(null)];
  const subjects = Array.from({ length: 3_000 }, (_, n) => `acc_${n}`);
  for (const [at, process_] of some.entries()) {
    for (const subject of at === 0 ? subjects : subjects.toReversed()) {
      process_.count("sign_in_failed", { source: null, subject });
    }
  }
  await Promise.all(some.map((process_) => process_.close()));
  expect(warned).not.toHaveBeenCalled();
  expect((await kept()).map(({ count }) => count)).toEqual(Array(3_000).fill(2));
});

test("a flood of different sources costs bounded memory and rows, and every one is counted", async () => {
  const some = counts(null);
  for (let n = 0; n < 6_000; n += 1) some.count("sign_in_failed", { source: null, subject: `acc_${n}` });
  await some.close();
  const rows = await kept();
  expect(rows).toHaveLength(5_001);
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(6_000);
  expect(rows[0]).toMatchObject({ source: "", subject: "", count: 1_000 });
});

test("while the database is away counts wait, bounded, and go in later", async () => {
  const open = await openTestDatabase();
  let away = true;
  const database = new Proxy(open.database, {
    get: (target, name, receiver) =>
      name === "execute" && away
        ? () => Promise.reject(new Error("away"))
        : (Reflect.get(target, name, receiver) as unknown),
  });
  const some = createSecurityCounts(database, { ...run.context, flushMs: 20 });
  const written = () => open.database.select().from(securityCounts);
  some.count("limit_hit", { source: "10.0.0.1", subject: "reads" });
  await some.flush();
  away = false;
  await vi.waitFor(async () => expect(await written()).toMatchObject([{ count: 1 }]));
  some.count("limit_hit", { source: "10.0.0.1", subject: "reads" });
  await some.close();
  expect(await written()).toMatchObject([{ source: "10.0.0.0/24", count: 2 }]);
  await open.close();
});
