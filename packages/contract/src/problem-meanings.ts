import type { ProblemCode } from "./problem-codes.ts";

/** What happened, and what to do about it. For the OpenAPI document and the reference page; `detail` says it in the case at hand. */
export const problemMeanings: Record<ProblemCode, string> = {
  invalid_request:
    "A field of the path, the query or the body has a value that the route does not take, or one that it does not know. `errors` names each field and says what to write.",
  unauthenticated:
    "Nobody is signed in, and no key or signature came along that is known. Sign in, or send a key that is valid.",
  login_session_expired: "The login session is over: too old, signed out, or ended elsewhere. Sign in again.",
  forbidden:
    "Known who you are, but not open to your role, or the request comes from a page of another site. Ask an admin if you need it.",
  csrf_token_invalid:
    "A browser's request that changes something came without the token of its login session, or with an older one. Load the page again and repeat it.",
  not_found: "It does not exist, or it is not yours to see: the two are answered alike. Check the id.",
  method_not_allowed: "The path exists, but not with this method. `Allow` names those that it has.",
  conflict: "Something else changed the same thing in between, or is doing so now. Read it again, then decide.",
  idempotency_key_reused:
    "The `Idempotency-Key` came with another request before. Use a new key for each thing that you want done.",
  request_timeout: "The body did not arrive in time. Send it again, over a connection that is fast enough.",
  payload_too_large: "The body is larger than the route takes. Send less at once.",
  unsupported_media_type:
    "The body is not of the kind that the route reads. Send JSON, with `Content-Type: application/json`.",
  rate_limited: "Too many requests. Wait for the seconds that `Retry-After` names.",
  account_suspended: "An admin has suspended the account. Ask an admin of your programme about it.",
  identity_unavailable:
    "The identity provider does not answer, so that nobody can be recognized just now. Try again in a moment.",
  managed_elsewhere:
    "Passwords, passkeys or invitations are kept at the identity provider of this deployment. Do it there.",
  link_unknown:
    "The secret of the link is not known: it was used already, withdrawn, or written wrongly. Ask for a new one.",
  link_expired: "The link is too old. Ask for a new one.",
  last_admin: "It is the last admin who can sign in. Make somebody else an admin first.",
  own_account: "Nobody changes their own role, or suspends themself. Ask another admin.",
  signature_invalid:
    "The signature is missing, cannot be read, or does not belong to this body and a key that is known. Sign exactly the bytes that are sent, with the current key.",
  signature_stale: "The signature is right but too old, or from the future. Check the clock and sign anew.",
  signature_replayed:
    "A request with the same nonce was taken before. Make a new nonce for each request, and sign anew.",
  session_over: "The session has begun or is over, so it can no longer be changed.",
  session_already_canceled: "The session is canceled already. Nothing is left to do.",
  connection_missing: "The coach has no Calendly account connected. Connect one first.",
  connection_needs_reconnect:
    "Calendly no longer accepts the coach's connection. The coach must connect the account again.",
  connect_state_unknown:
    "The answer from Calendly's consent page belongs to no attempt that is known here. Begin to connect anew.",
  connect_state_expired: "The attempt to connect is older than 10 minutes. Begin to connect anew.",
  connect_denied: "Consent was not given on Calendly's page. Connect again and allow it.",
  connect_code_rejected: "Calendly did not take the code that its own consent page gave. Begin to connect anew.",
  connect_account_taken: "Another coach is connected to this Calendly account. Each account belongs to one coach.",
  connect_account_differs:
    "Another Calendly account is connected, and the request did not name it as the one to be replaced. Look at it and confirm again.",
  calendly_unavailable:
    "Calendly did not answer, or only with an error of its own. Try again later; nothing was changed.",
  calendly_refused: "Calendly answered that it does not do this. `detail` says why, as far as Calendly does.",
  calendly_rate_limited:
    "Calendly's own limit for this account is used up. Wait for the seconds that `Retry-After` names.",
  internal_error: "Something went wrong on our side. Try again; if it stays, tell your admin the `requestId`.",
};

/** `title` of a problem document: the kind of problem in a few words. */
export const problemTitles: Record<ProblemCode, string> = {
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
