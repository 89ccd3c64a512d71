import { type ProblemCode, problemCodes } from "./problem-codes.ts";
import type { RouteDefinition } from "./route.ts";

/** Of everything that a caller can ask: it may be written wrongly, come too often, or meet a fault of ours. */
const ofAll: readonly ProblemCode[] = ["invalid_request", "rate_limited", "internal_error"];
/** Of what needs somebody signed in, or a key. */
const ofTheGate: readonly ProblemCode[] = [
  "unauthenticated",
  "login_session_expired",
  "account_suspended",
  "forbidden",
  "identity_unavailable",
  "signature_invalid",
  "signature_stale",
  "signature_replayed",
];
const ofBodies: readonly ProblemCode[] = ["request_timeout", "payload_too_large", "unsupported_media_type"];

/**
 * Every code that a route can answer as a problem document: its own, and those of what stands before its handler. In the
 * order of the table of codes.
 */
export function problemsOf(route: RouteDefinition): readonly ProblemCode[] {
  // Its refusals are redirects; what stands before all routes answers as ever.
  if (route.refusalPage !== undefined) return ["rate_limited", "internal_error"];
  const changes = route.method !== "GET";
  const found = new Set<ProblemCode>([...ofAll, ...route.problems]);
  const add = (codes: readonly ProblemCode[]) => {
    for (const code of codes) found.add(code);
  };
  if (Array.isArray(route.access)) {
    add(ofTheGate);
    if (changes) add(["csrf_token_invalid"]);
    // Something in particular that belongs to another role is answered as if it did not exist.
    if (route.params !== undefined) add(["not_found"]);
  }
  // From a page of another site. What is signed proves itself.
  if (changes && route.access !== "signed") add(["forbidden"]);
  if (route.body !== undefined) add(ofBodies);
  if (takesIdempotencyKey(route)) add(["conflict", "idempotency_key_reused"]);
  return problemCodes.filter((code) => found.has(code));
}

/** Writes that reach Calendly are carried out once for each `Idempotency-Key`. */
export function takesIdempotencyKey(route: RouteDefinition): boolean {
  return route.method !== "GET" && route.reachesCalendly === true && Array.isArray(route.access);
}
