/** The part of `fetch` this package uses; `globalThis.fetch` fits, and so does a function that answers in process. */
export type FetchLike = (url: string, init: RequestInit) => Response | Promise<Response>;

export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What came of one request: an answer of any status, or why there is none. */
export type HttpOutcome =
  | { readonly kind: "answered"; readonly status: number; readonly headers: Headers; readonly text: string }
  | { readonly kind: "failed"; readonly reason: "unreachable" | "timeout" | "aborted"; readonly cause: unknown };

/**
 * Sends one request and reads the whole answer within `timeoutMs` (milliseconds). Redirects are not followed:
 * a bearer token is for the host it was given to.
 */
export async function sendRequest(fetchLike: FetchLike, request: HttpRequest): Promise<HttpOutcome> {
  const { signal } = request;
  if (signal?.aborted === true) return { kind: "failed", reason: "aborted", cause: signal.reason };

  const controller = new AbortController();
  let reason: "unreachable" | "timeout" | "aborted" = "unreachable";
  // Raced as well as passed to fetch, so that a fetch which ignores its signal cannot hold the caller.
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => undefined);
  const stop = (why: "timeout" | "aborted", cause: unknown) => {
    reason = why;
    stopped.reject(cause);
    controller.abort(cause);
  };
  const timer = setTimeout(
    () => stop("timeout", new Error(`No answer within ${request.timeoutMs} ms`)),
    request.timeoutMs,
  );
  const onAbort = () => stop("aborted", signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });

  const exchange = async (): Promise<HttpOutcome> => {
    const response = await fetchLike(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: "manual",
      signal: controller.signal,
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const text = await response.text();
    return { kind: "answered", status: response.status, headers: response.headers, text };
  };
  try {
    return await Promise.race([exchange(), stopped.promise]);
  } catch (cause) {
    return { kind: "failed", reason, cause };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

/** The id of an answer, by the names that Calendly and what stands before it use. None is documented. */
export function requestIdOf(headers: Headers): string | null {
  for (const name of ["x-request-id", "request-id", "cf-ray"]) {
    const id = headers.get(name)?.trim() ?? "";
    if (id !== "") return id.slice(0, 200);
  }
  return null;
}

/** Parses JSON without throwing; undefined when the text is not JSON (no JSON text parses to undefined). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
