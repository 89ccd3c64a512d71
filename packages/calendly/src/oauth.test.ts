import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import user from "./fixtures/user.json" with { type: "json" };
import { createOAuthClient, createPkce, isOAuthError, OAuthError, readOAuthRedirect } from "./index.ts";
import { type Answer, startServer } from "./testing/http-server.ts";

const now = Date.UTC(2026, 10, 21, 12);
const granted = {
  token_type: "Bearer",
  access_token: "eyJ.access",
  refresh_token: "refresh-2",
  scope: "users:read scheduled_events:write",
  created_at: 1,
  expires_in: 7200,
  owner: user.uri,
  organization: user.current_organization,
};
const app = { clientId: "app-id", clientSecret: "app:secret/+" };

async function arrange(...answers: readonly Answer[]) {
  const server = await startServer(...answers);
  const oauth = createOAuthClient({ ...app, authUrl: `${server.url}/`, now: () => now, timeoutMs: 1_500 });
  const form = (index = 0) => Object.fromEntries(new URLSearchParams(server.seen[index]?.body));
  return { oauth, form, seen: server.seen, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

describe("authorizeUrl", () => {
  it("asks for a code with state, proof key and scopes", () => {
    const oauth = createOAuthClient(app);
    const url = new URL(
      oauth.authorizeUrl({
        redirectUri: "http://localhost:3000/api/calendly/connection/callback",
        state: "s t&te",
        codeChallenge: "challenge",
        scopes: ["users:read", "webhooks:write"],
      }),
    );
    expect(url.origin + url.pathname).toBe("https://auth.calendly.com/oauth/authorize");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: "app-id",
      response_type: "code",
      redirect_uri: "http://localhost:3000/api/calendly/connection/callback",
      state: "s t&te",
      code_challenge: "challenge",
      code_challenge_method: "S256",
      scope: "users:read webhooks:write",
    });
  });
});

describe("createPkce", () => {
  it("makes a fresh verifier of 43 characters and its S256 challenge", async () => {
    const pkce = await createPkce();
    expect(pkce.verifier).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(pkce.challenge).toBe(createHash("sha256").update(pkce.verifier).digest("base64url"));
    expect((await createPkce()).verifier).not.toBe(pkce.verifier);
  });
});

describe("tokens", () => {
  it("come from a code, with the app's credentials as Basic and the verifier in the form", async () => {
    await using test = await arrange({ body: granted });
    const tokens = await test.oauth.exchangeCode({
      code: "c0de",
      redirectUri: "https://a.example/cb",
      codeVerifier: "v",
    });
    expect(tokens).toEqual({
      accessToken: "eyJ.access",
      refreshToken: "refresh-2",
      // By our own clock: `created_at` is Calendly's, and clocks differ.
      expiresAt: new Date(now + 7_200_000),
      scopes: ["users:read", "scheduled_events:write"],
      ownerUri: user.uri,
      organizationUri: user.current_organization,
    });
    expect(test.form()).toEqual({
      grant_type: "authorization_code",
      code: "c0de",
      redirect_uri: "https://a.example/cb",
      code_verifier: "v",
    });
    expect(test.seen[0]).toMatchObject({ method: "POST", path: "/oauth/token" });
    expect(test.seen[0]?.headers.authorization).toBe(`Basic ${btoa("app-id:app%3Asecret%2F%2B")}`);
  });

  it("are refreshed with the single-use refresh token", async () => {
    await using test = await arrange({ body: { ...granted, scope: null } });
    const tokens = await test.oauth.refresh({ refreshToken: "refresh-1" });
    expect(test.form()).toEqual({ grant_type: "refresh_token", refresh_token: "refresh-1" });
    expect(tokens.refreshToken).toBe("refresh-2");
    expect(tokens.scopes).toEqual([]);
  });

  it("are introspected and revoked with the credentials in the form", async () => {
    await using test = await arrange(
      {
        body: {
          active: true,
          scope: "users:read",
          exp: now / 1000 + 60,
          iat: now / 1000,
          client_id: "app-id",
          token_type: "Bearer",
        },
      },
      { body: "" },
    );
    expect(await test.oauth.introspect({ token: "eyJ.access" })).toEqual({
      active: true,
      scopes: ["users:read"],
      expiresAt: new Date(now + 60_000),
      issuedAt: new Date(now),
      clientId: "app-id",
      tokenType: "Bearer",
    });
    await test.oauth.revoke({ token: "eyJ.access" });
    const form = { client_id: app.clientId, client_secret: app.clientSecret, token: "eyJ.access" };
    expect(test.form(0)).toEqual(form);
    expect(test.form(1)).toEqual(form);
    expect(test.seen.map(({ path }) => path)).toEqual(["/oauth/introspect", "/oauth/revoke"]);
  });
});

describe("a native app", () => {
  it("says its id alone, everywhere, and never an empty secret", async () => {
    await using server = await startServer(
      { body: granted },
      { body: granted },
      { body: { active: false } },
      { body: "" },
    );
    const oauth = createOAuthClient({ clientId: "native-id", authUrl: server.url });
    await oauth.exchangeCode({ code: "c0de", redirectUri: "app://cb", codeVerifier: "v" });
    await oauth.refresh({ refreshToken: "refresh-1" });
    expect(await oauth.introspect({ token: "t" })).toMatchObject({ active: false, scopes: [], expiresAt: null });
    await oauth.revoke({ token: "t" });
    const forms = server.seen.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
    expect(forms).toEqual([
      {
        grant_type: "authorization_code",
        code: "c0de",
        redirect_uri: "app://cb",
        code_verifier: "v",
        client_id: "native-id",
      },
      { grant_type: "refresh_token", refresh_token: "refresh-1", client_id: "native-id" },
      { client_id: "native-id", token: "t" },
      { client_id: "native-id", token: "t" },
    ]);
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(Array(4).fill(undefined));
  });
});

describe("readOAuthRedirect", () => {
  const callback = "http://localhost:3000/api/calendly/connection/callback";
  it.each([
    [`${callback}?code=c0de&state=s-1`, { kind: "code", code: "c0de" }],
    [
      `${callback}?error=access_denied&error_description=The+owner+said+no&state=s-1`,
      { kind: "refused", code: "access_denied", description: "The owner said no" },
    ],
    [`${callback}?error=invalid_scope&state=s-1`, { kind: "refused", code: "invalid_scope", description: "" }],
    [`${callback}?error=moonquake&state=s-1`, { kind: "refused", code: "unexpected_response", description: "" }],
    [`${callback}?code=c0de&state=s-2`, { kind: "state_mismatch" }],
    [`${callback}?code=c0de`, { kind: "state_mismatch" }],
    [`${callback}?error=access_denied&state=`, { kind: "state_mismatch" }],
    [`${callback}?code=c0de&state=s-1&state=s-1`, { kind: "state_mismatch" }],
    [`${callback}?state=s-1`, { kind: "malformed" }],
    [`${callback}?code=a&code=b&state=s-1`, { kind: "malformed" }],
    ["/callback?code=c0de&state=s-1", { kind: "malformed" }],
  ])("understands %s", (url, redirect) => {
    expect(readOAuthRedirect(url, { state: "s-1" })).toEqual(redirect);
  });

  it("takes no empty state for one that was given", () => {
    expect(readOAuthRedirect(`${callback}?code=c0de&state=`, { state: "" })).toEqual({ kind: "state_mismatch" });
  });
});

describe("a caller's signal", () => {
  it("ends an OAuth request", async () => {
    const caller = new AbortController();
    await using test = await arrange({ fault: "hang" });
    const failure = expect(test.oauth.refresh({ refreshToken: "r", signal: caller.signal })).rejects.toMatchObject({
      code: "aborted",
    });
    await expect.poll(() => test.seen.length).toBe(1);
    caller.abort();
    await failure;
  });
});

describe("an OAuth failure", () => {
  it.each<[string, Answer, string]>([
    [
      "a used refresh token",
      { status: 400, body: { error: "invalid_grant", error_description: "used" } },
      "invalid_grant",
    ],
    [
      "a wrong secret",
      { status: 401, body: { error: "invalid_client", error_description: "unknown" } },
      "invalid_client",
    ],
    ["a 401 without a word", { status: 401 }, "invalid_client"],
    ["another app's token", { status: 403, body: { error: "unauthorized_client" } }, "unauthorized_client"],
    ["a 403 without a word", { status: 403 }, "unauthorized_client"],
    ["a scope that is none", { status: 400, body: { error: "invalid_scope" } }, "invalid_scope"],
    ["a grant that is none", { status: 400, body: { error: "unsupported_grant_type" } }, "unsupported_grant_type"],
    ["a bad request", { status: 400, body: { error: "invalid_request" } }, "invalid_request"],
    ["an unknown error word", { status: 400, body: { error: "computer_says_no" } }, "unexpected_response"],
    ["too many requests", { status: 429, headers: { "x-ratelimit-reset": "30" } }, "rate_limited"],
    ["an outage that talks of the grant", { status: 503, body: { error: "invalid_grant" } }, "server_error"],
    ["a redirect", { status: 302, headers: { location: "https://elsewhere.example" } }, "unexpected_response"],
    ["an answer that is no JSON", { body: "<html>" }, "unexpected_response"],
    ["an answer without a refresh token", { body: { ...granted, refresh_token: null } }, "unexpected_response"],
    ["a dropped connection", { fault: "hang_up" }, "unreachable"],
    ["silence", { fault: "hang" }, "timeout"],
  ])("has a closed code and is never repeated: %s", async (_, answer, code) => {
    await using test = await arrange(answer, { body: granted });
    await expect(test.oauth.refresh({ refreshToken: "refresh-1" })).rejects.toMatchObject({ name: "OAuthError", code });
    expect(test.seen).toHaveLength(1);
  });

  it("says how long to wait, and never quotes a token or the secret", async () => {
    await using test = await arrange(
      { status: 429, headers: { "retry-after": "30" } },
      { body: { ...granted, owner: 7 } },
    );
    await expect(test.oauth.refresh({ refreshToken: "refresh-1" })).rejects.toMatchObject({ retryAfterSeconds: 30 });
    const error = await test.oauth.refresh({ refreshToken: "refresh-1" }).catch((caught: unknown) => caught);
    expect(isOAuthError(error, "unexpected_response")).toBe(true);
    if (!(error instanceof OAuthError)) throw new Error("The refresh should have failed");
    expect(`${JSON.stringify(error)}${error.message}`).not.toMatch(/eyJ|refresh-|secret/);
  });
});
