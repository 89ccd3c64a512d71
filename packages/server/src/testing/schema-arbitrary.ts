import { type JsonSchema, typesOf } from "@punctual/contract";
import fc from "fast-check";

/** A value for a field of this name where the schema alone would only make one that exists nowhere; undefined: as the schema says. */
export type KnownValues = (name: string) => fc.Arbitrary<unknown> | undefined;

export interface SchemaArbitraries {
  /** Values that the schema takes. */
  valid(schema: JsonSchema, name: string): fc.Arbitrary<unknown>;
  /** Values that look as if; most break the schema. */
  hostile(schema: JsonSchema, name: string): fc.Arbitrary<unknown>;
}

/** Texts that have broken something somewhere: markup, queries, headers, paths, formulas, and Unicode that is none. */
export const nasty: readonly string[] = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "\udc00\ud800",
  "\ufeff",
  "\u202e\u2066",
  "\r\nSet-Cookie: a=b",
  "' or 1=1 --",
  '"; drop table punctual.people; --',
  "$1",
  "%",
  "_%",
  "\\",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "javascript:alert(1)",
  "=cmd|' /C calc'!A0",
  "../../../etc/passwd",
  "..%2f..%2f",
  "%00",
  "{{7*7}}",
  "$" + "{7*7}",
  "__proto__",
  "constructor",
  "toString",
  "null",
  "undefined",
  "NaN",
  "-1",
  "1e999",
  "9".repeat(40),
  "0x10",
  "ſ",
  "ı",
  "İ",
  "e\u0301",
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
  "x".repeat(3_000),
  "Ж".repeat(70),
  "a@b",
  `${"a".repeat(300)}@northside.example`,
  "2026-02-30",
  "2026-13-01T25:61:61Z",
  "+275760-09-13T00:00:00Z",
  "0000-01-01T00:00:00Z",
  "file:///etc/passwd",
  "http://169.254.169.254/latest/meta-data",
  "https://user:password@northside.example:99999/",
];

const oddNumbers = [-1, 0, 0.5, 1e21, -1e21, 2 ** 31, 2 ** 53, Number.MAX_VALUE, Number.MIN_VALUE];

/** Anything that JSON can say, and keys that mean something to JavaScript. */
const anyJson = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, [], {}, [[[[]]]], ...nasty, ...oddNumbers),
  fc.constantFrom<unknown>(
    JSON.parse('{"__proto__":{"role":"admin"}}'),
    JSON.parse('{"constructor":{"prototype":{"role":"admin"}}}'),
    JSON.parse(`${"[".repeat(500)}${"]".repeat(500)}`),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Makes arbitraries of the JSON Schema that our OpenAPI document uses. */
export function createSchemaArbitraries(
  components: Readonly<Record<string, JsonSchema>>,
  known: KnownValues,
): SchemaArbitraries {
  const resolve = (schema: JsonSchema): JsonSchema =>
    schema.$ref === undefined ? schema : resolve(components[schema.$ref.split("/").at(-1) ?? ""] ?? {});

  function valid(given: JsonSchema, name: string): fc.Arbitrary<unknown> {
    const schema = resolve(given);
    const own = typesOf(schema)[0] === "string" && schema.enum === undefined ? known(name) : undefined;
    return own === undefined ? bySchema(schema, name) : fc.oneof({ weight: 4, arbitrary: own }, bySchema(schema, name));
  }

  function bySchema(schema: JsonSchema, name: string): fc.Arbitrary<unknown> {
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices !== undefined) return fc.oneof(...choices.map((one) => valid(one, name)));
    const types = typesOf(schema);
    if (types.length > 1) return fc.oneof(...types.map((type) => bySchema({ ...schema, type }, name)));
    switch (types[0]) {
      case "object":
        return object(schema);
      case "array": {
        const { items = {}, minItems = 0, maxItems = 5 } = schema;
        return fc.uniqueArray(valid(items, name), { minLength: minItems, maxLength: Math.min(maxItems, minItems + 4) });
      }
      case "integer":
        return fc.integer({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000 });
      case "number":
        return fc.double({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000, noNaN: true });
      case "boolean":
        return fc.boolean();
      case "null":
        return fc.constant(null);
      default:
        return text(schema);
    }
  }

  function object({ properties = {}, required = [], additionalProperties }: JsonSchema): fc.Arbitrary<unknown> {
    const fields = Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, valid(one, key)]));
    const record = fc.record(fields, { requiredKeys: required.filter((key) => key in properties) });
    return typeof additionalProperties === "object"
      ? fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), valid(additionalProperties, ""), { maxKeys: 4 })
      : record;
  }

  function hostile(given: JsonSchema, name: string): fc.Arbitrary<unknown> {
    const schema = resolve(given);
    const fields = Object.entries(schema.properties ?? {});
    if (fields.length === 0) return anyJson;
    const good = bySchema({ ...schema, required: fields.map(([key]) => key) }, name) as fc.Arbitrary<object>;
    const spoiled = fields.map(([key, one]) =>
      fc.tuple(good, fc.oneof(anyJson, hostile(one, key))).map(([value, bad]) => ({ ...value, [key]: bad })),
    );
    const missing = fc
      .tuple(good, fc.constantFrom(...fields.map(([key]) => key)))
      .map(([value, key]) => Object.fromEntries(Object.entries(value).filter(([other]) => other !== key)));
    const added = fc
      .tuple(good, fc.constantFrom("role", "id", "isAdmin", "__proto__", "constructor", "toJSON", "then"), anyJson)
      // Through the text, so that __proto__ is a key and not the prototype.
      .map(([value, key, bad]) => {
        const text = JSON.stringify(value);
        return JSON.parse(
          `${text.slice(0, -1)}${text === "{}" ? "" : ","}${JSON.stringify(key)}:${JSON.stringify(bad)}}`,
        );
      });
    return fc.oneof(...spoiled, missing, added, anyJson);
  }

  return { valid, hostile };
}

const day = 86_400_000;

function text({ format, pattern, minLength = 0, maxLength = 80 }: JsonSchema): fc.Arbitrary<string> {
  switch (format) {
    case "date-time":
      return fc
        .date({ min: new Date(Date.now() - 400 * day), max: new Date(Date.now() + 400 * day), noInvalidDate: true })
        .map((at) => at.toISOString());
    case "date":
      return fc
        .integer({ min: -30, max: 60 })
        .map((days) => new Date(Date.now() + days * day).toISOString().slice(0, 10));
    case "email":
      return fc.emailAddress({ size: "-1" });
    case "uri":
      return fc.webUrl({ validSchemes: ["https"], size: "-1" });
    default:
      if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, "u"), { size: "-1" });
      return fc.string({ unit: "grapheme", minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) });
  }
}
