import { expect, test } from "vitest";
import { gather } from "./gather.ts";

/** Work whose rounds end when the test says so. */
function heldWork() {
  const rounds: { items: readonly number[]; end: () => void; fail: () => void }[] = [];
  const add = gather<number, number>(
    (items) =>
      new Promise((resolve, reject) => {
        rounds.push({
          items,
          end: () => resolve(items.map((item) => item * 10)),
          fail: () => reject(new Error(`round of ${items.join()}`)),
        });
      }),
    { most: 3, atOnce: 1 },
  );
  const nextRound = async (index: number) => {
    while (rounds[index] === undefined) await new Promise((resolve) => setImmediate(resolve));
    return rounds[index];
  };
  return { add, nextRound };
}

test("one alone is served at once; those who come meanwhile are served together, in rounds of at most `most`", async () => {
  const { add, nextRound } = heldWork();
  const first = add(1);
  const alone = await nextRound(0);
  expect(alone.items).toEqual([1]);
  const results = Promise.all([2, 3, 4, 5].map(add));
  alone.end();
  for (const [index, items] of [[2, 3, 4], [5]].entries()) {
    const round = await nextRound(index + 1);
    expect(round.items).toEqual(items);
    round.end();
  }
  expect(await first).toBe(10);
  expect(await results).toEqual([20, 30, 40, 50]);
});

test("those who ask in one turn are served together from the first on", async () => {
  const { add, nextRound } = heldWork();
  const results = Promise.all([1, 2].map(add));
  const round = await nextRound(0);
  expect(round.items).toEqual([1, 2]);
  round.end();
  expect(await results).toEqual([10, 20]);
});

test("when a round fails each of its items is tried alone, and only the bad one fails", async () => {
  const add = gather<number, number>(
    async (items) => {
      if (items.includes(3)) throw new Error("three");
      return items;
    },
    { most: 10, atOnce: 2 },
  );
  const results = await Promise.allSettled([1, 2, 3, 4].map(add));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(await add(5)).toBe(5);
});
