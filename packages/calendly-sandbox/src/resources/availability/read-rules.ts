import type { Reader } from "../../http/reader.ts";
import { isTimeZone } from "../../slots/zone.ts";
import { checkRules, completeDate } from "../../world/check-rules.ts";
import type { AvailabilityRule } from "../../world/types.ts";

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

function readIntervals(reader: Reader): AvailabilityRule["intervals"] {
  return (reader.objects("intervals") ?? []).map((interval) => ({
    from: interval.string("from", { required: true }) ?? "",
    to: interval.string("to", { required: true }) ?? "",
  }));
}

function readRule(reader: Reader): AvailabilityRule | null {
  const type = reader.choice("type", ["wday", "date"], { required: true });
  const intervals = readIntervals(reader);
  if (type === "wday") {
    const wday = reader.choice("wday", weekdays, { required: true });
    return wday === undefined ? null : { type, wday, intervals };
  }
  const date = type === undefined ? undefined : reader.string("date", { required: true });
  return date === undefined ? null : { type: "date", date: completeDate(date) ?? date, intervals };
}

/** The `rules` of an availability rule, when they were sent; `path` is where they stand in the request. */
export function readRules(reader: Reader, path: string): readonly AvailabilityRule[] | undefined {
  const before = reader.details.length;
  const rules = reader.objects("rules")?.map(readRule);
  if (rules === undefined || reader.details.length > before) return undefined;
  const read = rules.filter((rule) => rule !== null);
  reader.details.push(...checkRules(read, path));
  return read;
}

/** A required IANA zone. */
export function readZone(reader: Reader, path: string): string | undefined {
  const timeZone = reader.string("timezone", { required: true });
  if (timeZone === undefined || isTimeZone(timeZone)) return timeZone;
  reader.details.push({ parameter: `${path}timezone`, message: "is not a valid time zone" });
  return undefined;
}
