import * as z from "zod";
import { isTimeZone } from "./time-zone.ts";

// In a page Zod would try whether it may compile text: the page's policy forbids it, and each try would be reported.
if (typeof document !== "undefined") z.config({ jitless: true });

/** A schema's description is its comment too: the OpenAPI document and the reference page have it from there. */
export const instantSchema = z.iso
  .datetime({ offset: true })
  .refine(isStorable, "Write an instant of the years 1 to 9999, with at most 9 decimals.")
  .describe("An instant, ISO 8601 with `Z` or an offset; ours are always in UTC: `2026-11-21T14:30:00Z`.");
export const dateSchema = z.iso.date().describe("A calendar date without a zone: `2026-11-21`.");
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, "Write an IANA time zone, for example America/Chicago.")
  .describe("An IANA time zone name that the server's runtime knows: `America/Chicago`.");

/** Keyset paging: `cursor` is opaque and belongs to the filters that made it. */
export const pageQuery = {
  cursor: z.string().max(2048).optional().describe("`nextCursor` of the page before, with the same filters."),
  limit: z.coerce.number().int().min(1).max(100).default(50).describe("Items on a page."),
} as const;

/** One page of a list; `nextCursor` is null on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe("Where the next page begins; null on the last one."),
  });
}

/** Databases and calendars end where the year has more than four digits, or none: an offset can carry an instant there. */
function isStorable(instant: string): boolean {
  // Parsers of instants throw at a tenth.
  if (/\.\d{10}/.test(instant)) return false;
  const at = Date.parse(instant);
  return at >= Date.parse("0001-01-01T00:00:00Z") && at <= Date.parse("9999-12-31T23:59:59.999Z");
}
