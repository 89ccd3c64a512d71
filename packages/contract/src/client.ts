import type { Problem } from "./problem.ts";
import { problemStatus } from "./problem-codes.ts";
import type { RouteDefinition, RouteInput, RouteOutput } from "./route.ts";
import { type RouteId, type Routes, routes } from "./routes.ts";

/**
 * The header that shows that a page of Punctual itself sends a change. Every answer to a request with a login session's
 * cookie carries it; a change by cookie must send it back. Requests by API key, bearer token or signature need none.
 */
export const csrfHeader = "x-csrf-token";

/** The server refused: carries its problem document. `problem.detail` may be shown to the person. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly problem: Problem;
  /** Seconds to wait before trying again, from `Retry-After`; null when the server did not say. */
  readonly retryAfterSeconds: number | null;
  constructor(problem: Problem, retryAfterSeconds: number | null) {
    super(problem.detail);
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The server did not answer, or answered something that is not ours. Trying again may help. */
export class ApiUnreachable extends Error {
  override readonly name = "ApiUnreachable";
}

export interface ApiClientOptions {
  /** Origin of the Punctual server; empty for the page's own origin. */
  readonly baseUrl?: string;
  readonly fetch?: typeof fetch;
  /** Headers to add to every call, for example a Clerk token. */
  readonly headers?: () => Record<string, string> | Promise<Record<string, string>>;
}

type CallOptions = {
  readonly signal?: AbortSignal;
  /** The same key with the same body is carried out once. */
  readonly idempotencyKey?: string;
};

type CallArguments<R extends RouteDefinition> = keyof RouteInput<R> extends never
  ? [input?: Record<never, never>, options?: CallOptions]
  : Record<never, never> extends RouteInput<R>
    ? [input?: RouteInput<R>, options?: CallOptions]
    : [input: RouteInput<R>, options?: CallOptions];

/** The typed client: one method for each JSON route of the table. */
export type ApiClient = {
  readonly [Id in RouteId]: (...args: CallArguments<Routes[Id]>) => Promise<RouteOutput<Routes[Id]>>;
};

/**
 * Builds a client. Its methods reject with {@link ApiProblem} for a refusal, {@link ApiUnreachable} for a missing answer,
 * and the caller's own abort reason when the signal ended the call.
 */
export function createApiClient(options: ApiClientOptions = {}): ApiClient {
  const page: Page = { csrfToken: null };
  const entries = Object.entries(routes).map(([id, route]) => [
    id,
    (input?: Partial<Record<"params" | "query" | "body", unknown>>, call?: CallOptions) =>
      send(route, input ?? {}, { ...options, page }, call ?? {}),
  ]);
  return Object.fromEntries(entries);
}

/** What a client remembers between calls. */
interface Page {
  csrfToken: string | null;
}

type Sending = ApiClientOptions & { readonly page: Page };

async function send(
  route: RouteDefinition,
  input: Partial<Record<"params" | "query" | "body", unknown>>,
  options: Sending,
  call: CallOptions,
): Promise<unknown> {
  const sent = options.page.csrfToken;
  try {
    return await sendOnce(route, input, options, call);
  } catch (error) {
    // Another tab has signed in anew, or nothing was read before: the refusal brought the token of this login session.
    const renewed = options.page.csrfToken !== null && options.page.csrfToken !== sent;
    if (!renewed || !(error instanceof ApiProblem) || error.problem.code !== "csrf_token_invalid") throw error;
    return sendOnce(route, input, options, call);
  }
}

async function sendOnce(
  route: RouteDefinition,
  input: Partial<Record<"params" | "query" | "body", unknown>>,
  options: Sending,
  call: CallOptions,
): Promise<unknown> {
  const headers: Record<string, string> = { accept: "application/json", ...(await options.headers?.()) };
  if (input.body !== undefined) headers["content-type"] = "application/json";
  if (call.idempotencyKey !== undefined) headers["idempotency-key"] = call.idempotencyKey;
  if (route.method !== "GET" && options.page.csrfToken !== null) headers[csrfHeader] = options.page.csrfToken;
  const doFetch = options.fetch ?? fetch;
  let response: Response;
  try {
    response = await doFetch(`${options.baseUrl ?? ""}${urlOf(route, input)}`, {
      method: route.method,
      headers,
      credentials: "same-origin",
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
      ...(call.signal === undefined ? {} : { signal: call.signal }),
    });
  } catch (cause) {
    if (call.signal?.aborted) throw cause;
    throw new ApiUnreachable("Punctual cannot be reached. Check your connection and try again.", { cause });
  }
  options.page.csrfToken = response.headers.get(csrfHeader) ?? options.page.csrfToken;
  if (response.status === 204) return undefined;
  const body: unknown = await response.json().catch((cause: unknown) => {
    if (call.signal?.aborted) throw cause;
    return undefined;
  });
  if (response.ok && body !== undefined) return body;
  if (isProblem(body)) throw new ApiProblem(body, retryAfter(response));
  throw new ApiUnreachable(`Punctual answered something unexpected (${response.status}). Try again in a moment.`);
}

/** The path and query string of a call, every part percent-encoded. */
export function urlOf(
  route: Pick<RouteDefinition, "path">,
  input: { readonly params?: unknown; readonly query?: unknown },
): string {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries((input.query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== null && value !== "") query.set(key, String(value));
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** Told apart by hand, so that a page need not download the schemas to read a refusal. */
function isProblem(body: unknown): body is Problem {
  return (
    typeof body === "object" &&
    body !== null &&
    "code" in body &&
    typeof body.code === "string" &&
    Object.hasOwn(problemStatus, body.code) &&
    "detail" in body &&
    typeof body.detail === "string"
  );
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}
