import { type DayNumber, monthOf, weekOf } from "./calendar.ts";
import type { SlotInput } from "./types.ts";

type Limits = Pick<SlotInput, "dailyLimit" | "typeStarts" | "hostLimits" | "hostStarts">;

/** Answers whether a new event on a day would go beyond a limit of the type or of the host. */
export function createLimits(input: Limits, dayAt: (at: number) => DayNumber): (onDay: DayNumber) => boolean {
  const checks: { limit: number; period: (onDay: DayNumber) => DayNumber; counts: Map<DayNumber, number> }[] = [];
  const add = (limit: number | null, starts: readonly number[], period: (onDay: DayNumber) => DayNumber) => {
    if (limit === null) return;
    const counts = new Map<DayNumber, number>();
    for (const start of starts) {
      const key = period(dayAt(start));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    checks.push({ limit, period, counts });
  };
  add(input.dailyLimit, input.typeStarts, (onDay) => onDay);
  add(input.hostLimits.daily, input.hostStarts, (onDay) => onDay);
  add(input.hostLimits.weekly, input.hostStarts, weekOf);
  add(input.hostLimits.monthly, input.hostStarts, monthOf);
  return (onDay) => checks.some(({ limit, period, counts }) => (counts.get(period(onDay)) ?? 0) >= limit);
}
