import { allScopes } from "@punctual/calendly";
import { type Parameters, textOf } from "../http/input.ts";
import type { App, CodeGrant, World } from "../world/types.ts";

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

/** Sandbox apps may return to any http address of this machine; production apps to the listed addresses only. */
export function isAllowedRedirect(app: App, redirectUri: string): boolean {
  let url: URL;
  try {
    url = new URL(redirectUri);
  } catch {
    return false;
  }
  if (url.hash !== "") return false;
  if (app.redirectUris.includes(redirectUri)) return app.environment === "sandbox" || url.protocol === "https:";
  return app.environment === "sandbox" && url.protocol === "http:" && /^(localhost|127\.0\.0\.1)$/.test(url.hostname);
}

/** The redirect address with answers added to its query. */
export function returnAddress(redirectUri: string, answers: Readonly<Record<string, string | null>>): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answers)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
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
  const refuse = (error: string, description: string): AuthorizeOutcome => ({
    kind: "return_error",
    address: returnAddress(redirectUri, { error, error_description: description, state }),
  });
  if (textOf(parameters, "response_type") !== "code") {
    return refuse("unsupported_response_type", "The authorization server does not support this response type.");
  }
  const known: readonly string[] = allScopes;
  const asked = (textOf(parameters, "scope") ?? "").split(/[\s,]+/).filter((scope) => scope !== "");
  if (asked.some((scope) => !known.includes(scope))) {
    return refuse("invalid_scope", "The requested scope is invalid, unknown, or malformed.");
  }
  const codeChallenge = textOf(parameters, "code_challenge");
  const method = textOf(parameters, "code_challenge_method");
  if (codeChallenge !== null && (method !== "S256" || !challengePattern.test(codeChallenge))) {
    return refuse("invalid_request", "The code challenge method must be S256.");
  }
  return {
    kind: "ask",
    app,
    // Without scopes in the address an app is asked for all that it could have.
    grant: { clientId: app.clientId, redirectUri, scopes: asked.length > 0 ? asked : known, codeChallenge },
    state,
  };
}
