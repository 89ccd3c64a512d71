import { customType } from "drizzle-orm/pg-core";
import { Temporal } from "temporal-polyfill";

/**
 * A `timestamptz` column read and written as a `Temporal.Instant`.
 *
 * Postgres keeps microseconds and Calendly sends them, so the text form is used on both ways:
 * a JavaScript `Date` would cut the order of two changes within one millisecond.
 */
export const instant = customType<{ data: Temporal.Instant; driverData: string }>({
  dataType: () => "timestamp with time zone",
  toDriver: (value) => value.toString({ smallestUnit: "microsecond" }),
  fromDriver: (value) => instantFromPostgres(value),
});

/** Reads `2026-11-21 14:30:00.123456+00`, as Postgres prints an instant in any session zone. */
export function instantFromPostgres(text: string): Temporal.Instant {
  const iso = text.replace(" ", "T").replace(/([+-]\d{2})$/, "$1:00");
  return Temporal.Instant.from(iso);
}
