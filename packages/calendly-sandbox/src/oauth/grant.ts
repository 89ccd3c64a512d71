import { createHash, randomUUID } from "node:crypto";
import { type Parameters, textOf } from "../http/input.ts";
import type { State } from "../state.ts";
import type { App } from "../world/types.ts";
import { equal } from "./authenticate-app.ts";
import { missingParameter, type OAuthFault, oauthFault } from "./faults.ts";
import { includesScope, readScopes } from "./scopes.ts";
import { type IssuedTokens, prepareTokens, revokeGrant } from "./tokens.ts";
import type { Token } from "./types.ts";

export type GrantOutcome =
  | { readonly kind: "issued"; readonly tokens: IssuedTokens }
  | { readonly kind: "refused"; readonly fault: OAuthFault };

export const grantTypes = ["authorization_code", "refresh_token"] as const;
export type GrantType = (typeof grantTypes)[number];

const refused = (fault: OAuthFault): GrantOutcome => ({ kind: "refused", fault });
const invalidGrant = refused(oauthFault("invalid_grant"));

/** The kind of grant that a call of the token endpoint asks for, or what is wrong with it. */
export function readGrantType(parameters: Parameters): GrantType | OAuthFault {
  const given = textOf(parameters, "grant_type");
  if (given === null) return missingParameter("grant_type");
  return grantTypes.find((known) => known === given) ?? oauthFault("unsupported_grant_type");
}

/** Whose grant a call uses, for the limit per user; null when it uses none. */
export function findGrantOwner({ store }: State, parameters: Parameters): string | null {
  const code = textOf(parameters, "code");
  const token = textOf(parameters, "refresh_token");
  if (code !== null) return store.codes.get(code)?.userId ?? null;
  return token === null ? null : (store.tokens.get(token)?.userId ?? null);
}

/** Turns a code into tokens, once: for its own app and redirect, with the verifier of its challenge (RFC 7636 4.6). */
async function exchangeCode(state: State, app: App, parameters: Parameters): Promise<GrantOutcome> {
  const { store, clock, settings } = state;
  const code = textOf(parameters, "code");
  const redirectUri = textOf(parameters, "redirect_uri");
  if (code === null) return refused(missingParameter("code"));
  if (redirectUri === null) return refused(missingParameter("redirect_uri"));
  const found = store.codes.get(code);
  if (found === null || found.clientId !== app.clientId || found.expiresAt <= clock.now()) return invalidGrant;
  if (redirectUri !== found.redirectUri) return invalidGrant;
  if (found.codeChallenge !== null) {
    const verifier = textOf(parameters, "code_verifier");
    if (verifier === null) return refused(missingParameter("code_verifier"));
    if (!equal(createHash("sha256").update(verifier).digest("base64url"), found.codeChallenge)) return invalidGrant;
  }
  const { userId, scopes } = found;
  const fullAccess = settings.newTokenScopes === "full_access";
  const grantId = randomUUID();
  const tokens = await prepareTokens(state, { app, userId, grantId, scopes, fullAccess });
  return store.transaction(() => {
    const present = store.codes.get(code);
    if (present === null) return invalidGrant;
    if (present.grantId !== null) {
      // A code that comes twice may have been stolen: what it gave ends too (RFC 6749 4.1.2).
      revokeGrant(state, present.grantId);
      return invalidGrant;
    }
    store.codes.put({ ...present, grantId });
    store.tokens.put(tokens.access);
    store.tokens.put(tokens.refresh);
    return { kind: "issued", tokens };
  });
}

/** Trades a refresh token, which dies with it, for a new pair; fewer scopes may be asked for, never more. */
async function refresh(state: State, app: App, parameters: Parameters): Promise<GrantOutcome> {
  const { store, settings } = state;
  const given = textOf(parameters, "refresh_token");
  if (given === null) return refused(missingParameter("refresh_token"));
  const live = (): Token | null => {
    const token = store.tokens.get(given);
    return token?.kind === "refresh" && token.clientId === app.clientId && !token.revoked ? token : null;
  };
  const found = live();
  if (found === null || found.grantId === null) return invalidGrant;
  const asked = readScopes(textOf(parameters, "scope"));
  if (!asked.every((scope) => includesScope(found.scopes, scope))) return refused(oauthFault("invalid_scope"));
  const { userId, grantId } = found;
  const scopes = asked.length > 0 ? asked : found.scopes;
  const tokens = await prepareTokens(state, { app, userId, grantId, scopes, fullAccess: false });
  return store.transaction(() => {
    const present = live();
    if (present === null) return invalidGrant;
    if (settings.refreshTokens === "single_use") store.tokens.put({ ...present, revoked: true });
    store.tokens.put(tokens.access);
    store.tokens.put(tokens.refresh);
    return { kind: "issued", tokens };
  });
}

/** `POST /oauth/token`. A refused call changes nothing, but for a code that comes twice. */
export async function issueTokens(
  state: State,
  app: App,
  grantType: GrantType,
  parameters: Parameters,
): Promise<GrantOutcome> {
  switch (grantType) {
    case "authorization_code":
      return exchangeCode(state, app, parameters);
    case "refresh_token":
      return refresh(state, app, parameters);
  }
}
