import { createOAuthClient } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox, SandboxOptions } from "../sandbox.ts";
import { allow, callOAuth } from "../testing/consent.ts";
import { clientOf, codeOf, hour, meOf, startSandbox, tokenOf } from "../testing/stage.ts";

const maya = "maya@northside.example";
const app = { clientId: "punctual-local", redirectUri: "http://localhost:3000/api/calendly/connection/callback" };
const client = { client_id: app.clientId, client_secret: "sandbox-client-secret-that-opens-nothing-else" };
const basic = { authorization: `Basic ${btoa(`${client.client_id}:${client.client_secret}`)}` };
const unprovenWords =
  "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.";
const grantWords =
  "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

async function codeForm(on = sandbox, scope?: string) {
  const answers = await allow(on, maya, { ...app, ...(scope === undefined ? {} : { scope }) });
  return { grant_type: "authorization_code", code: answers.get("code") ?? "", redirect_uri: app.redirectUri };
}

const refreshForm = (refresh_token: string) => ({ grant_type: "refresh_token", refresh_token });

async function connect(on = sandbox, scope?: string) {
  const { status, body } = await callOAuth(on, "token", { ...client, ...(await codeForm(on, scope)) });
  expect(status).toBe(200);
  return body;
}

async function withSettings(settings: NonNullable<SandboxOptions["settings"]>, work: (on: Sandbox) => Promise<void>) {
  const on = await startSandbox({ settings });
  try {
    await work(on);
  } finally {
    await on.close();
  }
}

describe("an app", () => {
  it("proves who it is by Basic, by a form, or by JSON", async () => {
    expect((await callOAuth(sandbox, "token", await codeForm(), { headers: basic })).status).toBe(200);
    expect((await callOAuth(sandbox, "token", { ...client, ...(await codeForm()) })).status).toBe(200);
    expect((await callOAuth(sandbox, "token", { ...client, ...(await codeForm()) }, { asJson: true })).status).toBe(
      200,
    );
  });

  it("that cannot is told so before its grant is looked at", async () => {
    const form = await codeForm();
    for (const more of [
      {},
      { client_id: app.clientId },
      { ...client, client_secret: "x" },
      { ...client, client_id: "x" },
    ]) {
      const { status, body, headers } = await callOAuth(sandbox, "token", { ...form, ...more });
      expect([status, body]).toEqual([401, { error: "invalid_client", error_description: unprovenWords }]);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("www-authenticate")).toContain("invalid_client");
    }
    expect((await callOAuth(sandbox, "token", { ...client, ...form })).status).toBe(200);
  });

  it("is told which parameter is missing", async () => {
    const missing = async (form: Record<string, string>) => {
      const { status, body } = await callOAuth(sandbox, "token", { ...client, ...form });
      return [status, body.error, body.error_description];
    };
    const words = (name: string) => [400, "invalid_request", `Missing required parameter: ${name}.`];
    expect(await missing({})).toEqual(words("grant_type"));
    expect(await missing({ grant_type: "authorization_code" })).toEqual(words("code"));
    expect(await missing({ grant_type: "authorization_code", code: "x" })).toEqual(words("redirect_uri"));
    expect(await missing({ grant_type: "refresh_token" })).toEqual(words("refresh_token"));
    expect((await missing({ grant_type: "client_credentials" }))[1]).toBe("unsupported_grant_type");
    expect((await callOAuth(sandbox, "token", {}, { headers: { "content-type": "application/json" } })).status).toBe(
      400,
    );
  });

  it("cannot use what another app was given", async () => {
    const tokens = await connect();
    const other = {
      client_id: "sandbox-production-app",
      client_secret: "sandbox-production-secret-that-opens-nothing-else",
    };
    const stolenCode = await callOAuth(sandbox, "token", { ...other, ...(await codeForm()) });
    const stolenToken = await callOAuth(sandbox, "token", { ...other, ...refreshForm(tokens.refresh_token) });
    for (const { status, body } of [stolenCode, stolenToken]) {
      expect([status, body]).toEqual([400, { error: "invalid_grant", error_description: grantWords }]);
    }
    const look = await callOAuth(sandbox, "introspect", { ...other, token: tokens.access_token });
    expect(look.body).toEqual({ active: false });
    const end = await callOAuth(sandbox, "revoke", { ...other, token: tokens.access_token });
    expect([end.status, end.body]).toEqual([
      403,
      { error: "unauthorized_client", error_description: "You are not authorized to revoke this token" },
    ]);
    await meOf(clientOf(sandbox, tokens.access_token));
  });
});

describe("tokens", () => {
  it("come as Calendly sends them, the access token with the claims that were seen", async () => {
    const tokens = await connect(sandbox, "users:read");
    expect(Object.keys(tokens).toSorted()).toEqual([
      "access_token",
      "created_at",
      "expires_in",
      "organization",
      "owner",
      "refresh_token",
      "scope",
      "token_type",
    ]);
    const claims = JSON.parse(Buffer.from(tokens.access_token.split(".")[1], "base64url").toString());
    expect(claims).toEqual({
      iss: "https://auth.calendly.com",
      iat: tokens.created_at,
      exp: tokens.created_at + 7200,
      jti: expect.any(String),
      user_uuid: tokens.owner.split("/").at(-1),
      app_uid: app.clientId,
    });
  });

  it("are refreshed for fewer scopes, never for more", async () => {
    const tokens = await connect(sandbox, "users:read scheduled_events:write");
    const ask = (refresh: string, scope: string) =>
      callOAuth(sandbox, "token", { ...client, ...refreshForm(refresh), scope });
    expect((await ask(tokens.refresh_token, "contacts:read")).body.error).toBe("invalid_scope");
    const { body } = await ask(tokens.refresh_token, "scheduled_events:read");
    expect(body.scope).toBe("scheduled_events:read");
    expect((await ask(body.refresh_token, "users:read")).body.error).toBe("invalid_scope");
  });

  it("are refreshed by a refresh token as often as one likes where the setting says so", async () => {
    await withSettings({ refreshTokens: "reusable" }, async (on) => {
      const tokens = await connect(on);
      for (let time = 0; time < 3; time += 1) {
        expect((await callOAuth(on, "token", { ...client, ...refreshForm(tokens.refresh_token) })).status).toBe(200);
      }
    });
  });

  it("whose refresh token was used elsewhere are over for the app, until the token is given back", async () => {
    const oauth = createOAuthClient({
      authUrl: sandbox.url,
      clientId: client.client_id,
      clientSecret: client.client_secret,
    });
    const { refresh_token: refreshToken } = await connect();
    sandbox.changeToken(refreshToken, { revoked: true });
    await expect(oauth.refresh({ refreshToken })).rejects.toMatchObject({
      code: "invalid_grant",
      description: grantWords,
    });
    sandbox.changeToken(refreshToken, { revoked: false });
    await oauth.refresh({ refreshToken });
  });

  it("are asked for 8 times in a minute and no more, unless the sandbox's clock moves on", async () => {
    const tokens = await connect();
    let refresh = tokens.refresh_token;
    const renew = async () => {
      const answer = await callOAuth(sandbox, "token", { ...client, ...refreshForm(refresh) });
      refresh = answer.body.refresh_token ?? refresh;
      return answer;
    };
    for (let call = 2; call <= 8; call += 1) expect((await renew()).status).toBe(200);
    const refused = await renew();
    expect([refused.status, refused.text, refused.headers.get("x-ratelimit-limit")]).toEqual([429, "{}", "8"]);
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(Number(refused.headers.get("x-ratelimit-reset"))).toBeGreaterThan(0);
    const other = await allow(sandbox, "tom@northside.example", app);
    const form = { grant_type: "authorization_code", code: other.get("code") ?? "", redirect_uri: app.redirectUri };
    expect((await callOAuth(sandbox, "token", { ...client, ...form })).status).toBe(200);
    await sandbox.advance(hour);
    expect((await renew()).status).toBe(200);
  });

  it("are asked for without limit where the setting says so, and afresh after a reset", async () => {
    await withSettings({ tokenCallsPerMinute: 1 }, async (on) => {
      await connect(on);
      expect((await callOAuth(on, "token", { ...client, ...(await codeForm(on)) })).status).toBe(429);
      on.reset();
      await connect(on);
    });
    await withSettings({ tokenCallsPerMinute: null }, async (on) => {
      for (let call = 0; call < 12; call += 1) await connect(on);
    });
  });
});

describe("introspection and revocation", () => {
  it("look at either token, and end both", async () => {
    const tokens = await connect(sandbox, "users:read");
    const access = await callOAuth(sandbox, "introspect", { ...client, token: tokens.access_token });
    expect(access.body).toEqual({
      active: true,
      client_id: app.clientId,
      exp: tokens.created_at + 7200,
      iat: tokens.created_at,
      organization: tokens.organization,
      owner: tokens.owner,
      scope: "users:read",
      token_type: "Bearer",
    });
    const end = await callOAuth(
      sandbox,
      "revoke",
      { token: tokens.refresh_token, token_type_hint: "refresh_token" },
      { headers: basic },
    );
    expect([end.status, end.text]).toEqual([200, ""]);
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      expect((await callOAuth(sandbox, "introspect", { ...client, token })).body).toEqual({ active: false });
    }
    expect(await codeOf(meOf(clientOf(sandbox, tokens.access_token)))).toBe("unauthenticated");
  });

  it("take unknown tokens calmly, a missing one and a stranger not", async () => {
    expect((await callOAuth(sandbox, "revoke", { ...client, token: "nonsense" })).status).toBe(200);
    expect((await callOAuth(sandbox, "introspect", { ...client, token: "nonsense" })).body).toEqual({ active: false });
    for (const path of ["revoke", "introspect"] as const) {
      expect((await callOAuth(sandbox, path, client)).body.error_description).toBe(
        "Missing required parameter: token.",
      );
    }
    expect((await callOAuth(sandbox, "revoke", { ...client, client_secret: "x", token: "y" })).status).toBe(403);
    expect((await callOAuth(sandbox, "introspect", { ...client, client_secret: "x", token: "y" })).status).toBe(401);
    // A personal token belongs to no app.
    const personal = { ...client, token: tokenOf("maya") };
    expect((await callOAuth(sandbox, "introspect", personal)).body).toEqual({ active: false });
    expect((await callOAuth(sandbox, "revoke", personal)).status).toBe(403);
    await meOf(clientOf(sandbox, tokenOf("maya")));
  });
});

describe("the server's metadata", () => {
  it("names the endpoints under the origin by which it was asked, or under Calendly's own", async () => {
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`${sandbox.url}/.well-known/oauth-authorization-server`, { headers })).json();
    expect(await ask({})).toMatchObject({
      issuer: sandbox.url,
      authorization_endpoint: `${sandbox.url}/oauth/authorize`,
      token_endpoint: `${sandbox.url}/oauth/token`,
      code_challenge_methods_supported: ["S256"],
    });
    expect(await ask({ "x-forwarded-proto": "https", "x-forwarded-host": "calendly.com" })).toMatchObject({
      issuer: "https://calendly.com",
      revocation_endpoint: "https://auth.calendly.com/oauth/revoke",
      introspection_endpoint: "https://auth.calendly.com/oauth/introspect",
    });
  });

  it("is all there is: other addresses below OAuth are nowhere", async () => {
    for (const path of ["/oauth/token", "/oauth/applications", "/oauth"]) {
      const answer = await fetch(`${sandbox.url}${path}`);
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });
});
