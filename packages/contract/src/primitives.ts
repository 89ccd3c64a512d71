import * as z from "zod";
import { isTimeZone } from "./time-zone.ts";

/** An instant, ISO 8601 with `Z` or an offset; ours are always in UTC: `2026-11-21T14:30:00Z`. */
export const instantSchema = z.iso
  .datetime({ offset: true })
  .refine(isStorable, "Write an instant of the years 1 to 9999.");
/** A calendar date without a zone: `2026-11-21`. */
export const dateSchema = z.iso.date();
/** An IANA time zone name that this runtime knows: `America/Chicago`. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, "Write an IANA time zone, for example America/Chicago.");

/** Keyset paging: `cursor` is opaque and belongs to the filters that made it. */
export const pageQuery = {
  cursor: z.string().max(2048).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
} as const;

/** One page of a list; `nextCursor` is null on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** Databases and calendars end where the year has more than four digits, or none: an offset can carry an instant there. */
function isStorable(instant: string): boolean {
  const at = Date.parse(instant);
  return at >= Date.parse("0001-01-01T00:00:00Z") && at <= Date.parse("9999-12-31T23:59:59.999Z");
}
