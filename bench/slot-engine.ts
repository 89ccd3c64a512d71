import { findSlots, type SlotInput } from "@punctual/calendly-sandbox";
import { getSlots } from "slot-calculator";
import { type Figure, percentile, ratioFigure, valueFigure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] as const;

interface Size {
  readonly days: number;
  readonly busyTimes: number;
  /** Milliseconds that the fastest open engine needed for this, on two cores of a machine like this one. */
  readonly recorded: number;
}

const sizes: readonly Size[] = [
  { days: 31, busyTimes: 100, recorded: 1.9 },
  { days: 365, busyTimes: 1_000, recorded: 30 },
];

/**
 * Finding the open times of one host (weekdays 9 to 17 in New York, 15-minute steps), held against two others: the
 * fastest engine that the npm registry has for the same question, measured here on the same input and checked to give
 * the same times, and the fastest open engine of all, whose figures were measured once and written down, for it cannot
 * be installed.
 */
export async function benchSlotEngine({ quick, say }: BenchOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of sizes) {
    const { days, busyTimes, recorded } = size;
    const what = `${days} days, ${busyTimes} busy times`;
    say(`slots of ${what}`);
    const input = inputOf(size);
    const other = otherInputOf(input);
    if (JSON.stringify(starts(input)) !== JSON.stringify(otherStarts(other))) {
      throw new Error(`The two slot engines disagree about ${what}`);
    }
    const ours = median(() => findSlots(input), quick ? 50 : 500);
    const theirs = median(() => getSlots(other), quick ? 1 : 5);
    figures.push(
      ratioFigure(
        { name: `slots, ${what}, beside slot-calculator 2.2.1`, value: ours, baseline: theirs, unit: "ms" },
        third,
      ),
      valueFigure(
        {
          name: `slots, ${what}, beside the fastest open engine (recorded, not measured here)`,
          value: ours,
          baseline: recorded,
          unit: "ms",
        },
        {
          atMost: Number((recorded / 3).toPrecision(2)),
        },
      ),
    );
  }
  return figures;
}

const third = { atMost: 0.333 };

/** The same busy times every time. From a midnight in New York: slot-calculator drops the last day of others. */
function inputOf({ days, busyTimes }: Size): SlotInput {
  const now = Date.parse("2026-11-01T05:00:00Z");
  const from = now + day;
  let state = 12_345;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return {
    now,
    from,
    to: from + days * day,
    timeZone: "America/New_York",
    rules: weekdays.map((name) => ({
      type: "wday",
      wday: name.toLowerCase() as Lowercase<typeof name>,
      intervals: [{ from: "09:00", to: "17:00" }],
    })),
    closedDates: [],
    spots: null,
    durationMinutes: 15,
    incrementMinutes: 15,
    beforeBufferMinutes: 0,
    afterBufferMinutes: 0,
    minimumNoticeMinutes: 0,
    range: { kind: "indefinite" },
    seats: 1,
    busy: Array.from({ length: busyTimes }, () => {
      const startAt = from + Math.floor(random() * days * 96) * 15 * minute;
      return { startAt, endAt: startAt + 30 * minute };
    }),
    joinable: [],
    dailyLimit: null,
    typeStarts: [],
    hostLimits: { daily: null, weekly: null, monthly: null },
    hostStarts: [],
  };
}

const iso = (at: number) => new Date(at).toISOString();

function otherInputOf(input: SlotInput): Parameters<typeof getSlots>[0] {
  return {
    from: iso(input.from),
    to: iso(input.to),
    duration: input.durationMinutes,
    outputTimezone: input.timeZone,
    availability: weekdays.map((text) => ({
      day: { text, locale: "en" },
      from: "09:00",
      to: "17:00",
      timezone: input.timeZone,
    })),
    unavailability: input.busy.map(({ startAt, endAt }) => ({ from: iso(startAt), to: iso(endAt) })),
  };
}

const starts = (input: SlotInput) => findSlots(input).map((slot) => slot.startAt);
const otherStarts = (input: Parameters<typeof getSlots>[0]) =>
  getSlots(input).availableSlots.map((slot) => Date.parse(slot.from));

/** Median milliseconds of a call, after as many calls to warm up. */
function median(call: () => unknown, rounds: number): number {
  for (let round = 0; round < rounds; round++) call();
  const samples = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    call();
    return performance.now() - startedAt;
  });
  return percentile(samples, 0.5);
}
