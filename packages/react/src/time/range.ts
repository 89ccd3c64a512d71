import { addDays, isDate, startOfDate } from "./calendar.ts";

/** What is wrong with a range of dates, in a sentence; null when nothing is. */
export function rangeTrouble(from: string | undefined, to: string | undefined): string | null {
  if ((from && !isDate(from)) || (to && !isDate(to))) return "Write dates as year-month-day, for example 2026-11-21.";
  return from && to && from > to ? "The last day is before the first. Choose a later last day." : null;
}

/** Dates of a zone, both included, as the instants that the API takes; nothing of a range that cannot be. */
export function rangeQueryOf(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  timeZone: string,
): { readonly from?: string; readonly to?: string } {
  if (rangeTrouble(from, to) !== null) return {};
  return {
    ...(from ? { from: startOfDate(from, timeZone) } : {}),
    ...(to ? { to: startOfDate(addDays(to, 1), timeZone) } : {}),
  };
}
