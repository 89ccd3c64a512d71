import * as calendly from "@punctual/calendly";
import * as z from "zod";
import { apiEndpoints } from "../resources/endpoints.ts";
import type { Origins } from "./origin.ts";

type Json = Readonly<Record<string, unknown>>;

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** `eventTypeSchema` as `EventType`: the name under which a record's schema stands in the document. */
const nameOf = (exported: string) => `${exported.charAt(0).toUpperCase()}${exported.slice(1).replace(/Schema$/, "")}`;

/** Words of a list that may grow are examples: an answer with another one is no mistake. */
function tellWords(context: {
  readonly zodSchema: z.core.$ZodTypes;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}) {
  const words = calendly.knownWordsOf(context.zodSchema as unknown as z.ZodType);
  if (words !== undefined) context.jsonSchema.examples = [...words];
}

/** Every schema that the client exports and every answer of an operation, as JSON Schema that refers to each other. */
function describeAnswers(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [exported, value] of Object.entries(calendly)) {
    if (exported.endsWith("Schema") && value instanceof z.ZodType) registry.add(value, { id: nameOf(exported) });
  }
  for (const { id, response, status } of calendly.endpointList) {
    if (status !== 204) registry.add(response, { id: `${nameOf(id)}Answer` });
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: "output",
    unrepresentable: "any",
    uri: (id) => `#/components/schemas/${id}`,
    override: tellWords,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]),
  );
}

const inputOf = (schema: z.ZodType): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any", override: tellWords });
  return json;
};

function parametersOf(operation: calendly.Endpoint): readonly Json[] {
  const path = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    description: "The last segment of the record's URI.",
    schema: { type: "string" },
  }));
  const query = operation.query === undefined ? {} : inputOf(operation.query);
  const required = new Set((query["required"] ?? []) as readonly string[]);
  const properties = Object.entries((query["properties"] ?? {}) as Readonly<Record<string, Json>>);
  return [
    ...path,
    ...properties.map(([name, schema]) => ({
      name,
      in: "query",
      required: required.has(name),
      ...(schema["type"] === "array" ? { style: "form", explode: false } : {}),
      schema,
    })),
  ];
}

const refusals: Readonly<Record<string, string>> = {
  400: "The parameters are invalid; `details` says which and why.",
  401: "There is no token, or it is invalid, expired or revoked.",
  403: "The token lacks a scope, or the person the right, or the organization the plan.",
  404: "There is no such record.",
  409: "Such a record exists already.",
  424: "The host's calendar cannot be read.",
  429: "Too many calls in a minute; `X-RateLimit-Reset` says for how many seconds.",
};

function answersOf(operation: calendly.Endpoint): Json {
  const answer = `${nameOf(operation.id)}Answer`;
  const success =
    operation.status === 204
      ? { description: "Done." }
      : { description: "Done.", content: { "application/json": { schema: ref(answer) } } };
  const statuses = Object.keys(refusals).filter(
    (status) =>
      (status !== "409" || operation.method !== "GET") && (status !== "424" || operation.id === "listUserBusyTimes"),
  );
  return {
    [operation.status]: success,
    ...Object.fromEntries(
      statuses.map((status) => [
        status,
        {
          description: refusals[status],
          content: { "application/json": { schema: status === "429" ? {} : ref("ErrorResponse") } },
        },
      ]),
    ),
  };
}

/** `listEventTypes` as `List event types`. */
const sentence = (id: string) => {
  const words = id.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function describeOperation(operation: calendly.Endpoint): Json {
  return {
    operationId: operation.id,
    summary: sentence(operation.id),
    tags: [operation.path.split("/")[1]],
    externalDocs: { url: operation.source },
    security: [{ token: [] }, { oauth: operation.scopes }],
    "x-required-scopes": operation.scopes,
    "x-plan": operation.plan,
    parameters: parametersOf(operation),
    ...(operation.body === undefined
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: inputOf(operation.body) } } } }),
    responses: answersOf(operation),
  };
}

let components: Json | undefined;

/**
 * The OpenAPI 3.1 document of what this server answers, made from the schemas by which the client reads it. The schemas
 * are described once: they do not depend on who asks.
 */
export function describeApi(origins: Origins): Json {
  components ??= {
    ErrorResponse: {
      type: "object",
      required: ["title", "message"],
      properties: {
        title: { type: "string" },
        message: { type: "string" },
        details: {
          type: "array",
          items: {
            type: "object",
            required: ["message"],
            properties: { parameter: { type: "string" }, message: { type: "string" }, code: { type: "string" } },
          },
        },
        required_scopes: { type: "array", items: { type: "string" } },
      },
    },
    ...describeAnswers(),
  };
  const paths: Record<string, Record<string, Json>> = {};
  for (const { operation: id } of apiEndpoints) {
    const operation: calendly.Endpoint = calendly.endpoints[id];
    const path = paths[operation.path] ?? {};
    paths[operation.path] = path;
    path[operation.method.toLowerCase()] = describeOperation(operation);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Calendly API v2, as the sandbox speaks it",
      version: "2",
      description: "Made from the schemas of @punctual/calendly. Calendly itself publishes its own document.",
    },
    servers: [{ url: origins.api }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A personal access token." },
        oauth: {
          type: "oauth2",
          flows: {
            authorizationCode: {
              authorizationUrl: `${origins.api}/oauth/authorize`,
              tokenUrl: `${origins.api}/oauth/token`,
              refreshUrl: `${origins.api}/oauth/token`,
              scopes: Object.fromEntries(calendly.allScopes.map((scope) => [scope, scope])),
            },
          },
        },
      },
    },
  };
}
