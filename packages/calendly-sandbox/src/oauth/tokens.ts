import { randomBytes, randomUUID } from "node:crypto";
import { allScopes } from "@punctual/calendly";
import type { State } from "../state.ts";
import { recordOwnActivity } from "../world/activity.ts";
import type { App } from "../world/types.ts";
import type { Token } from "./types.ts";

const accessLifetimeSeconds = 7200;
const issuer = "https://auth.calendly.com";

export interface IssuedTokens {
  readonly access: Token;
  readonly refresh: Token;
  /** Whether the answer names the scopes: Calendly's answers of the time before scopes did not. */
  readonly namesScopes: boolean;
}

/** Whose tokens, for which app and scopes, on the strength of which consent. */
export interface Grant {
  readonly app: App;
  readonly userId: string;
  readonly grantId: string;
  readonly scopes: readonly string[];
  /** Access to everything, as before there were scopes; the refresh token keeps those that were granted. */
  readonly fullAccess: boolean;
}

/** A JWT like Calendly's, which has claims that nobody should rely on. Signed so that none can be guessed. */
async function writeJwt(claims: Readonly<Record<string, string>>, at: number, seconds: number | null): Promise<string> {
  const { SignJWT } = await import("jose");
  const issuedAt = Math.floor(at / 1000);
  const jwt = new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(issuer)
    .setIssuedAt(issuedAt)
    .setJti(randomUUID());
  return (seconds === null ? jwt : jwt.setExpirationTime(issuedAt + seconds)).sign(randomBytes(32));
}

/**
 * A pair of tokens that is not stored yet. The access token looks like Calendly's: a JWT of two hours with `iss`, `iat`,
 * `exp`, `jti`, `user_uuid` and `app_uid`; what it opens is looked up, so that it can be revoked.
 */
export async function prepareTokens(state: State, grant: Grant): Promise<IssuedTokens> {
  const { app, userId, grantId, scopes, fullAccess } = grant;
  const issuedAt = state.clock.now();
  const jwt = await writeJwt({ app_uid: app.clientId, user_uuid: userId }, issuedAt, accessLifetimeSeconds);
  const common = { userId, clientId: app.clientId, grantId, scopes, issuedAt, revoked: false };
  return {
    access: {
      ...common,
      token: jwt,
      kind: "access",
      scopes: fullAccess ? allScopes : scopes,
      expiresAt: issuedAt + accessLifetimeSeconds * 1000,
    },
    refresh: { ...common, token: randomBytes(32).toString("base64url"), kind: "refresh", expiresAt: null },
    namesScopes: !fullAccess,
  };
}

/** Makes a personal token for a user. It does not expire, and is never shown again. */
export async function createPersonalToken(
  state: State,
  request: { readonly userId: string; readonly name: string; readonly scopes: readonly string[] },
): Promise<Token> {
  const { store, clock, settings } = state;
  const issuedAt = clock.now();
  const token: Token = {
    token: await writeJwt({ user_uuid: request.userId }, issuedAt, null),
    kind: "personal",
    userId: request.userId,
    clientId: null,
    grantId: null,
    name: request.name,
    scopes: settings.newTokenScopes === "full_access" ? allScopes : request.scopes,
    issuedAt,
    expiresAt: null,
    revoked: false,
  };
  store.tokens.put(token);
  recordOwnActivity(state, request.userId, {
    namespace: "API",
    action: "Token_Created",
    details: { name: request.name, scopes: token.scopes },
  });
  return token;
}

/** Ends every token of one consent. */
export function revokeGrant(state: State, grantId: string): void {
  state.store.transaction(() => {
    for (const token of state.store.tokens.list({ where: { grant: grantId } })) {
      state.store.tokens.put({ ...token, revoked: true });
    }
  });
}

/** Ends those of a user's tokens that `fits` says. Returns how many were alive. */
function revokeAmong(state: State, userId: string, fits: (token: Token) => boolean): number {
  const alive = state.store.tokens.list({ where: { user: userId } }).filter((token) => !token.revoked && fits(token));
  for (const token of alive) state.store.tokens.put({ ...token, revoked: true });
  if (alive.length > 0) {
    recordOwnActivity(state, userId, {
      namespace: "API",
      action: "Token_Revoked",
      details: { tokens: alive.length },
    });
  }
  return alive.length;
}

/**
 * The account takes back what it allowed: all its consents, or those for one app, with codes that were not exchanged
 * yet. Returns how many tokens died.
 */
export function deauthorize(state: State, userId: string, clientId?: string): number {
  const { codes } = state.store;
  return state.store.transaction(() => {
    const app = clientId === undefined ? {} : { client: clientId };
    for (const { code } of codes.list({ where: { user: userId, ...app } })) codes.delete(code);
    return revokeAmong(
      state,
      userId,
      (token) => token.kind !== "personal" && (clientId === undefined || token.clientId === clientId),
    );
  });
}

/** Ends every token of a user, personal ones too, as a change of e-mail address or password does. */
export function revokeAllTokens(state: State, userId: string): number {
  return state.store.transaction(() => deauthorize(state, userId) + revokeAmong(state, userId, () => true));
}
