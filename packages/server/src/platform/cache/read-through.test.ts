import { expect, test } from "vitest";
import { type Loaded, ReadThroughCache } from "./read-through.ts";

const options = { freshMs: 60_000, staleMs: 1_800_000, retryMs: 10_000, maxEntries: 3, maxWeight: 100 };

function setUp(over: Partial<typeof options> = {}) {
  const clock = { now: 1_000_000 };
  const cache = new ReadThroughCache<string, string>({ ...options, ...over }, () => clock.now);
  let loads = 0;
  const brings =
    (value: string, weight = 1) =>
    async (): Promise<Loaded<string, string>> => {
      loads += 1;
      return { kind: "loaded", value, weight };
    };
  const fails =
    (retryAfterMs: number | null = null) =>
    async (): Promise<Loaded<string, string>> => {
      loads += 1;
      return { kind: "failed", failure: "down", servesStale: true, retryAfterMs };
    };
  return { cache, clock, brings, fails, loads: () => loads };
}

test("one load serves however many ask at once", async () => {
  const { cache, brings, loads } = setUp();
  const readers = Array.from({ length: 50 }, () => cache.read("week", "maya", brings("slots")));
  const answers = await Promise.all(readers);
  expect(new Set(answers.map((answer) => answer.kind))).toEqual(new Set(["fresh"]));
  expect(loads()).toBe(1);
});

test("a value is asked for again when it is no longer fresh", async () => {
  const { cache, clock, brings, loads } = setUp();
  await cache.read("week", "maya", brings("old"));
  clock.now += 59_999;
  expect(await cache.read("week", "maya", brings("new"))).toMatchObject({ kind: "fresh", value: "old" });
  clock.now += 1;
  expect(await cache.read("week", "maya", brings("new"))).toMatchObject({ kind: "fresh", value: "new" });
  expect(loads()).toBe(2);
});

test("a failing source is bridged by the old value, and left alone for a pause", async () => {
  const { cache, clock, brings, fails, loads } = setUp();
  await cache.read("week", "maya", brings("old"));
  clock.now += 120_000;
  for (const _ of [1, 2, 3]) {
    const answer = await cache.read("week", "maya", fails());
    expect(answer).toMatchObject({ kind: "stale", value: "old", failure: "down" });
  }
  expect(loads()).toBe(2);
  clock.now += 10_000;
  expect(await cache.read("week", "maya", brings("new"))).toMatchObject({ kind: "fresh", value: "new" });
});

test("the source's own wish to be left alone is honoured", async () => {
  const { cache, clock, brings, fails, loads } = setUp();
  await cache.read("week", "maya", brings("old"));
  clock.now += 120_000;
  await cache.read("week", "maya", fails(40_000));
  clock.now += 39_999;
  expect(await cache.read("week", "maya", brings("new"))).toMatchObject({ kind: "stale" });
  expect(loads()).toBe(2);
});

test("an old value bridges no longer than it may", async () => {
  const { cache, clock, brings, fails } = setUp();
  await cache.read("week", "maya", brings("old"));
  clock.now += 1_800_000;
  expect(await cache.read("week", "maya", fails())).toEqual({ kind: "failed", failure: "down" });
});

test("a failure that says something about the answer is not bridged", async () => {
  const { cache, clock, brings } = setUp();
  await cache.read("week", "maya", brings("old"));
  clock.now += 120_000;
  const refused = async () => ({ kind: "failed", failure: "refused", servesStale: false, retryAfterMs: null }) as const;
  expect(await cache.read("week", "maya", refused)).toEqual({ kind: "failed", failure: "refused" });
});

test("dropping a group makes only its entries ask again", async () => {
  const { cache, brings, loads } = setUp();
  await cache.read("a", "maya", brings("1"));
  await cache.read("b", "tom", brings("1"));
  cache.drop("maya");
  expect(await cache.read("a", "maya", brings("2"))).toMatchObject({ value: "2" });
  expect(await cache.read("b", "tom", brings("2"))).toMatchObject({ value: "1" });
  expect(loads()).toBe(3);
});

test("what was on its way when its group was dropped is not kept", async () => {
  const { cache, brings } = setUp();
  const gate = Promise.withResolvers<Loaded<string, string>>();
  const early = cache.read("week", "maya", () => gate.promise);
  cache.drop("maya");
  gate.resolve({ kind: "loaded", value: "before", weight: 1 });
  expect(await early).toMatchObject({ value: "before" });
  expect(await cache.read("week", "maya", brings("after"))).toMatchObject({ kind: "fresh", value: "after" });
});

test("the least recently used goes first when there are too many, or too much", async () => {
  const { cache, brings } = setUp();
  for (const key of ["a", "b", "c"]) await cache.read(key, "maya", brings("1"));
  await cache.read("a", "maya", brings("2"));
  await cache.read("d", "maya", brings("1"));
  expect(await cache.read("a", "maya", brings("2"))).toMatchObject({ value: "1" });
  expect(await cache.read("b", "maya", brings("2"))).toMatchObject({ value: "2" });
  await cache.read("e", "maya", brings("1", 99));
  expect(await cache.read("d", "maya", brings("2"))).toMatchObject({ value: "2" });
});

test("a load that throws reaches the readers and is forgotten", async () => {
  const { cache, brings } = setUp();
  const broken = () => Promise.reject(new Error("bug"));
  await expect(cache.read("week", "maya", broken)).rejects.toThrow("bug");
  expect(await cache.read("week", "maya", brings("1"))).toMatchObject({ value: "1" });
});
