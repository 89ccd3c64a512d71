import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { parseForm, readBody } from "../http/input.ts";
import { type Origins, userUri } from "../http/origin.ts";
import type { State } from "../state.ts";
import type { World } from "../world/types.ts";
import { checkAuthorize, returnAddress } from "./authorize.ts";
import { consentPageHeaders, renderConsentPage } from "./consent-page.ts";
import { authenticateApp, issueTokens, type OAuthFault, oauthSentences } from "./grant.ts";
import { type IssuedTokens, revokeGrant } from "./tokens.ts";

const noStore = { "cache-control": "no-store" };

/** `/oauth/*`: consent, tokens, introspection, revocation. */
export function oauthRoutes(state: State, world: World, originsOf: (request: Request) => Origins): Hono {
  const routes = new Hono();
  const { store } = state;

  const fault = (
    c: Context,
    error: OAuthFault,
    status: ContentfulStatusCode = error === "invalid_client" ? 401 : 400,
  ) => c.json({ error, error_description: oauthSentences[error] }, status, noStore);
  const trouble = (c: Context, title: string, sentence: string) =>
    c.html(renderConsentPage({ kind: "trouble", title, sentence }), 400, consentPageHeaders);

  routes.get("/oauth/authorize", (c) => {
    const parameters = parseForm(new URL(c.req.url).search);
    const outcome = checkAuthorize(world, parameters);
    if (outcome.kind === "trouble") return trouble(c, outcome.title, outcome.sentence);
    if (outcome.kind === "return_error") return c.redirect(outcome.address, 302);
    const { app, grant } = outcome;
    const fields = Object.fromEntries(
      Object.entries(parameters).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
    const returnsTo = new URL(grant.redirectUri);
    return c.html(
      renderConsentPage({
        kind: "choose",
        app: { name: app.name, environment: app.environment },
        scopes: grant.scopes,
        accounts: world.listConsentAccounts(),
        action: "/oauth/authorize",
        fields,
        returnsTo: `${returnsTo.host}${returnsTo.pathname}`,
      }),
      200,
      consentPageHeaders,
    );
  });

  routes.post("/oauth/authorize", async (c) => {
    const body = await readBody(c.req.raw);
    if (body.kind === "unreadable") return trouble(c, "This form cannot be read", body.message);
    const outcome = checkAuthorize(world, body.parameters);
    if (outcome.kind === "trouble") return trouble(c, outcome.title, outcome.sentence);
    if (outcome.kind === "return_error") return c.redirect(outcome.address, 302);
    const { grant, state: echo } = outcome;
    if (body.parameters["decision"] !== "allow") {
      const error_description = "The resource owner or authorization server denied the request.";
      return c.redirect(
        returnAddress(grant.redirectUri, { error: "access_denied", error_description, state: echo }),
        302,
      );
    }
    const account = world.listConsentAccounts().find((one) => one.userId === body.parameters["account"]);
    if (account === undefined) {
      return trouble(c, "Choose who you are", "No account was chosen. Go back, choose one and press Allow.");
    }
    const code = world.issueCode({ ...grant, userId: account.userId });
    return c.redirect(returnAddress(grant.redirectUri, { code, state: echo }), 302);
  });

  const presentTokens = (tokens: IssuedTokens, origins: Origins) => ({
    access_token: tokens.access.token,
    created_at: Math.floor(tokens.access.issuedAt / 1000),
    expires_in: Math.round(((tokens.access.expiresAt ?? tokens.access.issuedAt) - tokens.access.issuedAt) / 1000),
    organization: `${origins.api}/organizations/${store.users.get(tokens.access.userId)?.organizationId}`,
    owner: userUri(origins, tokens.access.userId),
    refresh_token: tokens.refresh.token,
    scope: tokens.access.scopes.join(" "),
    token_type: "Bearer",
  });

  routes.post("/oauth/token", async (c) => {
    const body = await readBody(c.req.raw);
    if (body.kind === "unreadable") return fault(c, "invalid_request");
    const app = authenticateApp(state, c.req.header("authorization") ?? null, body.parameters);
    if (app === null) return fault(c, "invalid_client");
    const outcome = await issueTokens(state, app, body.parameters);
    if (outcome.kind === "refused") return fault(c, outcome.error);
    return c.json(presentTokens(outcome.tokens, originsOf(c.req.raw)), 200, noStore);
  });

  routes.post("/oauth/introspect", async (c) => {
    const body = await readBody(c.req.raw);
    if (body.kind === "unreadable") return fault(c, "invalid_request");
    const app = authenticateApp(state, c.req.header("authorization") ?? null, body.parameters);
    if (app === null) return fault(c, "invalid_client");
    const given = body.parameters["token"];
    const token = typeof given === "string" ? store.tokens.get(given) : null;
    const expired = token?.expiresAt != null && token.expiresAt <= state.clock.now();
    if (token === null || token.clientId !== app.clientId || token.revoked || expired) {
      return c.json({ active: false }, 200, noStore);
    }
    const origins = originsOf(c.req.raw);
    return c.json(
      {
        active: true,
        client_id: app.clientId,
        ...(token.expiresAt === null ? {} : { exp: Math.floor(token.expiresAt / 1000) }),
        iat: Math.floor(token.issuedAt / 1000),
        organization: `${origins.api}/organizations/${store.users.get(token.userId)?.organizationId}`,
        owner: userUri(origins, token.userId),
        scope: token.scopes.join(" "),
        token_type: "Bearer",
      },
      200,
      noStore,
    );
  });

  routes.post("/oauth/revoke", async (c) => {
    const body = await readBody(c.req.raw);
    if (body.kind === "unreadable") return fault(c, "invalid_request");
    const app = authenticateApp(state, c.req.header("authorization") ?? null, body.parameters);
    if (app === null) return fault(c, "invalid_client", 403);
    const given = body.parameters["token"];
    if (typeof given !== "string" || given === "") return fault(c, "invalid_request");
    const token = store.tokens.get(given);
    // Unknown tokens are revoked already (RFC 7009 2.2).
    if (token !== null && token.clientId === app.clientId && token.grantId !== null) revokeGrant(state, token.grantId);
    return c.body("", 200, noStore);
  });

  return routes;
}
