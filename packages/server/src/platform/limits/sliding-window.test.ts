import fc from "fast-check";
import { expect, test } from "vitest";
import { type Counted, measure, roll, sliceOf } from "./sliding-window.ts";

const window = { most: 10, seconds: 60 };
const minute = 60_000;

/** A caller who asks at these milliseconds; answers which were let through. */
function ask(times: readonly number[], within = window): boolean[] {
  let counted: Counted | undefined;
  return times.map((at) => {
    const now = roll(counted, sliceOf(at, within));
    const tried = { ...now, points: now.points + 1 };
    const { exceeded } = measure(tried, within, at);
    counted = exceeded ? now : tried;
    return !exceeded;
  });
}

const passed = (times: readonly number[]) => ask(times).filter(Boolean).length;

test("the limit is let through, and not one more", () => {
  expect(passed(Array(25).fill(minute * 5))).toBe(10);
});

test("whoever waits for a full minute does not get the limit twice", () => {
  const justBefore = Array(10).fill(minute * 5 - 1);
  expect(passed([...justBefore, ...Array(10).fill(minute * 5)])).toBe(10);
  expect(passed([...justBefore, ...Array(10).fill(minute * 5 + minute / 2)])).toBe(15);
  expect(passed([...justBefore, ...Array(10).fill(minute * 6)])).toBe(20);
});

test("what came in evenly is let through evenly: no minute of those that follow has more than the limit and what rounding leaves", () => {
  const every = Array.from({ length: 600 }, (_, at) => minute * 3 + at * 1_000);
  const let_ = every.filter((_, at) => ask(every)[at]);
  for (const from of every) {
    expect(let_.filter((at) => at >= from && at < from + minute).length).toBeLessThanOrEqual(11);
  }
});

test("the seconds that a refusal names are enough, and a second less is not, whatever came before", () => {
  const times = fc.array(fc.integer({ min: 0, max: 3 * minute }), { minLength: 11, maxLength: 60 });
  const shapes = fc.record({ most: fc.integer({ min: 1, max: 12 }), seconds: fc.constantFrom(1, 7, 60) });
  fc.assert(
    fc.property(times, shapes, (unsorted, shape) => {
      let counted: Counted | undefined;
      for (const at of unsorted.toSorted((a, b) => a - b)) {
        const now = roll(counted, sliceOf(at, shape));
        const tried = { ...now, points: now.points + 1 };
        const state = measure(tried, shape, at);
        counted = state.exceeded ? now : tried;
        if (!state.exceeded) continue;
        const again = (later: number) => {
          const then = roll(counted, sliceOf(later, shape));
          return measure({ ...then, points: then.points + 1 }, shape, later).exceeded;
        };
        // A float may fall on either side of the very millisecond.
        expect(again(at + state.resetSeconds * 1000 + 1)).toBe(false);
        if (state.resetSeconds > 1) expect(again(at + (state.resetSeconds - 1) * 1000 - 1)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test("a clock that is behind counts with those that are ahead", () => {
  const ahead: Counted = { slice: 7, points: 9, previous: 10 };
  expect(roll(ahead, 6)).toEqual(ahead);
  expect(measure(ahead, window, 6 * minute).exceeded).toBe(true);
});
