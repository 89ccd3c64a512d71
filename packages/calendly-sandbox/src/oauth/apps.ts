import { randomBytes } from "node:crypto";
import type { Scope } from "@punctual/calendly";
import type { State } from "../state.ts";
import type { App } from "../world/types.ts";
import { isRedirectFor } from "./redirects.ts";
import { deauthorize } from "./tokens.ts";

/** What the maker of an app decides. New apps start without scopes, as at Calendly. */
export interface AppRequest {
  readonly name: string;
  readonly kind: App["kind"];
  readonly environment: App["environment"];
  readonly redirectUris: readonly string[];
  readonly scopes: readonly Scope[];
}

export type RegisterAppOutcome =
  /** Calendly shows the secret and the signing key once; here both stay readable. */
  | { readonly kind: "registered"; readonly app: App }
  | { readonly kind: "invalid_redirect"; readonly redirectUri: string }
  | { readonly kind: "invalid_name" };

/** Registers an OAuth app. */
export function registerApp(state: State, request: AppRequest): RegisterAppOutcome {
  const name = request.name.trim();
  if (name === "" || name.length > 100) return { kind: "invalid_name" };
  const redirectUri = request.redirectUris.find((uri) => !isRedirectFor(request, uri));
  if (redirectUri !== undefined) return { kind: "invalid_redirect", redirectUri };
  const secret = () => randomBytes(32).toString("base64url");
  const app: App = {
    ...request,
    name,
    clientId: secret(),
    clientSecret: request.kind === "native" ? null : secret(),
    webhookSigningKey: secret(),
  };
  state.store.apps.put(app);
  return { kind: "registered", app };
}

/** Removes an app with every consent that was given to it. Returns false when there is none of that id. */
export function removeApp(state: State, clientId: string): boolean {
  const { store } = state;
  return store.transaction(() => {
    if (store.apps.get(clientId) === null) return false;
    const users = new Set(store.tokens.list({ where: { client: clientId } }).map(({ userId }) => userId));
    for (const userId of users) deauthorize(state, userId, clientId);
    for (const { code } of store.codes.list({ where: { client: clientId } })) store.codes.delete(code);
    store.apps.delete(clientId);
    return true;
  });
}
