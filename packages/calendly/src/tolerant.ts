import * as z from "zod";
import { isEssential } from "./schemas/wire.ts";

/** One difference between what came and what Calendly documents. Names and types alone: never a value. */
export interface Drift {
  /**
   * - `missing` a documented field is not there
   * - `mistyped` it has another type or format
   * - `added` a field that is not documented
   */
  readonly kind: "missing" | "mistyped" | "added";
  /** Field names from the top of the body, list items as `[]`: `collection[].location.type`. */
  readonly path: string;
  /** Type that is documented; `nothing` for an added field. */
  readonly expected: string;
  /** Type that came; `nothing` for a missing field. */
  readonly found: string;
}

/** A body as far as it could be read. */
export interface Reading {
  readonly value: unknown;
  /** Each kind and path once, however many list items share it. */
  readonly drift: readonly Drift[];
  /** Set when the body says nothing that may be acted on: `value` is not to be used then. */
  readonly broken: Drift | null;
}

/**
 * Reads a body by its schema and hands over as much as is safe, as Calendly changes without notice and one odd field must
 * not cost a whole page of records:
 *
 * - an unknown field is kept;
 * - an added word of a list of words passes unseen;
 * - a scalar that is missing or mistyped is handed over as it came;
 * - an absent field that may be null is null;
 * - a missing list is an empty one, a mistyped object is null or left out where the schema allows that.
 *
 * Broken is what cannot be made safe: an essential field (see `essential`) that is missing or mistyped, and an object or
 * list of another type where every reader would reach into it.
 */
export function readTolerantly(schema: z.ZodType, value: unknown): Reading {
  const found = new Map<string, Drift>();
  let broken: Drift | null = null;
  const read = readerInto({
    note(drift, fatal) {
      if (found.size < mostDrift) found.set(`${drift.kind} ${drift.path}`, drift);
      if (fatal) broken ??= drift;
    },
  });
  return { value: read(schema, value, { path: "", fatal: true }), drift: [...found.values()], broken };
}

/** A body of nothing but unknown fields must not fill the memory. */
const mostDrift = 100;

interface Notes {
  note(drift: Drift, fatal: boolean): void;
}

interface Place {
  readonly path: string;
  /** Whether a mismatch here breaks the body. */
  readonly fatal: boolean;
  /** What stands for an object or list that is of another type; not set where nothing may. */
  readonly fallback?: null | undefined;
}

type Read = (schema: z.ZodType, value: unknown, place: Place) => unknown;

function readerInto(notes: Notes): Read {
  const read: Read = (schema, value, given) => {
    const place = isEssential(schema) && !given.fatal ? { ...given, fatal: true } : given;
    if (schema instanceof z.ZodDefault) {
      if (value !== undefined) return read(innerOf(schema), value, place);
      if (place.path !== "") notes.note(missing(schema, place), false);
      return schema.def.defaultValue;
    }
    if (schema instanceof z.ZodOptional) {
      return value === undefined ? undefined : read(innerOf(schema), value, { fallback: undefined, ...place });
    }
    if (schema instanceof z.ZodNullable) {
      return value === null ? null : read(innerOf(schema), value, { ...place, fallback: null });
    }
    if (schema instanceof z.ZodUnion) return readUnion(schema, value, place);
    if (schema instanceof z.ZodObject) return readObject(schema, value, place);
    if (schema instanceof z.ZodArray) return readArray(schema, value, place);
    if (schema.safeParse(value).success) return value;
    if (schema instanceof z.ZodRecord) return withoutContainer(schema, value, place);
    notes.note(mismatch(schema, value, place), place.fatal);
    return value;
  };

  function readUnion(schema: z.ZodUnion, value: unknown, place: Place): unknown {
    const options = schema.def.options as readonly z.ZodType[];
    const nullable = options.some((option) => option instanceof z.ZodNull);
    if (nullable && value === null) return null;
    const some = options.filter((option) => !(option instanceof z.ZodNull));
    const option = some.length === 1 ? some[0] : some.find((candidate) => suits(candidate, value));
    const here = nullable ? { ...place, fallback: null } : place;
    if (option !== undefined) return read(option, value, here);
    if (some.every((candidate) => candidate instanceof z.ZodObject) && !isPlainObject(value)) {
      return withoutContainer(schema, value, here);
    }
    notes.note(mismatch(schema, value, here), here.fatal);
    return value;
  }

  function readObject(schema: z.ZodObject, value: unknown, place: Place): unknown {
    if (!isPlainObject(value)) return withoutContainer(schema, value, place);
    const shape: Readonly<Record<string, z.ZodType>> = schema.shape;
    const entries: [string, unknown][] = [];
    for (const [name, part] of Object.entries(value)) {
      const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
      const path = join(place.path, name);
      if (known !== undefined) entries.push([name, read(known, part, { path, fatal: false })]);
      else {
        entries.push([name, part]);
        notes.note({ kind: "added", path, expected: "nothing", found: typeOf(part) }, false);
      }
    }
    for (const [name, known] of Object.entries(shape)) {
      if (Object.hasOwn(value, name)) continue;
      const part = read(known, undefined, { path: join(place.path, name), fatal: false });
      if (part !== undefined) entries.push([name, part]);
    }
    // Not by assignment: a field named __proto__ would become the prototype.
    return Object.fromEntries(entries);
  }

  function readArray(schema: z.ZodArray, value: unknown, place: Place): unknown {
    if (Array.isArray(value)) {
      const item = schema.def.element as z.ZodType;
      return value.map((part: unknown) => read(item, part, { path: `${place.path}[]`, fatal: false }));
    }
    if (value !== undefined && value !== null) return withoutContainer(schema, value, place);
    notes.note(mismatch(schema, value, place), place.fatal);
    return [];
  }

  function withoutContainer(schema: z.ZodType, value: unknown, place: Place): unknown {
    notes.note(mismatch(schema, value, place), place.fatal || !("fallback" in place));
    return place.fallback;
  }

  return read;
}

/** Whether a value was meant for an option: it fits, or it has the option's own literal field. */
function suits(option: z.ZodType, value: unknown): boolean {
  if (option.safeParse(value).success) return true;
  if (!(option instanceof z.ZodObject) || !isPlainObject(value)) return false;
  const shape: Readonly<Record<string, z.ZodType>> = option.shape;
  const marks = Object.entries(shape).filter(([, part]) => part instanceof z.ZodLiteral);
  return marks.length > 0 && marks.every(([name, part]) => part.safeParse(value[name]).success);
}

function innerOf(schema: z.ZodDefault | z.ZodOptional | z.ZodNullable): z.ZodType {
  return schema.def.innerType as z.ZodType;
}

function mismatch(schema: z.ZodType, value: unknown, place: Place): Drift {
  if (value === undefined && place.path !== "") return missing(schema, place);
  const name = nameOf(schema);
  const expected = place.fallback === null && !name.endsWith(" or null") ? `${name} or null` : name;
  return { kind: "mistyped", path: place.path || "body", expected, found: typeOf(value) };
}

function missing(schema: z.ZodType, place: Place): Drift {
  return { kind: "missing", path: place.path, expected: nameOf(schema), found: "nothing" };
}

/** The type a schema asks for, in a word or two. */
function nameOf(schema: z.ZodType): string {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return nameOf(innerOf(schema));
  if (schema instanceof z.ZodNullable) return `${nameOf(innerOf(schema))} or null`;
  if (schema instanceof z.ZodUnion) {
    return [...new Set((schema.def.options as readonly z.ZodType[]).map(nameOf))].join(" or ");
  }
  if (schema instanceof z.ZodISODateTime) return "instant";
  return schema.def.type === "record" ? "object" : schema.def.type;
}

function typeOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (value === "") return "empty string";
  return Array.isArray(value) ? "array" : typeof value;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field's name is Calendly's and short; anything else could be somebody's data used as a key. */
function join(path: string, name: string): string {
  const shown = /^[a-z][a-z0-9_]{0,63}$/i.test(name) ? name : "(unnamed)";
  return path === "" ? shown : `${path}.${shown}`;
}
