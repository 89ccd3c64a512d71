import type { AvailabilityInterval, AvailabilityRule, InvalidDetail } from "./types.ts";

const startPattern = /^([01]\d|2[0-3]):[0-5]\d$/;
const endPattern = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** `2026-1-5` as `2026-01-05`, for Calendly takes both; null when there is no such day. */
export function completeDate(text: string): string | null {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = Date.parse(`${date}T00:00:00Z`);
  // A 31st of February is read as a day of March.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date) ? date : null;
}

function checkIntervals(intervals: readonly AvailabilityInterval[], path: string): InvalidDetail[] {
  const details: InvalidDetail[] = [];
  intervals.forEach(({ from, to }, at) => {
    const where = `${path}intervals[${at}]`;
    if (!startPattern.test(from)) details.push({ parameter: `${where}.from`, message: "must be a time as HH:MM" });
    else if (!endPattern.test(to)) details.push({ parameter: `${where}.to`, message: "must be a time as HH:MM" });
    else if (from >= to) details.push({ parameter: `${where}.from`, message: "must be before to" });
  });
  if (details.length > 0) return details;
  const sorted = [...intervals].sort((a, b) => (a.from < b.from ? -1 : 1));
  return sorted.some((one, at) => one.from < (sorted[at - 1]?.to ?? ""))
    ? [{ parameter: `${path}intervals`, message: "must not overlap" }]
    : [];
}

/** What is wrong with the rules of a schedule, `path` before each name; empty when nothing is. */
export function checkRules(rules: readonly AvailabilityRule[], path = ""): readonly InvalidDetail[] {
  const details: InvalidDetail[] = [];
  const seen = new Set<string>();
  rules.forEach((rule, at) => {
    const where = `${path}rules[${at}].`;
    const day = rule.type === "wday" ? rule.wday : rule.date;
    if (rule.type === "date" && completeDate(rule.date) !== rule.date) {
      details.push({ parameter: `${where}date`, message: "must be a valid date" });
    }
    if (seen.has(day)) details.push({ parameter: `${where}${rule.type}`, message: "has more than one rule" });
    seen.add(day);
    details.push(...checkIntervals(rule.intervals, where));
  });
  return details;
}
