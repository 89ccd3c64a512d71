import { CalendlyError } from "@punctual/calendly";
import { Temporal } from "temporal-polyfill";
import type { CalendlyOrigins } from "./calendly-origins.ts";
import { storable } from "./storable.ts";

/**
 * The fields of one record of Calendly, whatever they turn out to be. Each reader answers undefined when the field is
 * not there or of another type: it was not told then, and what is known of it from elsewhere stands.
 */
export interface WireFields {
  text(name: string): string | undefined;
  textOrNull(name: string): string | null | undefined;
  /** A resource URI at the configured API origin. */
  uri(name: string): string | undefined;
  uriOrNull(name: string): string | null | undefined;
  instant(name: string): Temporal.Instant | undefined;
  flag(name: string): boolean | undefined;
  /** A whole number that a column of the database takes. */
  count(name: string): number | undefined;
  record(name: string): WireFields | undefined;
  recordOrNull(name: string): WireFields | null | undefined;
  /** The records of a list, without what is none. */
  records(name: string): WireFields[] | undefined;
  value(name: string): unknown;
  entries(): [string, unknown][];
}

/** The fields of what Calendly sent; without any when it is no record. */
export function fieldsOf(wire: unknown, origins: CalendlyOrigins): WireFields {
  return readerOf(storable(wire), origins);
}

function readerOf(wire: unknown, origins: CalendlyOrigins): WireFields {
  const record: object = isRecord(wire) ? wire : {};
  const value = (name: string): unknown => (Object.hasOwn(record, name) ? Reflect.get(record, name) : undefined);
  const orNull = <T>(name: string, read: (name: string) => T): T | null => (value(name) === null ? null : read(name));
  const fields: WireFields = {
    value,
    entries: () => Object.entries(record),
    text(name) {
      const found = value(name);
      return typeof found === "string" ? found : undefined;
    },
    textOrNull: (name) => orNull(name, fields.text),
    uri(name) {
      const found = fields.text(name);
      const path = found === undefined ? undefined : URL.parse(found)?.pathname;
      return found !== undefined && path?.startsWith("/") ? canonicalUri(found, origins) : undefined;
    },
    uriOrNull: (name) => orNull(name, fields.uri),
    instant: (name) => instantOf(value(name)),
    flag(name) {
      const found = value(name);
      return typeof found === "boolean" ? found : undefined;
    },
    count(name) {
      const found = value(name);
      return typeof found === "number" && Number.isInteger(found) && found >= 0 && found < 2 ** 31 ? found : undefined;
    },
    record(name) {
      const found = value(name);
      return isRecord(found) ? readerOf(found, origins) : undefined;
    },
    recordOrNull: (name) => orNull(name, fields.record),
    records(name) {
      const found = value(name);
      if (!Array.isArray(found)) return undefined;
      return found.filter(isRecord).map((part) => readerOf(part, origins));
    },
  };
  return fields;
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** To the microsecond, as the database keeps it, and within the years that sort as text. */
function instantOf(value: unknown): Temporal.Instant | undefined {
  if (typeof value !== "string" || !/^\d{4}-/.test(value)) return undefined;
  try {
    return Temporal.Instant.from(value).round({ smallestUnit: "microsecond", roundingMode: "floor" });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * A resource URI at the configured API origin. Calendly's widget, its API and its webhooks may each name
 * the same resource by another origin; the path is what identifies it.
 */
export function canonicalUri(uri: string, origins: CalendlyOrigins): string {
  return `${origins.apiUrl.replace(/\/+$/, "")}${new URL(uri).pathname}`;
}

/** Fields without which a record says nothing that may be acted on are not there. Names alone, never a value. */
export class UnusableRecord extends Error {
  override readonly name = "UnusableRecord";
  readonly fields: readonly string[];
  constructor(fields: readonly string[]) {
    super(`Calendly did not send what is needed: ${fields.join(", ")}`);
    this.fields = fields;
  }
}

/** Runs a translation of an answer; what cannot be used is the error that a client would have thrown. @throws {CalendlyError} */
export function usable<T>(endpoint: string, translate: () => T): T {
  try {
    return translate();
  } catch (error) {
    if (!(error instanceof UnusableRecord)) throw error;
    throw new CalendlyError({
      code: "unexpected_response",
      message: `${endpoint}: ${error.message}`,
      endpoint,
      details: error.fields.map((field) => ({ parameter: field, message: "is missing or of another type" })),
      cause: error,
    });
  }
}

type Told<T> = { readonly [Name in keyof T]: Exclude<T[Name], undefined> };

/** The same fields, by their wire names, once all of them are there. @throws {UnusableRecord} */
export function demand<T extends Readonly<Record<string, unknown>>>(path: string, fields: T): Told<T> {
  const missing = Object.keys(fields).filter((name) => fields[name] === undefined);
  if (missing.length > 0) throw new UnusableRecord(missing.map((name) => `${path}${name}`));
  return fields as Told<T>;
}

/** What was told, filled up with what stands for a field that was not; those are named in `lastTold`. */
export function fillUp<T extends object>(
  told: { readonly [Name in keyof T]: T[Name] | undefined },
  otherwise: T,
): { readonly fields: T; readonly lastTold: Readonly<Record<string, string>> } {
  const fields = { ...otherwise };
  const lastTold: Record<string, string> = {};
  for (const name in told) {
    const value = told[name];
    if (value === undefined) lastTold[name] = "";
    else fields[name] = value;
  }
  return { fields, lastTold };
}
