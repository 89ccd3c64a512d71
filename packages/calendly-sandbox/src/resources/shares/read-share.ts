import { locationKinds } from "@punctual/calendly";
import type { Parameters } from "../../http/input.ts";
import type { Reader } from "../../http/reader.ts";
import { completeDate } from "../../world/check-rules.ts";
import { type PeriodType, periodTypes, type ShareOverride } from "../../world/share.ts";
import { type Period, periodOf } from "../../world/terms.ts";
import type { EventType, InvalidDetail, LocationConfiguration } from "../../world/types.ts";
import { readRules, readZone } from "../availability/read-rules.ts";

const farthestDays = 9999;

/** Parts of a share that a request can set, and by null give back to the event type. */
type Changes = { -readonly [Name in keyof ShareOverride]?: ShareOverride[Name] | null };

function readDate(reader: Reader, name: string): string | undefined {
  const text = reader.string(name);
  const date = text === undefined ? undefined : completeDate(text);
  if (date === null) reader.details.push({ parameter: name, message: "must be a valid date" });
  return date ?? undefined;
}

function readDurations(body: Parameters, reader: Reader): readonly number[] | undefined {
  const sent = Object.hasOwn(body, "duration_options") ? body["duration_options"] : undefined;
  if (sent === undefined || sent === null || sent === "") return undefined;
  const list = typeof sent === "string" ? sent.split(",") : sent;
  const fail = (message: string) => {
    reader.details.push({ parameter: "duration_options", message });
    return undefined;
  };
  if (!Array.isArray(list) || list.length === 0) return fail("must be an array");
  if (list.length > 4) return fail("size cannot be greater than 4");
  const minutes = list.map((one) => (typeof one === "number" || /^\d{1,3}$/.test(String(one)) ? Number(one) : 0));
  if (minutes.some((one) => !Number.isInteger(one) || one < 1 || one > 720)) return fail("must be between 1 and 720");
  return new Set(minutes).size === minutes.length ? minutes : fail("must be unique");
}

function readLocations(reader: Reader): readonly LocationConfiguration[] | undefined {
  const read = reader.objects("location_configurations")?.map((item, at) => ({
    kind: item.choice("kind", locationKinds, { required: true }),
    location: item.string("location", { longest: 255 }),
    additional_info: item.string("additional_info", { longest: 255 }),
    phone_number: item.string("phone_number"),
    position: item.integer("position", { least: 0, most: 999 }) ?? at,
  }));
  return read
    ?.sort((a, b) => a.position - b.position)
    .flatMap(({ kind, location, additional_info, phone_number }) =>
      kind === undefined
        ? []
        : [
            {
              kind,
              ...(location === undefined ? {} : { location }),
              ...(additional_info === undefined ? {} : { additional_info }),
              ...(phone_number === undefined ? {} : { phone_number }),
            },
          ],
    );
}

function readAvailability(reader: Reader): ShareOverride["availability"] | undefined {
  const rule = reader.object("availability_rule");
  if (rule === undefined) return undefined;
  const timeZone = readZone(rule, "availability_rule.");
  const rules = readRules(rule, "availability_rule.");
  if (!rule.has("rules")) {
    reader.details.push({ parameter: "availability_rule.rules", message: "is missing" });
  }
  return timeZone === undefined || rules === undefined ? undefined : { timeZone, rules };
}

/** What the request says about the share. Null means: as the event type has it. What it does not name is left out. */
export function readChanges(body: Parameters, reader: Reader): Changes {
  const read: Record<string, readonly [keyof ShareOverride, unknown]> = {
    name: ["name", reader.string("name", { longest: 55 })],
    duration: ["durationMinutes", reader.integer("duration", { least: 1, most: 720 })],
    duration_options: ["durationOptions", readDurations(body, reader)],
    period_type: ["periodType", reader.choice<PeriodType>("period_type", periodTypes)],
    start_date: ["startDate", readDate(reader, "start_date")],
    end_date: ["endDate", readDate(reader, "end_date")],
    max_booking_time: ["maxBookingDays", reader.integer("max_booking_time", { least: 0, most: farthestDays })],
    hide_location: ["hideLocation", reader.boolean("hide_location")],
    location_configurations: ["locations", readLocations(reader)],
    availability_rule: ["availability", readAvailability(reader)],
  };
  const sent = Object.entries(read).filter(([name]) => Object.hasOwn(body, name));
  return Object.fromEntries(sent.map(([, [name, value]]) => [name, value ?? null])) as Changes;
}

/** The override after the changes, without what was given back to the event type. */
export function applyChanges(override: ShareOverride, changes: Changes): ShareOverride {
  return Object.fromEntries(
    Object.entries({ ...override, ...changes }).filter(([, value]) => value !== null),
  ) as ShareOverride;
}

/** A duration is one of those on offer; those are the event type's where the share has none of its own. */
function checkDuration(override: ShareOverride, eventType: EventType): readonly InvalidDetail[] {
  const { durationMinutes, durationOptions } = override;
  const offered = durationOptions ?? (durationMinutes === undefined ? null : eventType.durationOptions);
  if (offered === null || offered.includes(durationMinutes ?? eventType.durationMinutes)) return [];
  return [{ parameter: "duration", message: "must be one of the duration options" }];
}

function checkPeriod({ periodType, startDate, endDate, maxBookingDays }: Period): readonly InvalidDetail[] {
  const missing = (parameter: string, value: unknown) =>
    value === null ? [{ parameter, message: `is required when period_type is ${periodType}` }] : [];
  if (periodType === "unlimited") return [];
  if (periodType !== "fixed") return missing("max_booking_time", maxBookingDays);
  if (startDate === null || endDate === null) {
    return [...missing("start_date", startDate), ...missing("end_date", endDate)];
  }
  return startDate <= endDate ? [] : [{ parameter: "end_date", message: "must not be before start_date" }];
}

/** What contradicts itself in a share as it would be; empty when nothing does. */
export function checkOverride(override: ShareOverride, eventType: EventType): readonly InvalidDetail[] {
  return [...checkDuration(override, eventType), ...checkPeriod(periodOf(override, eventType.range))];
}
