import type * as z from "zod";
import type { Sampler } from "./openapi-samples.ts";
import type { Direction, SchemaBook } from "./openapi-schemas.ts";
import type {
  JsonSchema,
  OpenApiContent,
  OpenApiOperation,
  OpenApiParameter,
  OpenApiResponse,
  Reference,
} from "./openapi-types.ts";
import type { HeaderName, SecurityScheme } from "./openapi-words.ts";
import { type ProblemCode, problemStatus } from "./problem-codes.ts";
import { problemMeanings } from "./problem-meanings.ts";
import type { RouteDefinition } from "./route.ts";
import { problemsOf, takesIdempotencyKey } from "./route-problems.ts";

export interface OperationTools {
  readonly book: SchemaBook;
  readonly sample: Sampler;
}

/** The keys of `requirements` are security schemes: all of one entry, any one entry. */
type Requirement = Readonly<Partial<Record<SecurityScheme, readonly string[]>>>;

/** One route of the contract as an operation of the document. */
export function operationOf(route: RouteDefinition, tools: OperationTools): OpenApiOperation {
  const parameters = [
    ...parametersOf(route.params, "path", tools),
    ...parametersOf(route.query, "query", tools),
    ...headersOf(route),
  ];
  return {
    operationId: route.id,
    summary: route.summary,
    description: whoMayCall(route),
    tags: [route.tag],
    security: securityOf(route),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: { required: true, content: { "application/json": contentOf(route.body, "input", tools) } },
    }),
    responses: {
      [String(route.status)]: success(route, tools),
      ...problemResponses(problemsOf(route)),
    },
  };
}

function whoMayCall(route: RouteDefinition): string {
  if (route.access === "public") return "Open to everybody.";
  if (route.access === "signed") return "Nobody is signed in: the signature proves who sends it.";
  const roles = `Open to ${listed(route.access.map((role) => `${role === "admin" ? "an" : "a"} ${role}`))}`;
  const keys = route.scope === undefined ? "to no API key" : `to API keys with the scope \`${route.scope}\``;
  return `${roles}; ${keys}.`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} or ${parts.at(-1)}`;
}

function securityOf(route: RouteDefinition): readonly Requirement[] {
  if (route.access === "public") return [];
  if (route.access === "signed") {
    return [route.path.includes("clerk") ? { clerkWebhookSignature: [] } : { webhookSignature: [] }];
  }
  const browser: Requirement = route.method === "GET" ? { loginSession: [] } : { loginSession: [], csrfToken: [] };
  const service: readonly Requirement[] =
    route.scope === undefined ? [] : [{ apiKey: [route.scope] }, { signedRequest: [route.scope] }];
  return [browser, { clerkSession: [] }, ...service];
}

function parametersOf(
  schema: z.ZodObject | undefined,
  place: "path" | "query",
  tools: OperationTools,
): OpenApiParameter[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = tools.book.schemaOf(schema, "input");
  return Object.entries(properties).map(([name, { description = "", ...property }]) => {
    const needed = place === "path" || required.includes(name);
    return {
      name,
      in: place,
      required: needed,
      description,
      schema: property,
      ...(needed && { example: tools.sample(property, name) }),
    };
  });
}

function headersOf(route: RouteDefinition): OpenApiParameter[] {
  const header = (name: string, description: string, schema: JsonSchema, example: string): OpenApiParameter => ({
    name,
    in: "header",
    required: false,
    description,
    schema,
    example,
  });
  const found: OpenApiParameter[] = [];
  if (takesIdempotencyKey(route)) {
    const description = "The same key with the same request is carried out once, and answered again for 24 hours.";
    const schema: JsonSchema = { type: "string", minLength: 8, maxLength: 200, pattern: "^[\\x21-\\x7e]+$" };
    found.push(header("Idempotency-Key", description, schema, "f3b1c7de-5f0e-4f4e-9d0e-2f6a1c0b7a55"));
  }
  if (route.mediaType === "text/event-stream") {
    const description = "The `id` of the last event that was read: the stream goes on after it.";
    found.push(header("Last-Event-ID", description, { type: "string", maxLength: 64 }, "1042"));
  }
  return found;
}

export function contentOf(schema: z.ZodType, direction: Direction, { book, sample }: OperationTools): OpenApiContent {
  const json = book.schemaOf(schema, direction);
  return { schema: json, example: sample(json) };
}

function success(route: RouteDefinition, tools: OperationTools): OpenApiResponse {
  const names: HeaderName[] = ["X-Request-Id"];
  if (Array.isArray(route.access)) names.push("X-CSRF-Token");
  if (route.access !== "signed") names.push(...rateLimits);
  if (takesIdempotencyKey(route)) names.push("Idempotency-Replayed");
  if (route.status === 302) names.push("Location");
  const description = route.refusalPage === undefined ? successWords[route.status] : redirectWords(route);
  const headers = headersNamed(names);
  const files = Object.fromEntries((route.fileTypes ?? []).map((type) => [type, { schema: { type: "string" } }]));
  if (route.response) {
    const page = contentOf(route.response, "output", tools);
    const json = files["application/json"] === undefined ? page : { ...page, schema: withFile(page.schema) };
    return { description, headers, content: { ...files, "application/json": json } };
  }
  if (route.mediaType === undefined) return { description, headers };
  return { description, headers, content: { [route.mediaType]: { schema: { type: "string" } } } };
}

/** A page, or the file that the query asks for. */
function withFile(page: JsonSchema): JsonSchema {
  return { anyOf: [page, { type: "object", description: "The whole of it, as a file.", additionalProperties: true }] };
}

/** The newer fields, and those that clients know from before. */
const rateLimits: readonly HeaderName[] = [
  "RateLimit",
  "RateLimit-Policy",
  "RateLimit-Limit",
  "RateLimit-Remaining",
  "RateLimit-Reset",
];

const successWords: Readonly<Record<RouteDefinition["status"], string>> = {
  200: "Done.",
  201: "Made.",
  202: "Begun: it goes on after this answer.",
  204: "Done; there is nothing to say.",
  302: "The browser is sent on.",
};

function redirectWords(route: RouteDefinition): string {
  const codes = route.problems.map((code) => `\`${code}\``).join(", ");
  return `The browser is sent on; after a refusal to \`${route.refusalPage}?problem=<code>\` (${codes}).`;
}

export function headersNamed(names: readonly HeaderName[]): Record<string, Reference> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** Refusals by status; each tells the codes that come with it. */
export function problemResponses(codes: readonly ProblemCode[]): Record<string, OpenApiResponse> {
  const byStatus = Map.groupBy(codes, (code) => problemStatus[code]);
  return Object.fromEntries([...byStatus].map(([status, some]) => [String(status), problemResponse(status, some)]));
}

function problemResponse(status: number, codes: readonly ProblemCode[]): OpenApiResponse {
  const names: HeaderName[] = ["X-Request-Id"];
  if (status === 429) names.push(...rateLimits);
  if (status === 429 || codes.some((code) => mayTellWhen.has(code))) names.push("Retry-After");
  return {
    description: codes.map((code) => `\`${code}\`: ${problemMeanings[code]}`).join("\n\n"),
    headers: headersNamed(names),
    content: {
      "application/problem+json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Problem" },
            { type: "object", properties: { code: { type: "string", enum: codes } } },
          ],
        },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}

/** Refusals that pass: they may name the seconds to wait. */
const mayTellWhen: ReadonlySet<ProblemCode> = new Set(["conflict", "calendly_unavailable", "calendly_rate_limited"]);
