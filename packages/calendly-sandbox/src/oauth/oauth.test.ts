import { createOAuthClient, createPkce, endpoints, isOAuthError, type OAuthTokens } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { clientOf, hour, meOf, startSandbox } from "../testing/stage.ts";

const redirectUri = "http://localhost:3000/api/calendly/connection/callback";
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

function oauthClient(secret?: string) {
  const app = sandbox.credentials().apps[0];
  if (app === undefined) throw new Error("No app");
  return createOAuthClient({
    authUrl: sandbox.url,
    clientId: app.clientId,
    clientSecret: secret ?? app.clientSecret,
    now: sandbox.now,
  });
}

/** Opens the consent page, reads its form as a browser would, and presses a button. */
async function consent(
  email: string,
  decision: "allow" | "deny",
  scopes = ["users:read", "scheduled_events:read"] as const,
) {
  const pkce = await createPkce();
  const address = oauthClient().authorizeUrl({ redirectUri, state: "st-1", codeChallenge: pkce.challenge, scopes });
  const page = await (await fetch(address)).text();
  const form = new URLSearchParams();
  for (const [input] of page.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const attribute = (name: string) =>
      new RegExp(`${name}="([^"]*)"`).exec(input)?.[1]?.replaceAll("&amp;", "&") ?? "";
    form.set(attribute("name"), attribute("value"));
  }
  const account = sandbox.world.listConsentAccounts().find((one) => one.email === email);
  expect(page).toContain(account?.name);
  form.set("account", account?.userId ?? "");
  form.set("decision", decision);
  const answer = await fetch(`${sandbox.url}/oauth/authorize`, { method: "POST", body: form, redirect: "manual" });
  expect(answer.status).toBe(302);
  const returned = new URL(answer.headers.get("location") ?? "");
  expect(returned.href.startsWith(redirectUri)).toBe(true);
  expect(returned.searchParams.get("state")).toBe("st-1");
  return {
    code: returned.searchParams.get("code"),
    error: returned.searchParams.get("error"),
    verifier: pkce.verifier,
  };
}

async function connect(email = "maya@northside.example"): Promise<OAuthTokens> {
  const { code, verifier } = await consent(email, "allow");
  return oauthClient().exchangeCode({ code: code ?? "", redirectUri, codeVerifier: verifier });
}

async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (isOAuthError(error)) return error.code;
    throw error;
  }
  return "no error";
}

describe("consent", () => {
  it("leads through the page to tokens of the chosen account", async () => {
    const tokens = await connect();
    expect(tokens.accessToken.split(".")).toHaveLength(3);
    expect(tokens.expiresAt.getTime() - sandbox.now()).toBe(2 * hour);
    expect(tokens.scopes).toEqual(["users:read", "scheduled_events:read"]);
    const me = await meOf(clientOf(sandbox, tokens.accessToken));
    expect(me).toMatchObject({ email: "maya@northside.example", uri: tokens.ownerUri });
    expect(me.current_organization).toBe(tokens.organizationUri);
  });

  it("returns a refusal when the person denies", async () => {
    expect(await consent("maya@northside.example", "deny")).toMatchObject({ code: null, error: "access_denied" });
  });

  it("never sends anybody to an address that the app may not return to", async () => {
    const ask = (search: Record<string, string>) =>
      fetch(`${sandbox.url}/oauth/authorize?${new URLSearchParams(search)}`, { redirect: "manual" });
    const good = { client_id: "punctual-local", response_type: "code", redirect_uri: redirectUri };
    expect((await ask(good)).status).toBe(200);
    expect((await ask({ ...good, redirect_uri: "http://127.0.0.1:5000/x" })).status).toBe(200);
    for (const redirect_uri of [
      "https://evil.example/",
      "http://localhost.evil.example/",
      "javascript:alert(1)",
      "x",
    ]) {
      const answer = await ask({ ...good, redirect_uri });
      expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
    }
    expect((await ask({ ...good, client_id: "nobody" })).status).toBe(400);
    const odd = await ask({ ...good, scope: "everything" });
    expect(new URL(odd.headers.get("location") ?? "").searchParams.get("error")).toBe("invalid_scope");
    const plain = await ask({ ...good, code_challenge: "x".repeat(43), code_challenge_method: "plain" });
    expect(new URL(plain.headers.get("location") ?? "").searchParams.get("error")).toBe("invalid_request");
  });
});

describe("tokens", () => {
  it("gives a code once, for its own redirect and verifier, within ten minutes", async () => {
    const oauth = oauthClient();
    const first = await consent("maya@northside.example", "allow");
    const exchange = (code: string, codeVerifier: string, to = redirectUri) =>
      oauth.exchangeCode({ code, redirectUri: to, codeVerifier });
    const code = first.code ?? "";
    expect(code).toMatch(/^[0-9a-f]{64}$/);
    expect(await refusal(exchange(code, "wrong".repeat(10)))).toBe("invalid_grant");
    expect(await refusal(exchange(code, first.verifier, `${redirectUri}/other`))).toBe("invalid_grant");
    const tokens = await exchange(code, first.verifier);
    expect(await refusal(exchange(code, first.verifier))).toBe("invalid_grant");
    // A code that comes twice may be stolen, so what it gave has ended.
    await expect(meOf(clientOf(sandbox, tokens.accessToken))).rejects.toMatchObject({ code: "unauthenticated" });
    const late = await consent("maya@northside.example", "allow");
    await sandbox.advance(10 * 60_000);
    expect(await refusal(exchange(late.code ?? "", late.verifier))).toBe("invalid_grant");
  });

  it("rotates refresh tokens: each works once, and of two at the same time one wins", async () => {
    const oauth = oauthClient();
    const tokens = await connect();
    const both = await Promise.allSettled([
      oauth.refresh({ refreshToken: tokens.refreshToken }),
      oauth.refresh({ refreshToken: tokens.refreshToken }),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    const renewed = both.find((one) => one.status === "fulfilled")?.value;
    await meOf(clientOf(sandbox, renewed?.accessToken ?? ""));
    expect(await refusal(oauth.refresh({ refreshToken: tokens.refreshToken }))).toBe("invalid_grant");
  });

  it("ends access after two hours, and says so in introspection", async () => {
    const tokens = await connect();
    const oauth = oauthClient();
    expect(await oauth.introspect({ token: tokens.accessToken })).toMatchObject({ active: true });
    await sandbox.advance(2 * hour);
    expect(await oauth.introspect({ token: tokens.accessToken })).toMatchObject({ active: false });
    const answer = await fetch(`${sandbox.url}/users/me`, {
      headers: { authorization: `Bearer ${tokens.accessToken}` },
    });
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { message: "The access token expired", title: "Unauthenticated" },
    ]);
  });

  it("ends both tokens when either is revoked, or when the account takes its consent back", async () => {
    const oauth = oauthClient();
    const revoked = await connect();
    await oauth.revoke({ token: revoked.accessToken });
    expect(await refusal(oauth.refresh({ refreshToken: revoked.refreshToken }))).toBe("invalid_grant");
    const taken = await connect();
    expect(sandbox.deauthorize(taken.ownerUri.split("/").at(-1) ?? "")).toBe(2);
    await expect(meOf(clientOf(sandbox, taken.accessToken))).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("refuses an app that cannot prove who it is, by Basic or in the body", async () => {
    expect(await refusal(oauthClient("wrong").refresh({ refreshToken: "x" }))).toBe("invalid_client");
    const body = { grant_type: "refresh_token", refresh_token: "x", client_id: "punctual-local" };
    const send = async (more: object) => {
      const answer = await fetch(`${sandbox.url}/oauth/token`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...body, ...more }),
      });
      return [answer.status, ((await answer.json()) as { error: string }).error];
    };
    expect(await send({})).toEqual([401, "invalid_client"]);
    const { clientSecret } = sandbox.credentials().apps[0] ?? {};
    expect(await send({ client_secret: clientSecret })).toEqual([400, "invalid_grant"]);
    expect(await send({ client_secret: clientSecret, grant_type: "password" })).toEqual([
      400,
      "unsupported_grant_type",
    ]);
  });

  it("opens only what its scopes say, writing including reading", async () => {
    const { accessToken } = await connect();
    const client = clientOf(sandbox, accessToken);
    const { uri: user } = await meOf(client);
    await client.request(endpoints.listScheduledEvents, { query: { user, count: 1 } });
    const call = client.request(endpoints.listEventTypes, { query: { user } });
    await expect(call).rejects.toMatchObject({ code: "insufficient_scope", status: 403 });
  });
});
