import { dayOf, weekdayOf } from "../slots/calendar.ts";
import { zoneOf } from "../slots/zone.ts";
import type { HostSchedule } from "./schedules.ts";
import type { PeriodType, ShareOverride } from "./share.ts";
import type { AvailabilityRule, BookingRange, EventType } from "./types.ts";

const day = 86_400_000;
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
/** How far ahead the nth day with hours is looked for. */
const farthest = 800;

/** What is offered to whoever comes by a link: the event type as the link changes it, and the hours of its host. */
export interface Terms {
  readonly eventType: EventType;
  readonly schedule: HostSchedule;
  /** The place is told only once it is booked. */
  readonly hidesLocation: boolean;
}

const dateOf = (dayNumber: number) => new Date(dayNumber * day).toISOString().slice(0, 10);

/** The `count`th day after `today` on which the rules have hours; the last day looked at when there are fewer. */
function dayWithHours(rules: readonly AvailabilityRule[], today: number, count: number): number {
  const hours = new Map(rules.map((rule) => [rule.type === "date" ? rule.date : rule.wday, rule.intervals.length]));
  let left = count;
  let at = today;
  while (left > 0 && at < today + farthest) {
    at += 1;
    if ((hours.get(dateOf(at)) ?? hours.get(weekdays[weekdayOf(at)] ?? "sunday") ?? 0) > 0) left -= 1;
  }
  return at;
}

function rangeOf(override: ShareOverride, inherited: BookingRange, schedule: HostSchedule, now: number): BookingRange {
  const own = periodOf(override, inherited);
  switch (own.periodType) {
    case "unlimited":
      return { kind: "indefinite" };
    case "moving":
      return { kind: "rolling", days: own.maxBookingDays ?? 0 };
    case "fixed":
      return { kind: "fixed", from: own.startDate ?? "", to: own.endDate ?? "" };
    case "available_moving": {
      const today = dayOf(zoneOf(schedule.timeZone), now);
      const last = dayWithHours(schedule.rules, today, own.maxBookingDays ?? 0);
      return { kind: "fixed", from: dateOf(today), to: dateOf(last) };
    }
  }
}

/** When a share can be booked, in its own words; a value that does not belong to its kind of period is null. */
export interface Period {
  readonly periodType: PeriodType;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly maxBookingDays: number | null;
}

/** The period that holds: the share's own values over the event type's. A value that it needs and lacks is null. */
export function periodOf(override: ShareOverride, inherited: BookingRange): Period {
  const kinds = { rolling: "moving", fixed: "fixed", indefinite: "unlimited" } as const;
  const periodType = override.periodType ?? kinds[inherited.kind];
  const none = { periodType, startDate: null, endDate: null, maxBookingDays: null };
  switch (periodType) {
    case "unlimited":
      return none;
    case "fixed": {
      const dates = inherited.kind === "fixed" ? inherited : null;
      return {
        ...none,
        startDate: override.startDate ?? dates?.from ?? null,
        endDate: override.endDate ?? dates?.to ?? null,
      };
    }
    case "moving":
    case "available_moving": {
      const days = inherited.kind === "rolling" ? inherited.days : null;
      return { ...none, maxBookingDays: override.maxBookingDays ?? days };
    }
  }
}

/**
 * The event type and hours that hold for a share at `now` (milliseconds); an empty override changes nothing. A pure
 * function: openings, booking and pages ask it, so that they cannot differ.
 */
export function termsOf(eventType: EventType, followed: HostSchedule, override: ShareOverride, now: number): Terms {
  const { availability } = override;
  const schedule =
    availability === undefined
      ? followed
      : { ...followed, name: null, timeZone: availability.timeZone, rules: availability.rules };
  const durationMinutes = override.durationMinutes ?? eventType.durationMinutes;
  const options = override.durationOptions ?? eventType.durationOptions;
  const locations = override.locations ?? eventType.locations;
  return {
    eventType: {
      ...eventType,
      name: override.name ?? eventType.name,
      durationMinutes,
      durationOptions: options?.includes(durationMinutes) ? options : null,
      locations,
      range: rangeOf(override, eventType.range, schedule, now),
    },
    schedule,
    // Calendly respects it for a single custom location alone: any other needs the invitee's answer, or tells nothing.
    hidesLocation: override.hideLocation === true && locations?.length === 1 && locations[0]?.kind === "custom",
  };
}
