const methods = "GET, POST, PATCH, PUT, DELETE";
const requestHeaders = "authorization, content-type, idempotency-key";
const answerHeaders =
  "idempotency-replayed, ratelimit, ratelimit-policy, ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after, x-request-id";
/** Seconds for which a browser need not ask again. */
const remembered = 600;

/** Which other sites' pages may use the API, and how. */
export interface CrossOrigin {
  /** The answer to a browser's question beforehand; null when this is none, or not from a site of the list. */
  preflight(request: Request): Response | null;
  /** Lets the page of a listed site read an answer. */
  open(request: Request, headers: Headers): void;
  /** Whether a change may come from the page of this other site: a listed one that proves itself by what no form can send. */
  mayChange(request: Request): boolean;
}

/**
 * Cross-origin requests by bearer token, from exactly these origins. Never with credentials: the login session's cookie is
 * for Punctual's own pages, and browsers do not send it from another site anyway (SameSite=Lax).
 */
export function createCrossOrigin(origins: readonly string[]): CrossOrigin {
  const listed = new Set(origins);
  const originOf = (request: Request): string | null => {
    const origin = request.headers.get("origin");
    return origin !== null && listed.has(origin) ? origin : null;
  };
  return {
    preflight(request) {
      const origin = originOf(request);
      if (origin === null || request.method !== "OPTIONS") return null;
      if (!request.headers.has("access-control-request-method")) return null;
      const headers = {
        "access-control-allow-methods": methods,
        "access-control-allow-headers": requestHeaders,
        "access-control-max-age": String(remembered),
      };
      return new Response(null, { status: 204, headers });
    },
    open(request, headers) {
      if (listed.size === 0) return;
      headers.append("vary", "origin");
      const origin = originOf(request);
      if (origin === null) return;
      headers.set("access-control-allow-origin", origin);
      headers.set("access-control-expose-headers", answerHeaders);
    },
    mayChange: (request) => originOf(request) !== null && request.headers.has("authorization"),
  };
}
