import * as z from "zod";
import type { Endpoint } from "./endpoint.ts";
import { CalendlyError } from "./errors.ts";
import { uuidOf } from "./uri.ts";

/** Where a call goes, checked: path and query below the API's address. Throws `invalid_argument`. */
export function callTarget(
  endpoint: Endpoint,
  given: { readonly params?: Readonly<Record<string, string>> | undefined; readonly query?: unknown },
): string {
  return pathWith(endpoint, given.params ?? {}) + queryString(endpoint, given.query);
}

function refused(endpoint: Endpoint, message: string, error?: z.ZodError): CalendlyError {
  return new CalendlyError({
    code: "invalid_argument",
    message: `${endpoint.id}: ${message}`,
    endpoint: endpoint.id,
    title: "Invalid Argument",
    details: error === undefined ? [] : detailsOf(error),
  });
}

function detailsOf(error: z.ZodError): { parameter: string; message: string }[] {
  return error.issues.map((issue) => ({ parameter: issue.path.join("."), message: issue.message }));
}

function pathWith(endpoint: Endpoint, params: Readonly<Record<string, string>>): string {
  return endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = decodedOnce(uuidOf(params[name] ?? ""));
    // Dots, written out or escaped, would climb out of the path; encodeURIComponent leaves them.
    if (/^\.*$/.test(id)) throw refused(endpoint, `path parameter ${name} is neither an id nor a URI`);
    return encodeURIComponent(id);
  });
}

function decodedOnce(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Checked strictly: Calendly ignores a misspelt field without a word, so it is refused here. */
function checked(endpoint: Endpoint, schema: z.ZodObject | undefined, value: unknown, what: string): unknown {
  if (schema === undefined) {
    if (value === undefined) return undefined;
    throw refused(endpoint, `takes no ${what}`);
  }
  const parsed = schema.strict().safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  throw refused(endpoint, `the ${what} is invalid; ${z.prettifyError(parsed.error)}`, parsed.error);
}

/** The body of a call as JSON, checked; undefined where the endpoint takes none. Throws `invalid_argument`. */
export function callBody(endpoint: Endpoint, given: unknown): string | undefined {
  const body = checked(endpoint, endpoint.body, given, "body");
  return body === undefined ? undefined : JSON.stringify(body);
}

function queryString(endpoint: Endpoint, given: unknown): string {
  const query = checked(endpoint, endpoint.query, given, "query");
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null) continue;
    // Arrays are comma separated (form style, not exploded, in Calendly's OpenAPI document).
    search.append(name, Array.isArray(value) ? value.join(",") : String(value));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}
