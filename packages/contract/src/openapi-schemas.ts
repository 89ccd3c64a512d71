import * as z from "zod";
import { meaningOf } from "./openapi-glossary.ts";
import type { JsonSchema } from "./openapi-types.ts";
import * as primitives from "./primitives.ts";
import * as problem from "./problem.ts";
import * as account from "./resources/account.ts";
import * as apiKeys from "./resources/api-keys.ts";
import * as audit from "./resources/audit.ts";
import * as bookings from "./resources/bookings.ts";
import * as coaches from "./resources/coaches.ts";
import * as connections from "./resources/connections.ts";
import * as deliveries from "./resources/deliveries.ts";
import * as eventTypes from "./resources/event-types.ts";
import * as identity from "./resources/identity.ts";
import * as live from "./resources/live.ts";
import * as mailbox from "./resources/mailbox.ts";
import * as members from "./resources/members.ts";
import * as outgoing from "./resources/outgoing.ts";
import * as people from "./resources/people.ts";
import * as security from "./resources/security.ts";
import * as sessions from "./resources/sessions.ts";
import * as sweeps from "./resources/sweeps.ts";
import * as usage from "./resources/usage.ts";
import * as scopes from "./scopes.ts";

/** Where exported schemas are: `coachSchema` is the component `Coach`. */
const modules: readonly object[] = [
  primitives,
  problem,
  scopes,
  account,
  apiKeys,
  audit,
  identity,
  bookings,
  coaches,
  connections,
  deliveries,
  eventTypes,
  live,
  mailbox,
  members,
  outgoing,
  people,
  security,
  sessions,
  sweeps,
  usage,
];

export type Direction = "input" | "output";

export interface SchemaBook {
  /** The JSON Schema of a Zod schema; what has a name is a reference to the component. */
  schemaOf(schema: z.ZodType, direction: Direction): JsonSchema;
  /** Every named schema, whether it is referred to or not. */
  readonly components: Readonly<Record<string, JsonSchema>>;
}

const place = "#/components/schemas/";

/** Turns the contract's Zod schemas into JSON Schema. What reads differently when sent and when received has two names. */
export function createSchemaBook(): SchemaBook {
  const names = namedSchemas();
  const metadata = z.registry<{ id: string }>();
  for (const [name, schema] of names) metadata.add(schema, { id: name });
  const definitions = (shape: Record<string, z.ZodType>, io: Direction) => {
    const all = z.toJSONSchema(z.object(shape), { io, metadata, unrepresentable: "any", override: describe });
    return all as { readonly properties?: Record<string, JsonSchema>; readonly $defs?: Record<string, JsonSchema> };
  };
  const received = definitions(Object.fromEntries(names), "output").$defs ?? {};
  const sent = definitions(Object.fromEntries(names), "input").$defs ?? {};
  const twofold = new Set(
    Object.keys(sent).filter((name) => JSON.stringify(sent[name]) !== JSON.stringify(received[name])),
  );
  const finish = (schema: JsonSchema, io: Direction): JsonSchema =>
    mapSchema(schema, (one) => {
      const name = one.$ref?.slice("#/$defs/".length);
      if (name === undefined) return tidy(one);
      return { ...one, $ref: `${place}${io === "input" && twofold.has(name) ? `${name}Input` : name}` };
    });

  const components: Record<string, JsonSchema> = {};
  for (const [name, schema] of Object.entries(received)) components[name] = finish(schema, "output");
  for (const name of twofold) components[`${name}Input`] = finish(sent[name] ?? {}, "input");
  return {
    components,
    // As a property of something, so that a schema that has a name is a reference too.
    schemaOf: (schema, io) => finish(definitions({ schema }, io).properties?.["schema"] ?? {}, io),
  };
}

function namedSchemas(): Map<string, z.ZodType> {
  const names = new Map<string, z.ZodType>();
  for (const [exported, value] of modules.flatMap((module) => Object.entries(module))) {
    if (!exported.endsWith("Schema") || !(value instanceof z.ZodType)) continue;
    const name = exported.slice(0, -"Schema".length);
    names.set(`${name.charAt(0).toUpperCase()}${name.slice(1)}`, value);
  }
  return names;
}

function describe({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: object }): void {
  const description = z.globalRegistry.get(zodSchema)?.description;
  if (description !== undefined) Object.assign(jsonSchema, { description });
}

/** A schema with every schema in it, itself last, made anew. */
export function mapSchema(schema: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const inner = (one: JsonSchema): JsonSchema => mapSchema(one, change);
  const { items, properties, additionalProperties, propertyNames, anyOf, oneOf, allOf, ...own } = schema;
  return change({
    ...own,
    ...(items && { items: inner(items) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, named(name, inner(one))])),
    }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === "boolean" ? additionalProperties : inner(additionalProperties),
    }),
    ...(propertyNames && { propertyNames: inner(propertyNames) }),
    ...(anyOf && { anyOf: anyOf.map(inner) }),
    ...(oneOf && { oneOf: oneOf.map(inner) }),
    ...(allOf && { allOf: allOf.map(inner) }),
  });
}

/** A property says what it means: by itself, or by the word that its name is everywhere. */
function named(name: string, schema: JsonSchema): JsonSchema {
  const description = schema.description ?? meaningOf(name);
  return description === undefined ? schema : { ...schema, description };
}

/** Formats whose name says more than the regular expression that Zod adds. */
const formats = new Set(["date-time", "date", "email"]);

function tidy(schema: JsonSchema): JsonSchema {
  const { pattern, minimum, maximum, ...rest } = schema;
  return {
    ...rest,
    ...(pattern !== undefined && !formats.has(schema.format ?? "") && { pattern }),
    // Zod says of each integer that a double can hold it.
    ...(minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER && { minimum }),
    ...(maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER && { maximum }),
  };
}
