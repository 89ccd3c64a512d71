import { describe, expect, it } from "vitest";
import { instantSchema, timeZoneSchema } from "./primitives.ts";

const accepts = (schema: typeof instantSchema | typeof timeZoneSchema, value: string) =>
  schema.safeParse(value).success;

describe("a time zone", () => {
  it("is an IANA name, so that summer time is known; an offset is none", () => {
    for (const name of ["America/Chicago", "Asia/Kolkata", "UTC"]) expect(accepts(timeZoneSchema, name)).toBe(true);
    for (const name of ["+02:00", "-0500", "Mars/Olympus", ""]) expect(accepts(timeZoneSchema, name)).toBe(false);
  });
});

describe("an instant", () => {
  it("has a zone, and a year that a database can hold once the offset is taken off", () => {
    for (const at of ["2026-11-21T14:30:00Z", "2026-11-21T14:30:00.123456-06:00"]) {
      expect(accepts(instantSchema, at)).toBe(true);
    }
    for (const at of ["2026-11-21T14:30:00", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "today"]) {
      expect(accepts(instantSchema, at)).toBe(false);
    }
  });
});
