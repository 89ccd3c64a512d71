import { CalendlyError } from "@punctual/calendly";
import { calendlyFailure, reconnectTrouble } from "../../platform/calendly/failure.ts";
import { EndlessList } from "./read-page.ts";

/** Why reading an account came to nothing, as a sentence for its coach: the problem, then the way out. */
export function troubleOf(error: unknown): string {
  if (error instanceof EndlessList) {
    return `${error.message} What was read stays; try again later, and tell Calendly's support if it stays so.`;
  }
  if (!(error instanceof CalendlyError)) {
    return "Something went wrong here, not at Calendly. It is in the log; what was read stays, and you can try again.";
  }
  if (error.code === "unexpected_response") {
    return "Calendly answered something that cannot be read. What was read stays; try again in a few minutes.";
  }
  const failure = calendlyFailure(error);
  switch (failure.kind) {
    case "calendly_unavailable":
      return "Calendly could not be reached for a while. What was read stays; try again in a few minutes.";
    case "calendly_rate_limited":
      return "Calendly is getting too many requests from this account. What was read stays; try again in an hour.";
    case "calendly_refused":
      return "Calendly does not let Punctual read these sessions. Connect Calendly again and allow everything it asks for.";
    case "connection_needs_reconnect":
      return failure.trouble;
  }
}

/** The sentence for an account that cannot be asked at all. */
export function accessTrouble(access: { readonly kind: "missing" } | { readonly kind: "needs_reconnect" }): string {
  return access.kind === "missing" ? "Calendly is not connected. Connect it, then try again." : reconnectTrouble;
}

/** The sentence for a sweep or backfill whose account was changed for another while it ran. */
export const accountChanged = "Another Calendly account was connected meanwhile.";
