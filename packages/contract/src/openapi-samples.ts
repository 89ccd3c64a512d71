import { exampleOf } from "./openapi-glossary.ts";
import { type JsonSchema, typesOf } from "./openapi-types.ts";

const byFormat: Readonly<Record<string, string>> = {
  "date-time": "2026-11-21T14:30:00Z",
  date: "2026-11-21",
  email: "maya@northside.example",
  uri: "https://calendly.com/maya-okafor",
};

/** `name`: of the field or parameter that the value is for. */
export type Sampler = (schema: JsonSchema, name?: string) => unknown;

/** Makes values that fit a schema, to show how they look: the same ones each time. */
export function createSampler(components: Readonly<Record<string, JsonSchema>>): Sampler {
  /** Optional fields are shown in what is answered, and left out of what is sent. */
  function sample(schema: JsonSchema, name: string): unknown {
    if (schema.$ref !== undefined) return sample(components[schema.$ref.split("/").at(-1) ?? ""] ?? {}, name);
    if (schema.const !== undefined) return schema.const;
    const shown = exampleOf(name);
    if (shown !== undefined && isOfType(shown, schema) && isWithin(shown, schema)) return shown;
    if (schema.default !== undefined) return schema.default;
    if (schema.enum !== undefined) return schema.enum[0];
    const first = schema.anyOf?.[0] ?? schema.oneOf?.[0];
    if (first !== undefined) return sample(first, name);
    switch (typesOf(schema)[0]) {
      case "object":
        return Object.fromEntries(
          Object.entries(schema.properties ?? {})
            .filter(([key]) => schema.required?.includes(key) === true)
            .map(([key, property]) => [key, sample(property, key)]),
        );
      case "array":
        return schema.items === undefined ? [] : [sample(schema.items, singular(name))];
      case "integer":
      case "number":
        return Math.max(schema.minimum ?? 0, Math.min(3, schema.maximum ?? 3));
      case "boolean":
        return false;
      case "null":
        return null;
      default:
        return text(schema);
    }
  }
  return (schema, name = "") => sample(schema, name);
}

function text({ format, minLength = 0, maxLength = 200 }: JsonSchema): string {
  const example = byFormat[format ?? ""] ?? "text";
  return example.padEnd(minLength, ".").slice(0, maxLength);
}

function isOfType(value: unknown, schema: JsonSchema): boolean {
  if (schema.enum !== undefined) return schema.enum.includes(value);
  const [type] = typesOf(schema);
  if (Array.isArray(value)) return type === "array";
  return type === "integer" ? Number.isInteger(value) : typeof value === type;
}

function isWithin(value: unknown, { minimum, maximum, maxLength, format, pattern }: JsonSchema): boolean {
  if (typeof value === "number") return value >= (minimum ?? value) && value <= (maximum ?? value);
  if (typeof value !== "string") return true;
  if (format !== undefined && byFormat[format] !== undefined && !looksLike(value, format)) return false;
  return value.length <= (maxLength ?? value.length) && (pattern === undefined || new RegExp(pattern).test(value));
}

function looksLike(value: string, format: string): boolean {
  switch (format) {
    case "email":
      return value.includes("@");
    case "uri":
      return URL.canParse(value);
    default:
      return !Number.isNaN(Date.parse(value));
  }
}

function singular(name: string): string {
  return name.replace(/s$/, "");
}
