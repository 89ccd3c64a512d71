import { type JsonSchema, mapSchema, type OpenApiDocument, type OpenApiOperation, typesOf } from "@punctual/contract";
import fc from "fast-check";
import * as z from "zod";
import { createSchemaArbitraries, type KnownValues, nasty } from "./schema-arbitrary.ts";

export interface FuzzRequest {
  readonly operation: FuzzOperation;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** The document says that this cannot be taken, or it is about something that does not exist: it has to be refused. */
  readonly mustBeRefused: boolean;
}

export interface FuzzOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly definition: OpenApiOperation;
}

export function operationsOf(document: OpenApiDocument): FuzzOperation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, definition]) => ({
      id: definition.operationId,
      method: method.toUpperCase(),
      path,
      definition,
    })),
  );
}

/** A Zod schema of a JSON Schema of the document. */
export function parserOf(document: OpenApiDocument, schema: JsonSchema): z.ZodType {
  const local = (one: JsonSchema): JsonSchema =>
    mapSchema(one, ({ $ref, pattern, ...inner }) => ({
      ...inner,
      ...($ref !== undefined && { $ref: $ref.replace("#/components/schemas/", "#/$defs/") }),
      // JSON Schema means Unicode by \p{…}; Zod compiles patterns without it, and would take other letters for it.
      ...(pattern !== undefined && !pattern.includes("\\p{") && { pattern }),
    }));
  const $defs = Object.fromEntries(
    Object.entries(document.components.schemas).map(([name, one]) => [name, local(one)]),
  );
  return z.fromJSONSchema({ ...local(schema), $defs } as Parameters<typeof z.fromJSONSchema>[0]);
}

/** Requests that an operation takes, as far as its schemas tell. */
export function validRequests(
  document: OpenApiDocument,
  operation: FuzzOperation,
  known: KnownValues,
): fc.Arbitrary<FuzzRequest> {
  const { valid } = createSchemaArbitraries(document.components.schemas, known);
  const { parameters = [] } = operation.definition;
  const values = Object.fromEntries(parameters.map((one) => [one.name, valid(one.schema, one.name)]));
  const requiredKeys = parameters.filter(({ required }) => required).map(({ name }) => name);
  const schema = bodySchema(operation);
  return fc
    .record({
      given: fc.record(values, { requiredKeys }),
      body: schema === undefined ? fc.constant(null) : valid(schema, "").map((value) => JSON.stringify(value)),
    })
    .map(({ given, body }) => ({
      operation,
      ...placed(operation, given as Record<string, unknown>),
      body,
      mustBeRefused: false,
    }));
}

/** Requests with something wrong in the path, the query, the body or a header. */
export function hostileRequests(
  document: OpenApiDocument,
  operation: FuzzOperation,
  known: KnownValues,
): fc.Arbitrary<FuzzRequest> {
  const good = validRequests(document, operation, known);
  const { hostile } = createSchemaArbitraries(document.components.schemas, known);
  const { parameters = [] } = operation.definition;
  const kinds: fc.Arbitrary<FuzzRequest>[] = [];
  const schema = bodySchema(operation);
  if (schema !== undefined) {
    const parser = parserOf(document, schema);
    const spoiledBody = fc
      .oneof(
        hostile(schema, "").map((value) => JSON.stringify(value)),
        fc.constantFrom(...notJson),
      )
      .filter((text) => !takes(parser, text));
    kinds.push(fc.tuple(good, spoiledBody).map(([request, body]) => ({ ...request, body, mustBeRefused: true })));
    kinds.push(
      fc
        .tuple(good, fc.constantFrom("text/plain", "application/x-www-form-urlencoded", "application/json+evil", ""))
        .map(([request, type]) => ({
          ...request,
          headers: { ...request.headers, "content-type": type },
          mustBeRefused: true,
        })),
    );
  }
  const queries = parameters.filter((one) => one.in === "query");
  if (queries.length > 0) {
    kinds.push(
      fc
        .tuple(good, fc.constantFrom(...queries), fc.constantFrom(...nasty))
        .filter(([, parameter, value]) => isRefusedAsText(parameter.schema, value))
        .map(([request, { name }, value]) => withQuery(request, name, value)),
    );
    kinds.push(fc.tuple(good, fc.constantFrom(...queries)).map(([request, { name }]) => withQueryTwice(request, name)));
  }
  if (operation.definition.description?.startsWith("Open to") && queries.length > 0) {
    kinds.push(
      fc
        .tuple(good, fc.constantFrom("role", "__proto__", "constructor", "coachid", "limit[]", "admin", "format\r\n"))
        .map(([request, name]) => withQuery(request, name, "1")),
    );
  }
  const places = parameters.filter((one) => one.in === "path");
  if (places.length > 0) {
    kinds.push(
      fc
        .tuple(good, fc.constantFrom(...places), pathValue)
        // A number may well be the number of something.
        .filter(([, { schema }, value]) => typesOf(schema)[0] === "string" || Number.isNaN(Number(value)))
        .map(([request, { name }, value]) => ({
          ...request,
          path: request.path.replace(/^[^?]*/, () =>
            operation.path.replace(`{${name}}`, value).replace(/\{\w+\}/g, "x_1"),
          ),
          mustBeRefused: true,
        })),
    );
  }
  if (parameters.some(({ name }) => name === "Idempotency-Key")) {
    kinds.push(
      fc.tuple(good, fc.constantFrom("short", "with space", "ü".repeat(9), "k".repeat(201))).map(([request, key]) => ({
        ...request,
        headers: { ...request.headers, "Idempotency-Key": key },
        mustBeRefused: true,
      })),
    );
  }
  // Nothing that can be wrong: what it answers is looked at all the same.
  return kinds.length === 0 ? good : fc.oneof(...kinds);
}

const notJson = ["", "{", "nul", "{'a':1}", '{"a":1}}', "\ufeff", "[".repeat(20_000), `"${"x".repeat(280_000)}"`];

/** Never empty nor dots: those would be another path. */
const pathValue = fc
  .oneof(fc.constantFrom(...nasty), fc.string({ minLength: 1, maxLength: 90 }))
  .map((value) => encodeURIComponent(value.toWellFormed()))
  .filter((value) => !/^\.{0,2}$/.test(value));

function bodySchema(operation: FuzzOperation): JsonSchema | undefined {
  return Object.values(operation.definition.requestBody?.content ?? {})[0]?.schema;
}

function placed(operation: FuzzOperation, given: Readonly<Record<string, unknown>>) {
  const query = new URLSearchParams();
  const [type] = Object.keys(operation.definition.requestBody?.content ?? {});
  const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
  let { path } = operation;
  for (const one of operation.definition.parameters ?? []) {
    if (!Object.hasOwn(given, one.name)) continue;
    const value = String(given[one.name]).toWellFormed();
    if (one.in === "path") path = path.replace(`{${one.name}}`, () => encodeURIComponent(value).replace(/^\.+$/, "x"));
    if (one.in === "query") query.set(one.name, value);
    if (one.in === "header") headers[one.name] = value.replace(/[^\x21-\x7e]/g, "x");
  }
  const text = query.toString();
  return { path: text === "" ? path : `${path}?${text}`, headers };
}

function takes(parser: z.ZodType, text: string): boolean {
  try {
    return parser.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

function withQuery(request: FuzzRequest, name: string, value: string): FuzzRequest {
  const [path = "", query = ""] = request.path.split("?");
  const parameters = new URLSearchParams(query);
  parameters.set(name, value);
  return { ...request, path: `${path}?${parameters}`, mustBeRefused: true };
}

function withQueryTwice(request: FuzzRequest, name: string): FuzzRequest {
  const separator = request.path.includes("?") ? "&" : "?";
  return { ...request, path: `${request.path}${separator}${name}=1&${name}=2`, mustBeRefused: true };
}

/** Whether a query's text cannot be what the schema asks for, however it is read. */
function isRefusedAsText(schema: JsonSchema, value: string): boolean {
  if (value.includes("\0")) return true;
  if (schema.enum !== undefined) return !schema.enum.includes(value);
  switch (typesOf(schema)[0]) {
    case "integer":
    case "number":
      return (
        !Number.isInteger(Number(value)) ||
        Number(value) < (schema.minimum ?? 0) ||
        Number(value) > (schema.maximum ?? 0)
      );
    case "string":
      return value.trim().length > (schema.maxLength ?? Number.POSITIVE_INFINITY);
    default:
      return false;
  }
}
