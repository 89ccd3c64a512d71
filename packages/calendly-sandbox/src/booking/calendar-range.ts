import { Temporal } from "temporal-polyfill";
import type { OpeningsQuery, World } from "../world/index.ts";

/** One calendar date of the viewer's zone with its open starts (shape of Calendly's own page, contract 9.5). */
export interface CalendarDay {
  readonly date: string;
  readonly status: "available" | "unavailable";
  readonly spots: readonly {
    readonly status: "available";
    /** ISO 8601 with the offset of the viewer's zone. */
    readonly start_time: string;
    readonly invitees_remaining: number;
  }[];
  readonly invitee_events: readonly never[];
}

export interface CalendarRange {
  /** Today in the viewer's zone, on the sandbox's clock. */
  readonly today: string;
  readonly days: readonly CalendarDay[];
}

const longestRangeDays = 62;

/** Null: not two dates in order, or too far apart. */
export function readRange(start: string, end: string): { from: Temporal.PlainDate; to: Temporal.PlainDate } | null {
  try {
    const from = Temporal.PlainDate.from(start, { overflow: "reject" });
    const to = Temporal.PlainDate.from(end, { overflow: "reject" });
    const days = from.until(to, { largestUnit: "days" }).days;
    return days >= 0 && days < longestRangeDays ? { from, to } : null;
  } catch {
    return null;
  }
}

/**
 * Openings by calendar date of a zone, both dates included. Days are cut where that zone's midnight lies, so a day of
 * 23 or 25 hours is one day.
 */
export function calendarRange(
  world: Pick<World, "now" | "openings">,
  query: Omit<OpeningsQuery, "from" | "to">,
  range: { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate },
  timeZone: string,
): CalendarRange {
  const midnight = (date: Temporal.PlainDate) => date.toZonedDateTime(timeZone).epochMilliseconds;
  const openings = world.openings({ ...query, from: midnight(range.from), to: midnight(range.to.add({ days: 1 })) });

  const byDate = new Map<string, CalendarDay["spots"][number][]>();
  for (const opening of openings) {
    const start = Temporal.Instant.fromEpochMilliseconds(opening.startAt).toZonedDateTimeISO(timeZone);
    const date = start.toPlainDate().toString();
    const spots = byDate.get(date) ?? [];
    byDate.set(date, spots);
    spots.push({
      status: "available",
      start_time: start.toString({ timeZoneName: "never", smallestUnit: "second" }),
      invitees_remaining: opening.seatsLeft,
    });
  }

  const days: CalendarDay[] = [];
  for (let date = range.from; Temporal.PlainDate.compare(date, range.to) <= 0; date = date.add({ days: 1 })) {
    const spots = byDate.get(date.toString()) ?? [];
    days.push({
      date: date.toString(),
      status: spots.length > 0 ? "available" : "unavailable",
      spots,
      invitee_events: [],
    });
  }
  const today = Temporal.Instant.fromEpochMilliseconds(world.now())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
  return { today, days };
}
