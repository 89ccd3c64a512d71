import type { FieldError, RouteDefinition } from "@punctual/contract";
import type * as z from "zod";
import { isDigestOf } from "./content-digest.ts";
import type { ProblemParts } from "./problem-response.ts";
import { readBody } from "./read-body.ts";

/** Bytes of a JSON body. */
export const jsonBodyLimit = 256 * 1024;

export interface ParsedParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

export type Parsing =
  | { readonly kind: "parsed"; readonly parts: ParsedParts }
  | { readonly kind: "refused"; readonly problem: ProblemParts };

/** Parses path, query and body by the route's schemas. Every refused field is named with what to write instead. */
export async function parseRequest(
  route: RouteDefinition,
  request: Request,
  pathParams: Readonly<Record<string, string>>,
  { bodyIsSigned }: { readonly bodyIsSigned: boolean } = { bodyIsSigned: false },
): Promise<Parsing> {
  const errors: FieldError[] = [];
  const parse = (schema: z.ZodType | undefined, place: string, value: unknown): unknown => {
    if (schema === undefined) return undefined;
    const nul = pathOfNul(value);
    if (nul !== null) {
      errors.push({ field: [place, ...nul].join("."), message: "Write this without the character U+0000." });
      return undefined;
    }
    const result = schema.safeParse(value, { reportInput: true });
    if (result.success) return result.data;
    errors.push(...result.error.issues.flatMap((issue) => fieldErrors(issue, place)));
    return undefined;
  };

  const params = parse(route.params, "path", pathParams);
  const query = parse(route.query, "query", readQuery(request, errors));
  if (route.body === undefined) return settle(errors, { params, query, body: undefined });

  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    return refuse({
      code: "unsupported_media_type",
      detail: "Send the body as JSON, with the header Content-Type: application/json.",
    });
  }
  const read = await readBody(request, jsonBodyLimit);
  if (read.kind === "too_large") {
    return refuse({ code: "payload_too_large", detail: "The body is larger than 256 KB. Send less at once." });
  }
  if (read.kind === "too_slow") {
    return refuse({ code: "request_timeout", detail: "The body did not arrive within 10 seconds. Send it again." });
  }
  if (bodyIsSigned && !isDigestOf(request.headers.get("content-digest"), read.bytes)) {
    return refuse({
      code: "signature_invalid",
      detail: "The body is not the one that Content-Digest describes. Write its SHA-256 or SHA-512 there, then sign.",
    });
  }
  const json = readJson(read.bytes);
  if (json.kind === "malformed") errors.push({ field: "body", message: "Write valid JSON in UTF-8." });
  return settle(errors, {
    params,
    query,
    body: json.kind === "json" ? parse(route.body, "body", json.value) : undefined,
  });
}

function readQuery(request: Request, errors: FieldError[]): Record<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URL(request.url).searchParams) {
    // Two values for one name: picking either would let a proxy and this server see different requests.
    if (query.has(name)) errors.push({ field: `query.${name}`, message: "Write this parameter once." });
    query.set(name, value);
  }
  return Object.fromEntries(query);
}

function readJson(bytes: Uint8Array): { kind: "json"; value: unknown } | { kind: "malformed" } {
  try {
    return { kind: "json", value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return { kind: "malformed" };
  }
}

/** Where a U+0000 is, in a value or a key: Postgres stores it in no text, and Calendly's pages choke on it. */
function pathOfNul(value: unknown, depth = 0): string[] | null {
  if (typeof value === "string") return value.includes("\0") ? [] : null;
  // Deeper than any body that a schema here accepts: it is refused for its shape.
  if (typeof value !== "object" || value === null || depth > 16) return null;
  for (const [key, part] of Object.entries(value)) {
    if (key.includes("\0")) return [];
    const found = pathOfNul(part, depth + 1);
    if (found !== null) return [key, ...found];
  }
  return null;
}

function fieldErrors(issue: z.core.$ZodIssue, place: string): FieldError[] {
  const field = [place, ...issue.path.map(String)].join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      field: `${field}.${key}`,
      message: "This field is not known here. Leave it out.",
    }));
  }
  if (issue.code === "invalid_type" && issue.input === undefined && !issue.message.endsWith(".")) {
    return [{ field, message: "This field is missing. Write it." }];
  }
  return [{ field, message: sentence(issue.message) }];
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

function settle(errors: readonly FieldError[], parts: ParsedParts): Parsing {
  const [first] = errors;
  if (first === undefined) return { kind: "parsed", parts };
  const detail =
    errors.length === 1
      ? `${first.field}: ${first.message}`
      : `${errors.length} fields need another value. ${first.field}: ${first.message}`;
  return refuse({ code: "invalid_request", detail, errors });
}

function refuse(problem: ProblemParts): Parsing {
  return { kind: "refused", problem };
}
