import { expect, test } from "vitest";
import * as z from "zod";
import { dateSchema, instantSchema, timeZoneSchema } from "./primitives.ts";
import type { RouteDefinition } from "./route.ts";
import { routes } from "./routes.ts";

interface Json {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
  readonly allOf?: readonly Json[];
  readonly properties?: Readonly<Record<string, Json>>;
  readonly additionalProperties?: unknown;
  readonly items?: Json;
  readonly format?: string;
  readonly pattern?: string;
}

/** Calendly writes this one: what it may add some day must not end a coach's way back. Each field that we read is bounded. */
const writtenElsewhere = ["finishConsent.query takes unknown fields"];

/** Formats whose own rules bound them: a date, an instant of the years 1 to 9999 with at most 9 decimals. */
const boundedFormats = ["date", "date-time"];

/** What is loose in a schema of something that callers write: each with the place and the sentence. */
function looseParts(schema: Json, place: string): string[] {
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  if (inner.length > 0) return inner.flatMap((part) => looseParts(part, place));
  if ("const" in schema || "enum" in schema) return [];
  switch (schema.type) {
    case "object": {
      const parts = Object.entries(schema.properties ?? {});
      const own = parts.flatMap(([name, part]) => looseParts(part, `${place}.${name}`));
      return schema.additionalProperties === false ? own : [...own, `${place} takes unknown fields`];
    }
    case "array": {
      const most = "maxItems" in schema ? [] : [`${place} takes any number of items`];
      return [...most, ...looseParts(schema.items ?? {}, `${place}[]`)];
    }
    case "string": {
      const isFixed = /^\^\[[^\]]+\]\{\d+(,\d+)?\}\$$/.test(schema.pattern ?? "");
      const isBounded = "maxLength" in schema || isFixed || boundedFormats.includes(schema.format ?? "");
      return isBounded ? [] : [`${place} takes a text of any length`];
    }
    case "number":
    case "integer": {
      const low = "minimum" in schema || "exclusiveMinimum" in schema;
      const high = "maximum" in schema || "exclusiveMaximum" in schema;
      return low && high ? [] : [`${place} takes any number`];
    }
    case "boolean":
    case "null":
      return [];
    default:
      return [`${place} takes anything`];
  }
}

const inputs = Object.values<RouteDefinition>(routes).flatMap((route) =>
  (["params", "query", "body"] as const).flatMap((part) => {
    const schema = route[part];
    return schema === undefined ? [] : [{ name: `${route.id}.${part}`, schema }];
  }),
);

test("every route takes known fields only, each of a bounded size", () => {
  expect(inputs.length).toBeGreaterThan(40);
  const loose = inputs.flatMap(({ name, schema }) =>
    looseParts(z.toJSONSchema(schema, { io: "input", unrepresentable: "any", target: "draft-2020-12" }) as Json, name),
  );
  expect(loose).toEqual(writtenElsewhere);
});

test("dates, instants and zones are checked, not only shaped", () => {
  const refused: readonly (readonly [z.ZodType, unknown])[] = [
    [dateSchema, "2026-02-29"],
    [dateSchema, "2026-13-01"],
    [dateSchema, "2026-1-1"],
    [dateSchema, "٢٠٢٦-٠١-٠١"],
    [instantSchema, "2026-02-30T00:00:00Z"],
    [instantSchema, "2026-01-01T25:00:00Z"],
    [instantSchema, "0000-01-01T00:00:00Z"],
    [instantSchema, `2026-01-01T00:00:00.${"1".repeat(10)}Z`],
    [instantSchema, `2026-01-01T00:00:00.${"1".repeat(100_000)}Z`],
    [instantSchema, "2026-01-01T00:00:00"],
    [timeZoneSchema, "Mars/Olympus"],
    [timeZoneSchema, "../../etc/passwd"],
    [timeZoneSchema, "America/Chicago\n"],
  ];
  for (const [schema, value] of refused)
    expect(schema.safeParse(value).success, String(value).slice(0, 60)).toBe(false);
});

/** Long texts that make a bad expression look at every way to split them. */
const bombs = ["a", "a@", "a.", "-", " ", "0", "/", "https://a", "a a", "é", "\n"].flatMap((part) =>
  ["", "!", "\u0000"].map((end) => part.repeat(Math.ceil(60_000 / part.length)) + end),
);

test("no text, however it is made, keeps a schema busy", () => {
  for (const { name, schema } of inputs) {
    for (const pattern of patternsOf(schema)) {
      for (const bomb of bombs) {
        const startedAt = performance.now();
        pattern.test(bomb);
        const took = performance.now() - startedAt;
        expect(took, `${name}: ${pattern} on ${JSON.stringify(bomb.slice(0, 12))}...`).toBeLessThan(250);
      }
    }
  }
});

/** Every regular expression in a schema, found wherever it hides. */
function patternsOf(schema: unknown, seen = new Set<unknown>()): RegExp[] {
  if (schema instanceof RegExp) return [schema];
  if (typeof schema !== "object" || schema === null || seen.has(schema)) return [];
  seen.add(schema);
  const inner = "_zod" in schema ? [(schema as z.ZodType)._zod.def] : Object.values(schema);
  return inner.flatMap((part) => patternsOf(part, seen));
}
