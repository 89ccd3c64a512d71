import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Parameters, readBody, textOf } from "../http/input.ts";
import { type Origins, userUri } from "../http/origin.ts";
import { type RateLimiter, tooManyCalls } from "../http/rate-limit.ts";
import type { State } from "../state.ts";
import type { App } from "../world/types.ts";
import { authenticateApp } from "./authenticate-app.ts";
import { isExpired } from "./bearer.ts";
import { missingParameter, type OAuthFault, oauthFault } from "./faults.ts";
import { findGrantOwner, issueTokens, readGrantType } from "./grant.ts";
import { describeServer } from "./metadata.ts";
import { type IssuedTokens, revokeGrant } from "./tokens.ts";
import type { Token } from "./types.ts";

const noStore = { "cache-control": "no-store", pragma: "no-cache" };

/** What apps call: tokens, introspection, revocation, metadata. */
export function protocolRoutes(state: State, limiter: RateLimiter, originsOf: (request: Request) => Origins): Hono {
  const routes = new Hono();
  const { store } = state;

  /** A refused Basic is told so in a header too (RFC 6749 5.2), as Doorkeeper does it. */
  const fault = (c: Context, { error, error_description }: OAuthFault, status: ContentfulStatusCode = 400) => {
    const challenge = `Bearer realm="Doorkeeper", error="${error}", error_description="${error_description}"`;
    const headers = status === 401 ? { ...noStore, "www-authenticate": challenge } : noStore;
    return c.json({ error, error_description }, status, headers);
  };

  /** The parameters of a call, or the answer to one that cannot be read. */
  async function read(c: Context): Promise<Parameters | Response> {
    const body = await readBody(c.req.raw);
    return body.kind === "read" ? body.parameters : fault(c, oauthFault("invalid_request"));
  }

  const appOf = (c: Context, parameters: Parameters): App | null =>
    authenticateApp(state, c.req.header("authorization") ?? null, parameters);

  const whose = (token: Token, origins: Origins) => ({
    organization: `${origins.api}/organizations/${store.users.get(token.userId)?.organizationId}`,
    owner: userUri(origins, token.userId),
  });

  const presentTokens = ({ access, refresh, namesScopes }: IssuedTokens, origins: Origins) => ({
    access_token: access.token,
    created_at: Math.floor(access.issuedAt / 1000),
    expires_in: Math.round(((access.expiresAt ?? access.issuedAt) - access.issuedAt) / 1000),
    ...whose(access, origins),
    refresh_token: refresh.token,
    ...(namesScopes ? { scope: access.scopes.join(" ") } : {}),
    token_type: "Bearer",
  });

  routes.post("/oauth/token", async (c) => {
    const parameters = await read(c);
    if (parameters instanceof Response) return parameters;
    const grantType = readGrantType(parameters);
    if (typeof grantType === "object") return fault(c, grantType);
    const app = appOf(c, parameters);
    if (app === null) return fault(c, oauthFault("invalid_client"), 401);
    const owner = findGrantOwner(state, parameters);
    const verdict = owner === null ? null : limiter.countTokenCall(owner);
    if (verdict?.allowed === false) {
      return c.json(tooManyCalls(state).body ?? {}, 429, { ...noStore, ...verdict.headers });
    }
    const outcome = await issueTokens(state, app, grantType, parameters);
    if (outcome.kind === "refused") return fault(c, outcome.fault);
    return c.json(presentTokens(outcome.tokens, originsOf(c.req.raw)), 200, noStore);
  });

  routes.post("/oauth/introspect", async (c) => {
    const parameters = await read(c);
    if (parameters instanceof Response) return parameters;
    const app = appOf(c, parameters);
    if (app === null) return fault(c, oauthFault("invalid_client"), 401);
    const given = textOf(parameters, "token");
    if (given === null) return fault(c, missingParameter("token"));
    const token = store.tokens.get(given);
    if (token === null || token.clientId !== app.clientId || token.revoked || isExpired(state, token)) {
      return c.json({ active: false }, 200, noStore);
    }
    const body = {
      active: true,
      client_id: app.clientId,
      ...(token.expiresAt === null ? {} : { exp: Math.floor(token.expiresAt / 1000) }),
      iat: Math.floor(token.issuedAt / 1000),
      ...whose(token, originsOf(c.req.raw)),
      scope: token.scopes.join(" "),
      token_type: "Bearer",
    };
    return c.json(body, 200, noStore);
  });

  routes.post("/oauth/revoke", async (c) => {
    const parameters = await read(c);
    if (parameters instanceof Response) return parameters;
    const app = appOf(c, parameters);
    if (app === null) return fault(c, oauthFault("unauthorized_client"), 403);
    const given = textOf(parameters, "token");
    if (given === null) return fault(c, missingParameter("token"));
    const token = store.tokens.get(given);
    // Unknown tokens are revoked already (RFC 7009 2.2); somebody else's are not this app's to end.
    if (token !== null && token.clientId !== app.clientId) return fault(c, oauthFault("unauthorized_client"), 403);
    if (token !== null && token.grantId !== null) revokeGrant(state, token.grantId);
    return c.body("", 200, noStore);
  });

  routes.get("/.well-known/oauth-authorization-server", (c) => c.json(describeServer(originsOf(c.req.raw))));

  return routes;
}
