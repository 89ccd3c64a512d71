import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { type Parameters, textOf } from "../http/input.ts";
import type { State } from "../state.ts";
import type { App } from "../world/types.ts";
import { includesScope } from "./scopes.ts";
import { type IssuedTokens, prepareTokens, revokeGrant } from "./tokens.ts";
import type { Token } from "./types.ts";

/** Errors of RFC 6749 5.2, in Doorkeeper's words, which Calendly uses. */
export type OAuthFault = "invalid_client" | "invalid_grant" | "invalid_request" | "unsupported_grant_type";

export const oauthSentences: Readonly<Record<OAuthFault, string>> = {
  invalid_client:
    "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.",
  invalid_grant:
    "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.",
  invalid_request:
    "The request is missing a required parameter, includes an unsupported parameter value, or is otherwise malformed.",
  unsupported_grant_type: "The authorization grant type is not supported by the authorization server.",
};

export type GrantOutcome =
  | { readonly kind: "issued"; readonly tokens: IssuedTokens }
  | { readonly kind: "refused"; readonly error: OAuthFault };

const refused = (error: OAuthFault): GrantOutcome => ({ kind: "refused", error });

function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function decodeBasic(header: string | null): { readonly id: string; readonly secret: string } | null {
  const encoded = /^Basic\s+(.+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return null;
  const [id = "", ...secret] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  const decode = (part: string) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  };
  return { id: decode(id), secret: decode(secret.join(":")) };
}

/** The app that a call authenticates as, by Basic or by the same values in the body; null when it does not. */
export function authenticateApp(state: State, header: string | null, parameters: Parameters): App | null {
  const basic = decodeBasic(header);
  const id = basic?.id ?? textOf(parameters, "client_id");
  const secret = basic?.secret ?? textOf(parameters, "client_secret");
  const app = id === null ? null : state.store.apps.get(id);
  return app !== null && secret !== null && equal(secret, app.clientSecret) ? app : null;
}

async function exchangeCode(state: State, app: App, parameters: Parameters): Promise<GrantOutcome> {
  const { store, clock } = state;
  const code = textOf(parameters, "code");
  if (code === null) return refused("invalid_request");
  const found = store.codes.get(code);
  if (found === null || found.clientId !== app.clientId || found.expiresAt <= clock.now())
    return refused("invalid_grant");
  if (textOf(parameters, "redirect_uri") !== found.redirectUri) return refused("invalid_grant");
  if (found.codeChallenge !== null) {
    const verifier = textOf(parameters, "code_verifier") ?? "";
    if (!equal(createHash("sha256").update(verifier).digest("base64url"), found.codeChallenge)) {
      return refused("invalid_grant");
    }
  }
  const grantId = randomUUID();
  const tokens = await prepareTokens(state, { app, userId: found.userId, grantId, scopes: found.scopes });
  return store.transaction(() => {
    const present = store.codes.get(code);
    if (present === null) return refused("invalid_grant");
    if (present.grantId !== null) {
      // A code that comes twice may have been stolen: what it gave ends too (RFC 6749 4.1.2).
      revokeGrant(state, present.grantId);
      return refused("invalid_grant");
    }
    store.codes.put({ ...present, grantId });
    store.tokens.put(tokens.access);
    store.tokens.put(tokens.refresh);
    return { kind: "issued", tokens };
  });
}

async function refresh(state: State, app: App, parameters: Parameters): Promise<GrantOutcome> {
  const { store } = state;
  const given = textOf(parameters, "refresh_token");
  if (given === null) return refused("invalid_request");
  const live = (): Token | null => {
    const token = store.tokens.get(given);
    return token?.kind === "refresh" && token.clientId === app.clientId && !token.revoked ? token : null;
  };
  const found = live();
  if (found === null || found.grantId === null) return refused("invalid_grant");
  const { userId, grantId, scopes } = found;
  const tokens = await prepareTokens(state, { app, userId, grantId, scopes });
  return store.transaction(() => {
    const present = live();
    if (present === null) return refused("invalid_grant");
    store.tokens.put({ ...present, revoked: true });
    store.tokens.put(tokens.access);
    store.tokens.put(tokens.refresh);
    return { kind: "issued", tokens };
  });
}

/** `POST /oauth/token`. A refresh token dies with its use, a code too; a refused call changes nothing. */
export async function issueTokens(state: State, app: App, parameters: Parameters): Promise<GrantOutcome> {
  switch (textOf(parameters, "grant_type")) {
    case "authorization_code":
      return exchangeCode(state, app, parameters);
    case "refresh_token":
      return refresh(state, app, parameters);
    case null:
      return refused("invalid_request");
    default:
      return refused("unsupported_grant_type");
  }
}

export type BearerOutcome =
  | { readonly kind: "accepted"; readonly token: Token }
  | { readonly kind: "refused"; readonly message: string };

/** Whose token an `Authorization` header carries, in Calendly's words when it is none. */
export function readBearer(state: State, header: string | null): BearerOutcome {
  const given = /^Bearer\s+(\S+)$/i.exec(header?.trim() ?? "")?.[1];
  const token = given === undefined ? null : state.store.tokens.get(given);
  if (token === null || token.kind === "refresh") return { kind: "refused", message: "The access token is invalid" };
  if (token.revoked) return { kind: "refused", message: "The access token was revoked" };
  if (token.expiresAt !== null && token.expiresAt <= state.clock.now()) {
    return { kind: "refused", message: "The access token expired" };
  }
  return { kind: "accepted", token };
}

/** Whether a token opens an endpoint that any one of `scopes` opens. */
export function opens(token: Token, scopes: readonly string[]): boolean {
  return scopes.some((scope) => includesScope(token.scopes, scope));
}
