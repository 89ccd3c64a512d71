import { allScopes } from "@punctual/calendly";
import { type Parameters, textOf } from "../http/input.ts";
import type { App, CodeGrant, World } from "../world/types.ts";
import { missingParameter, type OAuthFault, oauthFault } from "./faults.ts";
import { isAllowedRedirect, returnAddress } from "./redirects.ts";
import { includesScope, readScopes } from "./scopes.ts";

/** A request for consent, checked as RFC 6749 4.1.1 and RFC 7636 ask. */
export type AuthorizeOutcome =
  /** Nothing to return to: the person must be told here, and not be sent to an address that nobody vouches for. */
  | { readonly kind: "trouble"; readonly title: string; readonly sentence: string }
  | { readonly kind: "return_error"; readonly address: string }
  | {
      readonly kind: "ask";
      readonly app: App;
      readonly grant: Omit<CodeGrant, "userId">;
      readonly state: string | null;
    };

const challengePattern = /^[A-Za-z0-9_-]{43,128}$/;

/** The scopes that the app gets: those it asks for, or all of its own when it names none. Null when one is not its own. */
function scopesFor(app: App, parameters: Parameters): readonly string[] | null {
  const asked = readScopes(textOf(parameters, "scope"));
  const known: readonly string[] = allScopes;
  const own = (scope: string) => known.includes(scope) && includesScope(app.scopes, scope);
  if (!asked.every(own)) return null;
  return asked.length > 0 ? asked : app.scopes;
}

function faultIn(app: App, parameters: Parameters): OAuthFault | null {
  const responseType = textOf(parameters, "response_type");
  if (responseType === null) return missingParameter("response_type");
  if (responseType !== "code") return oauthFault("unsupported_response_type");
  const challenge = textOf(parameters, "code_challenge");
  if (challenge === null) {
    return app.kind === "native" ? oauthFault("invalid_request", "Code challenge is required.") : null;
  }
  if (textOf(parameters, "code_challenge_method") !== "S256") {
    return oauthFault("invalid_request", "The code_challenge_method must be S256.");
  }
  return challengePattern.test(challenge) ? null : oauthFault("invalid_request");
}

/** Checks what `GET` and `POST /oauth/authorize` were sent. */
export function checkAuthorize(world: World, parameters: Parameters): AuthorizeOutcome {
  const app = world.findApp(textOf(parameters, "client_id") ?? "");
  if (app === null) {
    return {
      kind: "trouble",
      title: "This app is not known",
      sentence: "The client_id of the address belongs to no app of this Calendly. Check the app's settings.",
    };
  }
  const redirectUri = textOf(parameters, "redirect_uri");
  if (redirectUri === null || !isAllowedRedirect(app, redirectUri)) {
    return {
      kind: "trouble",
      title: "This app may not return there",
      sentence: `The redirect_uri of the address is not one that ${app.name} has registered.`,
    };
  }
  const state = textOf(parameters, "state");
  const scopes = scopesFor(app, parameters);
  const fault = faultIn(app, parameters) ?? (scopes === null ? oauthFault("invalid_scope") : null);
  if (fault !== null || scopes === null) {
    return { kind: "return_error", address: returnAddress(redirectUri, { ...fault, state }) };
  }
  const codeChallenge = textOf(parameters, "code_challenge");
  return { kind: "ask", app, grant: { clientId: app.clientId, redirectUri, scopes, codeChallenge }, state };
}
