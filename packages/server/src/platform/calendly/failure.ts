import { CalendlyError } from "@punctual/calendly";
import { problem, type Reply } from "../http/reply.ts";

/** Why Calendly did not do what was asked, as far as it matters to a person who waits for it. */
export type CalendlyFailure =
  | { readonly kind: "calendly_unavailable"; readonly retryAfterSeconds: number | null }
  | { readonly kind: "calendly_rate_limited"; readonly retryAfterSeconds: number | null }
  | { readonly kind: "calendly_refused"; readonly status: number | null; readonly title: string }
  /** The permission is gone and could not be renewed. */
  | { readonly kind: "connection_needs_reconnect"; readonly trouble: string };

export const reconnectTrouble =
  "Calendly no longer accepts the permission that was given to Punctual. Connect Calendly again to carry on.";

/** Reads an error that a call to Calendly threw. Whatever did not come from Calendly is thrown on. */
export function calendlyFailure(error: unknown): CalendlyFailure {
  if (!(error instanceof CalendlyError)) throw error;
  switch (error.code) {
    case "unreachable":
    case "timeout":
    case "aborted":
    case "server_error":
    case "unexpected_response":
      return { kind: "calendly_unavailable", retryAfterSeconds: error.retryAfterSeconds };
    case "rate_limited":
      return { kind: "calendly_rate_limited", retryAfterSeconds: error.retryAfterSeconds };
    case "unauthenticated":
      return { kind: "connection_needs_reconnect", trouble: reconnectTrouble };
    default:
      return { kind: "calendly_refused", status: error.status, title: error.title };
  }
}

/** The sentence and status of a failure: the cause, then the way out. */
export function calendlyProblem(failure: CalendlyFailure): Reply<never> {
  switch (failure.kind) {
    case "calendly_unavailable":
      return problem(
        "calendly_unavailable",
        "Calendly cannot be reached just now. Nothing was changed; try again in a moment.",
        retryAfter(failure.retryAfterSeconds ?? 10),
      );
    case "calendly_rate_limited":
      return problem(
        "calendly_rate_limited",
        "Calendly is getting too many requests from this account. Try again in a minute.",
        retryAfter(failure.retryAfterSeconds ?? 60),
      );
    case "calendly_refused":
      return problem(
        "calendly_refused",
        "Calendly refused this. Read the event types again; if it stays, connect Calendly again.",
      );
    case "connection_needs_reconnect":
      return problem("connection_needs_reconnect", failure.trouble);
  }
}

function retryAfter(seconds: number): { readonly retryAfterSeconds: number } {
  return { retryAfterSeconds: Math.max(1, Math.ceil(seconds)) };
}
