import { operationOf } from "./openapi-operations.ts";
import { createSampler } from "./openapi-samples.ts";
import { createSchemaBook } from "./openapi-schemas.ts";
import { outgoingOperation, systemOperations } from "./openapi-system.ts";
import type { JsonSchema, OpenApiDocument, OpenApiExample, OpenApiOperation } from "./openapi-types.ts";
import { headers, introduction, securitySchemes, tagWords } from "./openapi-words.ts";
import { problemCodes, problemStatus } from "./problem-codes.ts";
import { problemMeanings, problemTitles } from "./problem-meanings.ts";
import type { Method, RouteDefinition } from "./route.ts";
import { routes } from "./routes.ts";

/** The OpenAPI 3.1 document of our API, made from the route table. */
export function openApiDocument(options: { readonly version: string; readonly serverUrl: string }): OpenApiDocument {
  const book = createSchemaBook();
  const tools = { book, sample: createSampler(book.components) };
  const operations = [
    ...Object.values<RouteDefinition>(routes).map((route) => ({
      path: route.path,
      method: route.method,
      operation: operationOf(route, tools),
    })),
    ...systemOperations(tools),
  ];
  const paths = pathsOf(operations);
  const webhooks = { outgoing: { post: outgoingOperation(tools) } };
  const parts = { paths, webhooks };
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))].sort();
  return {
    openapi: "3.1.0",
    info: {
      title: "Punctual",
      version: options.version,
      description: introduction,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: options.serverUrl }],
    tags: tags.map((name) => ({ name, description: tagWords[name] ?? "" })),
    paths,
    webhooks,
    components: {
      schemas: reachable(book.components, parts),
      headers: pick(headers, parts, "headers"),
      examples: pick(problemExamples(), parts, "examples"),
      securitySchemes: used(securitySchemes, operations),
    },
  };
}

type Placed = { readonly path: string; readonly method: Method; readonly operation: OpenApiOperation };

function pathsOf(operations: readonly Placed[]): OpenApiDocument["paths"] {
  const paths: Record<string, OpenApiDocument["paths"][string]> = {};
  for (const { path, method, operation } of operations) {
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  return paths;
}

/** One problem document for each code, as it is answered. */
function problemExamples(): Record<string, OpenApiExample> {
  return Object.fromEntries(
    problemCodes.map((code) => [
      code,
      {
        summary: code,
        value: {
          type: `https://punctual.dev/problems/${code}`,
          title: problemTitles[code],
          status: problemStatus[code],
          code,
          detail: problemMeanings[code],
          requestId: "req_01jd8r6q2m",
          ...(code === "invalid_request" && {
            errors: [{ field: "query.limit", message: "Write a number from 1 to 100." }],
          }),
        },
      },
    ]),
  );
}

/** The schemas that something refers to, and those that these refer to. */
function reachable(all: Readonly<Record<string, JsonSchema>>, from: unknown): Record<string, JsonSchema> {
  const found = new Set<string>();
  const follow = (text: string) => {
    for (const [, name = ""] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      follow(JSON.stringify(all[name] ?? {}));
    }
  };
  follow(JSON.stringify(from));
  return Object.fromEntries(Object.entries(all).filter(([name]) => found.has(name)));
}

function pick<T>(all: Readonly<Record<string, T>>, from: unknown, kind: string): Record<string, T> {
  const text = JSON.stringify(from);
  return Object.fromEntries(Object.entries(all).filter(([name]) => text.includes(`"#/components/${kind}/${name}"`)));
}

function used<T>(all: Readonly<Record<string, T>>, operations: readonly Placed[]): Record<string, T> {
  const names = new Set(operations.flatMap(({ operation }) => operation.security.flatMap(Object.keys)));
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
}
