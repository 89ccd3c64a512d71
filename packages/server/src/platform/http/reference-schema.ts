import { type JsonSchema, typesOf } from "@punctual/contract";
import { html } from "hono/html";
import { prose } from "./reference-prose.ts";

type Html = ReturnType<typeof html>;

export const anchorOfSchema = (name: string): string => `schema-${name}`;

/** The fields of a schema as a table; fields within fields as a table in it. Schemas that have a name are links. */
export function schemaTable(schema: JsonSchema, caption: string): Html {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return html`<p class="type">${typeOf(schema)}</p>`;
  const required = new Set(schema.required ?? []);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">What it is</th></tr></thead>
<tbody>${fields.map(([name, one]) => fieldRow(name, one, required.has(name), caption))}</tbody>
</table></div>`;
}

function fieldRow(name: string, schema: JsonSchema, required: boolean, caption: string): Html {
  const inner = innerObject(schema);
  return html`<tr><th scope="row"><code>${name}</code>${required ? "" : html` <span class="quiet">may be left out</span>`}</th>
<td class="type">${typeOf(schema)}</td><td>${prose(schema.description ?? "")}${inner === null ? "" : schemaTable(inner, `${caption}: ${name}`)}</td></tr>`;
}

/** The object that a field holds, alone, in a list or beside null; null when it is none or has a name of its own. */
function innerObject(schema: JsonSchema): JsonSchema | null {
  if (schema.properties !== undefined) return schema;
  if (schema.items !== undefined) return innerObject(schema.items);
  for (const one of schema.anyOf ?? schema.oneOf ?? []) {
    const found = innerObject(one);
    if (found !== null) return found;
  }
  return null;
}

/** What a value may be, in a few words: `text, 1 to 64 characters`. */
export function typeOf(schema: JsonSchema): Html {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return html`<a href="#${anchorOfSchema(name)}">${name}</a>`;
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return joined(choices.map(typeOf), " or ");
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum !== undefined)
    return joined(
      schema.enum.map((one) => html`<code>${String(one)}</code>`),
      ", ",
    );
  const types = typesOf(schema);
  if (types.length > 1)
    return joined(
      types.map((type) => typeOf({ ...schema, type })),
      " or ",
    );
  switch (types[0]) {
    case "array":
      return html`list of ${typeOf(schema.items ?? {})}${limits(schema.minItems, schema.maxItems, " items")}`;
    case "object":
      return schema.properties === undefined && typeof schema.additionalProperties === "object"
        ? html`names with ${typeOf(schema.additionalProperties)} each`
        : html`object`;
    case "integer":
      return html`whole number${limits(schema.minimum, schema.maximum, "")}${byDefault(schema)}`;
    case "number":
      return html`number${limits(schema.minimum, schema.maximum, "")}${byDefault(schema)}`;
    case "boolean":
      return html`true or false${byDefault(schema)}`;
    case "null":
      return html`null`;
    case "string":
      return html`${textKinds[schema.format ?? ""] ?? "text"}${limits(schema.minLength, schema.maxLength, " characters")}${byDefault(schema)}`;
    default:
      return html`anything`;
  }
}

const textKinds: Readonly<Record<string, string>> = {
  "date-time": "instant",
  date: "date",
  email: "e-mail address",
  uri: "URL",
};

function limits(least: number | undefined, most: number | undefined, unit: string): string {
  if (least !== undefined && most !== undefined) return `, ${least} to ${most}${unit}`;
  if (most !== undefined) return `, at most ${most}${unit}`;
  return least === undefined ? "" : `, at least ${least}${unit}`;
}

function byDefault({ default: value }: JsonSchema): Html | "" {
  return value === undefined ? "" : html`, by default <code>${String(value)}</code>`;
}

function joined(parts: readonly Html[], between: string): Html {
  return html`${parts.map((part, at) => (at === 0 ? part : html`${between}${part}`))}`;
}
