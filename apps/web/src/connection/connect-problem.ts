import { type ProblemCode, problemCodes } from "@punctual/contract";

/** Why connecting Calendly did not work, in words, and whether trying again can help. */
export interface ConnectProblem {
  readonly title: string;
  /** The problem, then the way out. */
  readonly sentence: string;
  /** `connect`: start again; `wait`: start again later; `sign_in`: sign in first; `help`: ask whoever runs the programme. */
  readonly wayOut: "connect" | "wait" | "sign_in" | "help";
}

/** The words for the `problem` that the server puts into the address of the connection page. */
export function connectProblem(code: string): ConnectProblem {
  const known = problemCodes.find((each) => each === code);
  return known === undefined ? unexpected : wordsFor(known);
}

const unexpected: ConnectProblem = {
  title: "Calendly is not connected",
  sentence: "Something went wrong on the way back from Calendly. Nothing was saved. Connect again.",
  wayOut: "connect",
};

function wordsFor(code: ProblemCode): ConnectProblem {
  switch (code) {
    case "connect_denied":
      return {
        title: "You did not allow access",
        sentence:
          "Calendly told us that access was denied, so nothing was saved. Connect again and press Allow when you are ready.",
        wayOut: "connect",
      };
    case "connect_state_expired":
      return {
        title: "That took longer than 10 minutes",
        sentence:
          "For your safety a connection has to be finished within 10 minutes. Nothing was saved. Connect again.",
        wayOut: "connect",
      };
    case "connect_state_unknown":
      return {
        title: "We did not start this connection",
        sentence:
          "The answer from Calendly does not belong to a connection that you began here, or it was used before. Nothing was saved. Connect again from this page.",
        wayOut: "connect",
      };
    case "connect_code_rejected":
      return {
        title: "Calendly did not accept the code",
        sentence:
          "Each code works once and only for a short time. Nothing was saved. Connect again to get a fresh one.",
        wayOut: "connect",
      };
    case "connect_account_taken":
      return {
        title: "Another coach uses this Calendly account",
        sentence:
          "A Calendly account can belong to one coach only. Connect again and choose your own account at Calendly.",
        wayOut: "connect",
      };
    case "connect_account_differs":
      return {
        title: "Another account of yours is connected",
        sentence: "It was connected in another tab meanwhile. Nothing was replaced. Look at both accounts again.",
        wayOut: "connect",
      };
    case "calendly_unavailable":
    case "calendly_rate_limited":
      return {
        title: "Calendly does not answer just now",
        sentence: "You did nothing wrong and nothing was saved. Wait a minute, then connect again.",
        wayOut: "wait",
      };
    case "calendly_refused":
      return {
        title: "Calendly refused the connection",
        sentence:
          "Calendly did not accept what we asked for. Connect again; if it happens twice, tell the person who runs your programme.",
        wayOut: "connect",
      };
    case "rate_limited":
      return {
        title: "Too many attempts",
        sentence: "You tried to connect many times within a short while. Wait a minute, then connect again.",
        wayOut: "wait",
      };
    case "unauthenticated":
    case "login_session_expired":
      return {
        title: "You were signed out on the way",
        sentence: "Sign in again, then connect Calendly. Nothing was saved.",
        wayOut: "sign_in",
      };
    case "forbidden":
      return {
        title: "Only coaches connect Calendly",
        sentence: "This account is not a coach's. Ask the person who runs your programme to change that.",
        wayOut: "help",
      };
    case "account_suspended":
      return {
        title: "Your account is suspended",
        sentence: "An admin keeps this account out, so nothing was saved. Ask the person who runs your programme.",
        wayOut: "help",
      };
    case "identity_unavailable":
      return {
        title: "We cannot tell who you are just now",
        sentence:
          "The service that signs you in does not answer. Nothing was saved. Wait a minute, then connect again.",
        wayOut: "wait",
      };
    case "connection_needs_reconnect":
      return {
        title: "Calendly ended the connection",
        sentence: "Calendly no longer accepts our access. Connect again to go on where you left off.",
        wayOut: "connect",
      };
    case "connection_missing":
      return {
        title: "Calendly is not connected yet",
        sentence: "Connect your Calendly account to begin.",
        wayOut: "connect",
      };
    case "not_found":
      return {
        title: "There is nothing to confirm",
        sentence: "This connection was confirmed or forgotten already. Connect again if your account is missing below.",
        wayOut: "connect",
      };
    case "internal_error":
      return {
        title: "Something broke on our side",
        sentence: "Nothing was saved. Wait a minute, then connect again.",
        wayOut: "wait",
      };
    case "invalid_request":
    case "csrf_token_invalid":
    case "method_not_allowed":
    case "conflict":
    case "idempotency_key_reused":
    case "request_timeout":
    case "payload_too_large":
    case "unsupported_media_type":
    case "managed_elsewhere":
    case "link_unknown":
    case "link_expired":
    case "last_admin":
    case "own_account":
    case "signature_invalid":
    case "signature_stale":
    case "signature_replayed":
    case "session_over":
    case "session_already_canceled":
      return unexpected;
  }
}
