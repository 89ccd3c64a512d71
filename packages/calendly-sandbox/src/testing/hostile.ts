import type { Endpoint } from "@punctual/calendly";
import fc from "fast-check";
import * as z from "zod";

/** What a request is made of before it is written down: values by name, whatever they are. */
export interface HostileRequest {
  readonly method: string;
  /** With its parameters filled in, encoded. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly maximum?: number;
  readonly minimum?: number;
}

const hostileTexts = [
  "",
  " ",
  "null",
  "undefined",
  "\u0000",
  "\ud800",
  "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ‮reversed",
  "'; drop table users; --",
  "<script>alert(1)</script>",
  "../../../etc/passwd",
  "%00%ff%2e%2e%2f",
  "{{7*7}}",
  "a".repeat(20_000),
  "0000-00-00T99:99:99Z",
  "9999-12-31T23:59:59.999999999+23:59",
  "-271821-04-20T00:00:00Z",
  "2026-02-30",
  "25:61",
  "NaN",
  "1e400",
  "-0",
  "٣",
  "Mars/Olympus",
  "x@y",
  `${"a".repeat(250)}@example.com`,
  "https://user:pass@evil.example/users/1",
  "javascript:alert(1)",
  "http://[::1",
  "__proto__",
  "constructor",
] as const;

/** A value that the schema could mean: of the right shape, with ids and addresses that exist. */
function plausible(schema: JsonSchema, uris: fc.Arbitrary<string>, depth: number): fc.Arbitrary<unknown> {
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return fc.oneof(...options.map((option) => value(option, uris, depth + 1)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case "integer":
    case "number":
      return fc.integer({ min: Math.max(-5, schema.minimum ?? -5), max: Math.min(2_000, schema.maximum ?? 2_000) });
    case "boolean":
      return fc.boolean();
    case "array":
      return fc.array(value(schema.items ?? {}, uris, depth + 1), { maxLength: 4 });
    case "object":
      return fields(schema.properties ?? {}, uris, depth + 1);
    default:
      return fc.oneof(
        uris,
        fc.constantFrom(
          "2026-12-01T15:00:00Z",
          "2026-11-20T15:00:00.000000Z",
          "2026-12-24",
          "America/New_York",
          "jordan@realty.example",
          "09:00",
          "17:30",
          "start_time:desc",
          "created_at:asc",
          "#0e6b74",
          "A name",
        ),
        fc.string({ maxLength: 30 }),
      );
  }
}

/** Mostly plausible, sometimes anything at all. */
function value(schema: JsonSchema, uris: fc.Arbitrary<string>, depth: number): fc.Arbitrary<unknown> {
  if (depth > 6) return fc.constantFrom(...hostileTexts);
  return fc.oneof(
    { weight: 7, arbitrary: fc.constant(null).chain(() => plausible(schema, uris, depth)) },
    { weight: 1, arbitrary: fc.constantFrom(...hostileTexts) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  );
}

function fields(
  properties: Readonly<Record<string, JsonSchema>>,
  uris: fc.Arbitrary<string>,
  depth: number,
): fc.Arbitrary<Record<string, unknown>> {
  const known = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      fc.option(value(schema, uris, depth), { nil: undefined, freq: 5 }),
    ]),
  );
  const strange = fc.dictionary(
    fc.constantFrom("unknown", "__proto__", "constructor", "page_token", "toString", "a[b][c]", ""),
    fc.jsonValue({ maxDepth: 2 }),
    { maxKeys: 1 },
  );
  return fc
    .tuple(fc.record(known), fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: strange }))
    .map(([one, other]) => ({ ...one, ...other }));
}

function schemaOf(schema: z.ZodType | undefined): Readonly<Record<string, JsonSchema>> {
  if (schema === undefined) return {};
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "inline" }) as JsonSchema;
  return json.properties ?? {};
}

const asText = (given: unknown) => (typeof given === "string" ? given : (JSON.stringify(given) ?? ""));

/** `encodeURIComponent` for what may hold half a character. */
function encode(text: string): string {
  return encodeURIComponent(text.replaceAll(/[\ud800-\udfff]/g, "\ufffd"));
}

/**
 * Requests to one operation from careful to hostile: parameters of its own schemas with real, foreign and broken ids,
 * bodies as JSON, as forms and as rubbish.
 */
export function hostileRequests(
  operation: Endpoint,
  known: { readonly uris: readonly string[]; readonly tokens: readonly string[] },
): fc.Arbitrary<HostileRequest> {
  const uris = fc.constantFrom(
    ...known.uris,
    "https://api.calendly.com/users/AAAAAAAAAAAAAAAA",
    "https://api.calendly.com/event_types/00000000-0000-4000-8000-000000000000",
    "/users/me",
  );
  const ids = fc.oneof(
    { weight: 6, arbitrary: uris.map((uri) => uri.split("/").at(-1) ?? "") },
    { weight: 1, arbitrary: fc.constantFrom(...hostileTexts.filter((text) => text.length < 300 && text !== "")) },
  );
  const segments = operation.path
    .split("/")
    .map((part) => (part.startsWith("{") ? ids.map(encode) : fc.constant(part)));
  const query = fields(schemaOf(operation.query), uris, 0);
  const body = fields(schemaOf(operation.body), uris, 0);
  const rubbish = fc.constantFrom(
    "",
    "{",
    "[]",
    "null",
    "true",
    '"text"',
    "{}}",
    '{"a":'.repeat(500),
    `{"__proto__":{"admin":true}}`,
    "events[]=x&url=%zz&&=",
    "\u0000\u0001",
    "x".repeat(1_100_000),
  );
  const token = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...known.tokens).map((one) => `Bearer ${one}`) },
    { weight: 1, arbitrary: fc.constantFrom("", "Bearer ", "Bearer x", "Basic eDp5", "bearer \u00e9") },
  );
  const contentType = fc.constantFrom(
    "application/json",
    "application/json; charset=utf-8",
    "application/x-www-form-urlencoded",
    "text/plain",
    "multipart/form-data; boundary=x",
    "",
  );
  const writes = operation.method === "POST" || operation.method === "PATCH" || operation.method === "DELETE";
  return fc
    .tuple(
      fc.tuple(...segments),
      query,
      writes
        ? fc.oneof(
            { weight: 8, arbitrary: body.map((one) => JSON.stringify(one)) },
            { weight: 1, arbitrary: rubbish },
            { weight: 1, arbitrary: fc.constant(null) },
          )
        : fc.constant(null),
      token,
      contentType,
    )
    .map(([parts, parameters, text, authorization, type]) => ({
      method: operation.method,
      path: parts.join("/"),
      query: Object.entries(parameters).flatMap(([name, given]) =>
        given === undefined ? [] : [[name, asText(given)] as const],
      ),
      body: text,
      headers: {
        ...(authorization === "" ? {} : { authorization }),
        ...(text === null || type === "" ? {} : { "content-type": type }),
      },
    }));
}

/** The query string of a hostile request, with its question mark. */
export function searchOf(request: HostileRequest): string {
  const pairs = request.query.map(([name, text]) => `${encode(name)}=${encode(text)}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
