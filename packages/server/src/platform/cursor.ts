import type * as z from "zod";

/** Where a page of a list ends, as an opaque text. */
export function writeCursor(place: readonly string[]): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** The place that a cursor names; null when it is none of ours. It comes back from outside: `schema` lets through only what Postgres can compare with. */
export function readCursor<Place extends z.ZodType>(schema: Place, cursor: string): z.output<Place> | null {
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
