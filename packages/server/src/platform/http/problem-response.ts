import { type FieldError, type Problem, type ProblemCode, problemStatus } from "@punctual/contract";

const titles: Record<ProblemCode, string> = {
  invalid_request: "The request is not valid",
  unauthenticated: "Nobody is signed in",
  login_session_expired: "The login session is over",
  forbidden: "Not allowed",
  csrf_token_invalid: "The page is older than the login session",
  not_found: "Not found",
  method_not_allowed: "This method is not possible here",
  conflict: "Something else came in between",
  idempotency_key_reused: "The Idempotency-Key was used for something else",
  request_timeout: "The body came too slowly",
  payload_too_large: "The body is too large",
  unsupported_media_type: "The body is of a kind that is not understood",
  rate_limited: "Too many requests",
  account_suspended: "The account is suspended",
  identity_unavailable: "Who you are cannot be found out just now",
  managed_elsewhere: "This is done at the identity provider",
  link_unknown: "The link is not known",
  link_expired: "The link is too old",
  last_admin: "One admin must stay",
  own_account: "Not for one's own account",
  signature_invalid: "The signature is not valid",
  signature_stale: "The signature is too old",
  signature_replayed: "The signature was used before",
  session_over: "The session is over",
  session_already_canceled: "The session is canceled already",
  slot_taken: "The time is taken",
  connection_missing: "Calendly is not connected",
  connection_needs_reconnect: "Calendly must be connected again",
  connect_state_unknown: "The connection attempt is not known",
  connect_state_expired: "The connection attempt is too old",
  connect_denied: "Consent was not given",
  connect_code_rejected: "Calendly rejected the code",
  connect_account_differs: "Another account is connected",
  connect_account_taken: "The Calendly account is taken",
  calendly_unavailable: "Calendly cannot be reached",
  calendly_refused: "Calendly refused",
  calendly_rate_limited: "Calendly asks to wait",
  internal_error: "Something went wrong here",
};

export interface ProblemParts {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
}

/** A refusal as a problem document (RFC 9457). */
export function problemResponse(parts: ProblemParts, requestId: string): Response {
  const status = problemStatus[parts.code];
  const body: Problem = {
    type: `https://punctual.dev/problems/${parts.code}`,
    title: titles[parts.code],
    status,
    code: parts.code,
    detail: parts.detail,
    requestId,
    ...(parts.errors === undefined ? {} : { errors: [...parts.errors] }),
  };
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (parts.retryAfterSeconds !== undefined) headers.set("retry-after", String(Math.ceil(parts.retryAfterSeconds)));
  // The rest of a body that was given up would be taken for the next request.
  if (parts.code === "request_timeout") headers.set("connection", "close");
  return new Response(JSON.stringify(body), { status, headers });
}
