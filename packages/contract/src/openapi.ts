import * as z from "zod";
import { problemSchema } from "./problem.ts";
import { type ProblemCode, problemStatus } from "./problem-codes.ts";
import type { RouteDefinition } from "./route.ts";
import { routes } from "./routes.ts";

type Json = Record<string, unknown>;

/** Problems that the gate itself can answer, before a route's own. */
function gateProblems(route: RouteDefinition): readonly ProblemCode[] {
  const always: ProblemCode[] = ["invalid_request", "rate_limited", "internal_error"];
  if (route.access === "public" || route.access === "signed") return always;
  const gate: ProblemCode[] = [
    ...always,
    "unauthenticated",
    "login_session_expired",
    "forbidden",
    ...(route.scope === undefined ? [] : (["signature_invalid", "signature_stale", "signature_replayed"] as const)),
  ];
  return route.method === "GET" ? gate : [...gate, "csrf_token_invalid"];
}

/** The OpenAPI 3.1 document of our API, made from the route table. */
export function openApiDocument(options: { readonly version: string; readonly serverUrl: string }): Json {
  const paths: Record<string, Json> = {};
  for (const route of Object.values<RouteDefinition>(routes)) {
    const path = paths[route.path] ?? {};
    path[route.method.toLowerCase()] = operation(route);
    paths[route.path] = path;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Punctual",
      version: options.version,
      description: "Runs a coaching programme on Calendly. Errors are RFC 9457 problem documents with a closed `code`.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: options.serverUrl }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemSchema, "output") },
      securitySchemes: {
        loginSession: { type: "apiKey", in: "cookie", name: "punctual.session_token" },
        apiKey: { type: "http", scheme: "bearer", description: "An API key that has the scope of the route." },
        requestSignature: {
          type: "apiKey",
          in: "header",
          name: "Signature",
          description: "HTTP Message Signature (RFC 9421) by Ed25519, with `Signature-Input`.",
        },
        webhookSignature: { type: "apiKey", in: "header", name: "Calendly-Webhook-Signature" },
      },
    },
  };
}

function operation(route: RouteDefinition): Json {
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.tag],
    security: security(route),
    parameters: [...parameters(route.params, "path"), ...parameters(route.query, "query")],
    ...(route.body
      ? {
          requestBody: { required: true, content: { "application/json": { schema: jsonSchema(route.body, "input") } } },
        }
      : {}),
    responses: responses(route),
  };
}

function security(route: RouteDefinition): Json[] {
  if (route.access === "public") return [];
  return route.access === "signed" ? [{ webhookSignature: [] }]
    : [{ loginSession: [] }, ...(route.scope === undefined ? [] : [{ apiKey: [] }, { requestSignature: [] }])];
}

function parameters(schema: z.ZodObject | undefined, place: "path" | "query"): Json[] {
  if (schema === undefined) return [];
  const json = jsonSchema(schema, "input") as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || (json.required ?? []).includes(name),
    schema: property,
  }));
}

function responses(route: RouteDefinition): Json {
  const success: Json = { description: route.summary };
  if (route.response) success["content"] = { "application/json": { schema: jsonSchema(route.response, "output") } };
  else if (route.mediaType) success["content"] = { [route.mediaType]: { schema: { type: "string" } } };
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set([...gateProblems(route), ...route.problems])) {
    const status = problemStatus[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const answers: Json = { [String(route.status)]: success };
  for (const [status, codes] of [...byStatus].sort(([a], [b]) => a - b)) {
    answers[String(status)] = {
      description: codes.map((code) => `\`${code}\``).join(", "),
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    };
  }
  return answers;
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Json;
  return json;
}
