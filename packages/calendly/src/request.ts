import type { CallAdmission, PlannedCall } from "./call-budget.ts";
import { callBody, callTarget } from "./call-target.ts";
import type { CalendlyClientOptions, CallUsage } from "./client.ts";
import { createDriftReporter } from "./drift-report.ts";
import type { CallLimits, Endpoint } from "./endpoint.ts";
import { CalendlyError } from "./errors.ts";
import { type HttpOutcome, parseJson, requestIdOf, sendRequest } from "./http.ts";
import { failureOf, readOutcome } from "./read-outcome.ts";
import { type RateLimit, rateLimitOf, retryDelayMs } from "./retry.ts";
import { sleepFor } from "./sleep.ts";

/** What a call carries, before its types are known. */
export interface Call extends CallLimits {
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly query?: unknown;
  readonly body?: unknown;
}

export type Caller = (endpoint: Endpoint, call: Call) => Promise<unknown>;

/** The one function through which every call goes: checks, asks the budget, sends, reads, retries by meaning. */
export function createCaller(options: CalendlyClientOptions): Caller {
  const apiUrl = (options.apiUrl ?? "https://api.calendly.com").replace(/\/+$/, "");
  const fetchLike = options.fetch ?? ((url: string, init: RequestInit) => globalThis.fetch(url, init));
  const now = options.now ?? Date.now;
  const sleep = options.sleep ?? sleepFor;
  const random = options.random ?? Math.random;
  const maxRetryDelayMs = options.maxRetryDelayMs ?? 65_000;
  const reportDrift = createDriftReporter(options.onDrift);
  let lastRateLimit: RateLimit | null = null;

  function report(usage: CallUsage): void {
    for (const told of [options.onCall, options.budget?.afterCall]) {
      try {
        told?.(usage);
      } catch {
        // By contract: bookkeeping never decides what became of a call.
      }
    }
  }

  async function admit(endpoint: Endpoint, given: Call, attempt: number): Promise<void> {
    const { budget } = options;
    if (budget === undefined) return;
    const planned: PlannedCall = {
      endpoint: endpoint.id,
      method: endpoint.method,
      attempt,
      priority: given.priority ?? "normal",
      rateLimit: lastRateLimit,
      signal: given.signal,
    };
    const admission = await untilAborted(async () => budget.beforeCall(planned), given.signal).catch(
      (cause: unknown) => {
        if (given.signal?.aborted === true) throw failureOf(endpoint, "aborted", attempt - 1, cause);
        throw cause;
      },
    );
    if (!admission.admitted) throw heldBack(endpoint, attempt - 1, admission);
  }

  return async function call(endpoint, given) {
    const url = apiUrl + callTarget(endpoint, given);
    const body = callBody(endpoint, given.body);
    const maxAttempts = Math.max(1, given.maxAttempts ?? options.maxAttempts ?? 3);
    let outcomeUnknown = false;

    for (let attempt = 1; ; attempt += 1) {
      await admit(endpoint, given, attempt);
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
      const rateLimit = outcome.kind === "answered" ? rateLimitOf(outcome.headers) : null;
      lastRateLimit = rateLimit ?? lastRateLimit;
      report({
        endpoint: endpoint.id,
        method: endpoint.method,
        status: outcome.kind === "answered" ? outcome.status : null,
        outcome: result.ok ? "ok" : result.error.code,
        durationMs: Math.max(0, now() - startedAt),
        attempt,
        rateLimit,
        retryAfterSeconds: result.ok ? null : result.error.retryAfterSeconds,
        notJson: !result.ok && isNotJson(outcome),
        requestId: outcome.kind === "answered" ? requestIdOf(outcome.headers) : null,
      });
      reportDrift(endpoint.id, result.drift);

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

/** A budget that does not look at the signal cannot hold the caller. */
async function untilAborted<T>(ask: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return ask();
  // Before it is asked: a place would be taken for nobody, and a refusal that nobody awaits would end the process.
  signal.throwIfAborted();
  const stopped = Promise.withResolvers<never>();
  const onAbort = () => stopped.reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([ask(), stopped.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function heldBack(
  endpoint: Endpoint,
  attempts: number,
  refusal: Extract<CallAdmission, { admitted: false }>,
): CalendlyError {
  return new CalendlyError({
    code: "rate_limited",
    message: `${endpoint.id}: held back by the client's own budget`,
    endpoint: endpoint.id,
    title: "Held back",
    retryAfterSeconds: refusal.retryAfterSeconds,
    attempts,
  });
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

function isNotJson(outcome: HttpOutcome): boolean {
  return outcome.kind === "answered" && outcome.text.trim() !== "" && parseJson(outcome.text) === undefined;
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
