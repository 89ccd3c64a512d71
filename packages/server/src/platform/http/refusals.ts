import type { ProblemCode, RouteDefinition, SecurityKind } from "@punctual/contract";

/** What a refusal is counted as for safety's sake; null for what is nobody's attempt at anything. */
export function kindOfRefusal(
  code: ProblemCode,
  asked: {
    readonly route: RouteDefinition;
    readonly request: Request;
    readonly known: boolean;
    readonly attempted: boolean;
  },
): SecurityKind | null {
  switch (code) {
    case "signature_invalid":
    case "signature_stale":
    case "signature_replayed":
      return "signature_failed";
    case "csrf_token_invalid":
      return "request_forged";
    case "login_session_expired":
    case "link_unknown":
    case "link_expired":
    case "connect_state_unknown":
      return "token_failed";
    case "invalid_request":
      // What was asked has passed the contract: it is the password that is wrong.
      return asked.attempted && asked.route.limit === "signIn" ? "sign_in_failed" : null;
    case "unauthenticated":
      // Without any credential it is a page that finds out whether somebody is signed in.
      return asked.request.headers.has("authorization") ? "token_failed" : null;
    case "forbidden":
    case "account_suspended":
      return "access_denied";
    case "not_found":
      // Something in particular that is not there, or not the caller's to see: many of them are somebody who tries ids.
      return asked.known && asked.route.params !== undefined ? "access_denied" : null;
    case "rate_limited":
      return "limit_hit";
    default:
      return null;
  }
}
