import { randomBytes, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import type { State } from "../state.ts";
import type { App } from "../world/types.ts";
import type { Token } from "./types.ts";

const accessLifetimeSeconds = 7200;

/** Calendly's answer of the token endpoint, but for the origins of its URIs. */
export interface IssuedTokens {
  readonly access: Token;
  readonly refresh: Token;
}

/** Whose tokens, for which app and scopes, on the strength of which consent. */
export interface Grant {
  readonly app: App;
  readonly userId: string;
  readonly grantId: string;
  readonly scopes: readonly string[];
}

/**
 * A pair of tokens that is not stored yet. The access token looks like Calendly's: a JWT of two hours with `iss`, `iat`,
 * `exp`, `jti`, `user_uuid` and `app_uid`; what it opens is looked up, so that it can be revoked.
 */
export async function prepareTokens(state: State, grant: Grant): Promise<IssuedTokens> {
  const issuedAt = state.clock.now();
  const seconds = Math.floor(issuedAt / 1000);
  const jwt = await new SignJWT({ app_uid: grant.app.clientId, user_uuid: grant.userId })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("https://auth.calendly.com")
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + accessLifetimeSeconds)
    .setJti(randomUUID())
    .sign(new TextEncoder().encode(grant.app.clientSecret));
  const common = {
    userId: grant.userId,
    clientId: grant.app.clientId,
    grantId: grant.grantId,
    scopes: grant.scopes,
    issuedAt,
    revoked: false,
  };
  return {
    access: { ...common, token: jwt, kind: "access", expiresAt: issuedAt + accessLifetimeSeconds * 1000 },
    refresh: { ...common, token: randomBytes(32).toString("base64url"), kind: "refresh", expiresAt: null },
  };
}

/** Ends every token of one consent. */
export function revokeGrant(state: State, grantId: string): void {
  state.store.transaction(() => {
    for (const token of state.store.tokens.list({ where: { grant: grantId } })) {
      state.store.tokens.put({ ...token, revoked: true });
    }
  });
}

/** The account takes back what it allowed: all its consents, or those for one app. Returns how many tokens died. */
export function deauthorize(state: State, userId: string, clientId?: string): number {
  return state.store.transaction(() => {
    const tokens = state.store.tokens
      .list({ where: { user: userId, ...(clientId === undefined ? {} : { client: clientId }) } })
      .filter((token) => token.kind !== "personal" && !token.revoked);
    for (const token of tokens) state.store.tokens.put({ ...token, revoked: true });
    return tokens.length;
  });
}
