import type { Temporal } from "temporal-polyfill";

export interface Weeks {
  readonly lastWeek: Temporal.Instant;
  readonly thisWeek: Temporal.Instant;
  readonly nextWeek: Temporal.Instant;
}

/** Where last week, this week and next week begin: on Monday, 00:00 UTC. */
export function weeksAround(now: Temporal.Instant): Weeks {
  const today = now.toZonedDateTimeISO("UTC").startOfDay();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  return {
    lastWeek: monday.subtract({ weeks: 1 }).toInstant(),
    thisWeek: monday.toInstant(),
    nextWeek: monday.add({ weeks: 1 }).toInstant(),
  };
}
