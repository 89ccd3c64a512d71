import { Temporal } from "temporal-polyfill";
import type { Slot, SlotInput } from "../slots/types.ts";
import type { AvailabilityInterval } from "../world/records.ts";

const minute = 60_000;
const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/**
 * The rules of the slot engine read out loud: walk every minute, ask Temporal for the wall clock of each. Slow, obvious,
 * and written apart from the engine, which is tested and measured against it.
 */
export function findSlotsSlowly(input: SlotInput): Slot[] {
  const wall = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(input.timeZone);
  const date = (instant: number) => wall(instant).toPlainDate();
  const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const intervalsOf = (on: Temporal.PlainDate): readonly AvailabilityInterval[] => {
    const override = input.rules.findLast((rule) => rule.type === "date" && rule.date === on.toString());
    const weekly = input.rules.findLast((rule) => rule.type === "wday" && rule.wday === weekdays[on.dayOfWeek - 1]);
    if (override === undefined && input.closedDates.includes(on.toString())) return [];
    return (override ?? weekly)?.intervals ?? [];
  };
  const sameWeek = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
    a.subtract({ days: a.dayOfWeek % 7 }).equals(b.subtract({ days: b.dayOfWeek % 7 }));
  const meets = (from: number, to: number, other: { startAt: number; endAt: number }) =>
    other.endAt > other.startAt && other.startAt < to && other.endAt > from;
  const today = date(input.now);
  const slots: Slot[] = [];
  const first = Math.ceil(input.from / minute) * minute;
  for (let start = first; start < input.to; start += minute) {
    if (start <= input.now || start < input.now + input.minimumNoticeMinutes * minute) continue;
    const on = date(start);
    const compare = Temporal.PlainDate.compare;
    if (compare(on, today) < 0 && input.range.kind !== "fixed") continue;
    if (input.range.kind === "rolling" && compare(on, today.add({ days: input.range.days })) > 0) continue;
    if (input.range.kind === "fixed" && (compare(on, input.range.from) < 0 || compare(on, input.range.to) > 0))
      continue;
    const end = start + input.durationMinutes * minute;
    const inSpot = input.spots?.some(
      (spot) =>
        start >= spot.startAt && end <= spot.endAt && (start - spot.startAt) % (input.incrementMinutes * minute) === 0,
    );
    const inHours = () =>
      intervalsOf(on).some((interval) => {
        const from = minutesOf(interval.from);
        const to = minutesOf(interval.to);
        const here = wall(start);
        const since = here.hour * 60 + here.minute - from;
        if (since < 0 || since % input.incrementMinutes !== 0) return false;
        for (let instant = start; instant < end; instant += minute) {
          const then = wall(instant);
          const clock = then.hour * 60 + then.minute;
          if (!then.toPlainDate().equals(on) || clock < from || clock >= to) return false;
        }
        return true;
      });
    if (!(inSpot ?? inHours())) continue;
    const blockedFrom = start - input.beforeBufferMinutes * minute;
    const blockedTo = end + input.afterBufferMinutes * minute;
    if (input.busy.some((busy) => meets(blockedFrom, blockedTo, busy))) continue;
    const joined = input.joinable.find((event) => event.startAt === start && event.endAt === end);
    if (joined !== undefined) {
      if (joined.seatsLeft > 0) slots.push({ startAt: start, endAt: end, seatsLeft: joined.seatsLeft });
      continue;
    }
    const own = input.joinable.map((event) => ({ startAt: event.blockedFrom, endAt: event.blockedTo }));
    if (own.some((busy) => meets(blockedFrom, blockedTo, busy))) continue;
    const count = (starts: readonly number[], same: (other: Temporal.PlainDate) => boolean) =>
      starts.filter((other) => same(date(other))).length;
    const { daily, weekly, monthly } = input.hostLimits;
    if (input.dailyLimit !== null && count(input.typeStarts, (other) => other.equals(on)) >= input.dailyLimit) continue;
    if (daily !== null && count(input.hostStarts, (other) => other.equals(on)) >= daily) continue;
    if (weekly !== null && count(input.hostStarts, (other) => sameWeek(other, on)) >= weekly) continue;
    if (
      monthly !== null &&
      count(input.hostStarts, (other) => other.year === on.year && other.month === on.month) >= monthly
    ) {
      continue;
    }
    slots.push({ startAt: start, endAt: end, seatsLeft: input.seats });
  }
  return slots;
}
