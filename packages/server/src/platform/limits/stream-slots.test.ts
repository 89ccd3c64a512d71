import { expect, test, vi } from "vitest";
import { createStreamSlots } from "./stream-slots.ts";

test("a person's oldest stream is ended for a new one beyond the limit, and nobody else's", () => {
  const slots = createStreamSlots({ streams: 100, streamsPerPerson: 2 });
  const ends = [vi.fn(), vi.fn(), vi.fn()];
  const another = vi.fn();
  slots.take("per_2", another);
  for (const end of ends) expect(slots.take("per_1", end)).not.toBeNull();
  expect(ends.map((end) => end.mock.calls.length)).toEqual([1, 0, 0]);
  expect(another).not.toHaveBeenCalled();
});

test("a full process refuses a new stream until one has ended; giving back twice frees one place", () => {
  const slots = createStreamSlots({ streams: 2, streamsPerPerson: 2 });
  const release = slots.take("per_1", () => undefined);
  slots.take("per_2", () => undefined);
  expect(slots.take("per_3", () => undefined)).toBeNull();
  release?.();
  release?.();
  expect(slots.take("per_3", () => undefined)).not.toBeNull();
  expect(slots.take("per_4", () => undefined)).toBeNull();
});
