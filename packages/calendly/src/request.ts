import * as z from "zod";
import type { CalendlyClientOptions, CallUsage } from "./client.ts";
import type { CallLimits, Endpoint } from "./endpoint.ts";
import { CalendlyError, errorOfAnswer } from "./errors.ts";
import { type HttpOutcome, parseJson, sendRequest } from "./http.ts";
import { rateLimitOf, retryAfterSecondsOf, retryDelayMs } from "./retry.ts";
import { uuidOf } from "./uri.ts";

/** What a call carries, before its types are known. */
export interface Call extends CallLimits {
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly query?: unknown;
  readonly body?: unknown;
}

export type Caller = (endpoint: Endpoint, call: Call) => Promise<unknown>;

/** The one function through which every call goes: checks, sends, reads, retries by meaning. */
export function createCaller(options: CalendlyClientOptions): Caller {
  const apiUrl = (options.apiUrl ?? "https://api.calendly.com").replace(/\/+$/, "");
  const fetchLike = options.fetch ?? ((url: string, init: RequestInit) => globalThis.fetch(url, init));
  const now = options.now ?? Date.now;
  const sleep = options.sleep ?? sleepFor;
  const random = options.random ?? Math.random;
  const maxRetryDelayMs = options.maxRetryDelayMs ?? 65_000;

  function report(usage: CallUsage): void {
    try {
      options.onCall?.(usage);
    } catch {
      // By contract: bookkeeping never decides what became of a call.
    }
  }

  return async function call(endpoint, given) {
    const url = apiUrl + pathWith(endpoint, given.params ?? {}) + queryString(endpoint, given.query);
    const body = bodyText(endpoint, given.body);
    const maxAttempts = Math.max(1, given.maxAttempts ?? options.maxAttempts ?? 3);
    let outcomeUnknown = false;

    for (let attempt = 1; ; attempt += 1) {
      const token = await usableToken(endpoint, options.accessToken);
      const startedAt = now();
      const outcome = await sendRequest(fetchLike, {
        url,
        method: endpoint.method,
        headers: {
          accept: "application/json",
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        body,
        timeoutMs: given.timeoutMs ?? options.timeoutMs ?? 15_000,
        signal: given.signal,
      });
      const result = readOutcome(endpoint, outcome, attempt, now());
      report({
        endpoint: endpoint.id,
        method: endpoint.method,
        status: outcome.kind === "answered" ? outcome.status : null,
        outcome: result.ok ? "ok" : result.error.code,
        durationMs: Math.max(0, now() - startedAt),
        attempt,
        rateLimit: outcome.kind === "answered" ? rateLimitOf(outcome.headers) : null,
      });

      if (result.ok) return result.value;
      const { error } = result;
      // An earlier attempt may have deleted it before its answer was lost: gone is what was asked for.
      if (outcomeUnknown && endpoint.method === "DELETE" && error.code === "not_found") return undefined;
      if (attempt >= maxAttempts || !mayRetry(endpoint, error)) throw error;
      outcomeUnknown ||= error.code !== "rate_limited";

      const delayMs = retryDelayMs(attempt, error.retryAfterSeconds, random());
      if (delayMs > maxRetryDelayMs) throw error;
      try {
        await sleep(delayMs, given.signal);
      } catch (cause) {
        throw failureOf(endpoint, "aborted", attempt, cause);
      }
    }
  };
}

/** A token that cannot stand in a header is refused here: the runtime's own error would quote it, into every log. */
async function usableToken(endpoint: Endpoint, source: CalendlyClientOptions["accessToken"]): Promise<string> {
  const token = (typeof source === "string" ? source : await source()).trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new CalendlyError({
    code: "unauthenticated",
    message: `${endpoint.id}: the access token is empty or holds characters that no token has`,
    endpoint: endpoint.id,
  });
}

type Result = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: CalendlyError };

function readOutcome(endpoint: Endpoint, outcome: HttpOutcome, attempts: number, now: number): Result {
  if (outcome.kind === "failed") {
    return { ok: false, error: failureOf(endpoint, outcome.reason, attempts, outcome.cause) };
  }
  const { status, headers, text } = outcome;
  if (status < 200 || status > 299) {
    const retryAfterSeconds = retryAfterSecondsOf(status, headers, now);
    const body = parseJson(text);
    return { ok: false, error: errorOfAnswer({ endpoint: endpoint.id, status, body, retryAfterSeconds, attempts }) };
  }
  if (endpoint.status === 204) return { ok: true, value: undefined };
  const parsed = endpoint.response.safeParse(parseJson(text));
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    error: new CalendlyError({
      code: "unexpected_response",
      message: `${endpoint.id}: the answer does not have the documented shape; ${z.prettifyError(parsed.error)}`,
      endpoint: endpoint.id,
      status,
      details: detailsOf(parsed.error),
      attempts,
    }),
  };
}

/** A 429 did nothing, so it may always be sent again; a lost or failed answer only where twice is as good as once. */
function mayRetry(endpoint: Endpoint, error: CalendlyError): boolean {
  switch (error.code) {
    case "rate_limited":
      return true;
    case "server_error":
    case "unreachable":
    case "timeout":
      return endpoint.idempotent;
    default:
      return false;
  }
}

const failureTexts = {
  unreachable: "could not be reached",
  timeout: "did not answer in time",
  aborted: "was given up by the caller",
} as const;

function failureOf(
  endpoint: Endpoint,
  code: keyof typeof failureTexts,
  attempts: number,
  cause: unknown,
): CalendlyError {
  return new CalendlyError({
    code,
    message: `${endpoint.id}: Calendly ${failureTexts[code]}`,
    endpoint: endpoint.id,
    attempts,
    cause,
  });
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
    const id = uuidOf(params[name] ?? "");
    // Dots would climb out of the path; encodeURIComponent leaves them.
    if (/^\.*$/.test(id)) throw refused(endpoint, `path parameter ${name} is neither an id nor a URI`);
    return encodeURIComponent(decodedOnce(id));
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

function bodyText(endpoint: Endpoint, given: unknown): string | undefined {
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

function sleepFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
