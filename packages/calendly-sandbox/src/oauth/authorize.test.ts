import { allScopes, createPkce } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { allow, callOAuth, consentQuery, userIdOf } from "../testing/consent.ts";
import { startSandbox } from "../testing/stage.ts";

const maya = "maya@northside.example";
const web = { clientId: "punctual-local", redirectUri: "http://localhost:3000/api/calendly/connection/callback" };
const native = { clientId: "sandbox-native-app", redirectUri: "http://localhost/callback" };
const production = {
  clientId: "sandbox-production-app",
  redirectUri: "https://crm.example/oauth/calendly/callback",
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

/** Opens the consent page; where a redirect would lead, or null. */
async function open(query: URLSearchParams | Record<string, string>) {
  const answer = await fetch(`${sandbox.url}/oauth/authorize?${new URLSearchParams(query)}`, { redirect: "manual" });
  const location = answer.headers.get("location");
  return {
    status: answer.status,
    text: await answer.text(),
    answers: location === null ? null : new URL(location).searchParams,
  };
}

async function tokensOf(request: typeof web & { scope?: string }, secret: string) {
  const code = (await allow(sandbox, maya, request)).get("code") ?? "";
  const { body } = await callOAuth(sandbox, "token", {
    grant_type: "authorization_code",
    code,
    redirect_uri: request.redirectUri,
    client_id: request.clientId,
    client_secret: secret,
  });
  return body;
}
const webSecret = "sandbox-client-secret-that-opens-nothing-else";

describe("a native app", () => {
  it("gets in with PKCE and without a secret, and not without PKCE", async () => {
    const bare = await open(consentQuery({ ...native, state: "s" }));
    expect(Object.fromEntries(bare.answers ?? [])).toEqual({
      error: "invalid_request",
      error_description: "Code challenge is required.",
      state: "s",
    });
    const { challenge, verifier } = await createPkce();
    const code = (await allow(sandbox, maya, { ...native, codeChallenge: challenge })).get("code") ?? "";
    const form = {
      grant_type: "authorization_code",
      code,
      redirect_uri: native.redirectUri,
      client_id: native.clientId,
    };
    const unproven = await callOAuth(sandbox, "token", form);
    expect([unproven.status, unproven.body]).toEqual([
      400,
      { error: "invalid_request", error_description: "Missing required parameter: code_verifier." },
    ]);
    const guessed = await callOAuth(sandbox, "token", { ...form, client_secret: "guess", code_verifier: verifier });
    expect([guessed.status, guessed.body.error]).toEqual([401, "invalid_client"]);
    const { status, body } = await callOAuth(sandbox, "token", { ...form, code_verifier: verifier });
    expect([status, body.expires_in, body.token_type]).toEqual([200, 7200, "Bearer"]);
    const renewed = await callOAuth(sandbox, "token", {
      grant_type: "refresh_token",
      refresh_token: body.refresh_token,
      client_id: native.clientId,
    });
    expect(renewed.status).toBe(200);
  });

  it("may return to a scheme of its own, exactly as registered", async () => {
    const { challenge: codeChallenge } = await createPkce();
    const own = { ...native, redirectUri: "com.example.pocket:/callback", codeChallenge };
    expect((await open(consentQuery(own))).status).toBe(200);
    for (const redirectUri of ["com.example.pocket:/other", "com.example.other:/callback", "javascript:alert(1)"]) {
      expect(await open(consentQuery({ ...own, redirectUri }))).toMatchObject({ status: 400, answers: null });
    }
  });
});

describe("a redirect", () => {
  it("of a sandbox app may lead to any port of this machine, and nowhere else", async () => {
    for (const redirectUri of ["http://localhost:8123/x", "http://127.0.0.1/y", "http://[::1]:9/z"]) {
      expect((await open(consentQuery({ ...web, redirectUri }))).status).toBe(200);
    }
    for (const redirectUri of ["https://localhost/x", "http://localhost:3000/x#fragment", "http://10.0.0.1/", "//x"]) {
      expect(await open(consentQuery({ ...web, redirectUri }))).toMatchObject({ status: 400, answers: null });
    }
  });

  it("of a production app must be registered and https", async () => {
    expect((await open(consentQuery(production))).status).toBe(200);
    for (const redirectUri of [
      "http://localhost:3000/",
      `${production.redirectUri}/`,
      `${production.redirectUri}?a=1`,
    ]) {
      expect(await open(consentQuery({ ...production, redirectUri }))).toMatchObject({ status: 400, answers: null });
    }
  });

  it("keeps its own query beside the answer", async () => {
    const redirectUri = "http://localhost:3000/back?tenant=7";
    const answers = await allow(sandbox, maya, { ...web, redirectUri, state: "a b&c" });
    expect([answers.get("tenant"), answers.get("state"), answers.get("code")?.length]).toEqual(["7", "a b&c", 64]);
  });
});

describe("scopes", () => {
  it("are those of the app when none are asked for, else those that are asked for", async () => {
    expect((await tokensOf(web, webSecret)).scope).toBe(allScopes.join(" "));
    expect((await tokensOf({ ...web, scope: "users:read webhooks:write" }, webSecret)).scope).toBe(
      "users:read webhooks:write",
    );
    expect((await tokensOf(production, "sandbox-production-secret-that-opens-nothing-else")).scope).toBe(
      "users:read organizations:read scheduled_events:read contacts:write webhooks:write",
    );
  });

  it("of others are refused: unknown ones, and ones that the app does not have; writing includes reading", async () => {
    const asked = async (scope: string) => (await open(consentQuery({ ...production, scope }))).answers?.get("error");
    expect(await asked("users:read everything")).toBe("invalid_scope");
    expect(await asked("event_types:read")).toBe("invalid_scope");
    expect(await asked("scheduled_events:write")).toBe("invalid_scope");
    expect((await open(consentQuery({ ...production, scope: "contacts:read" }))).status).toBe(200);
  });

  it("open everything until the first refresh where the setting asks for tokens of the time before scopes", async () => {
    const before = await startSandbox({ settings: { newTokenScopes: "full_access" } });
    try {
      const code = (await allow(before, maya, { ...web, scope: "users:read" })).get("code") ?? "";
      const client = { client_id: web.clientId, client_secret: webSecret };
      const first = await callOAuth(before, "token", {
        ...client,
        grant_type: "authorization_code",
        code,
        redirect_uri: web.redirectUri,
      });
      const list = async (token: string) => {
        const user = `${before.url}/users/${userIdOf(before, maya)}`;
        const headers = { authorization: `Bearer ${token}` };
        return (await fetch(`${before.url}/event_types?user=${user}`, { headers })).status;
      };
      expect(first.body).not.toHaveProperty("scope");
      expect(await list(first.body.access_token)).toBe(200);
      const renewed = await callOAuth(before, "token", {
        ...client,
        grant_type: "refresh_token",
        refresh_token: first.body.refresh_token,
      });
      expect(renewed.body.scope).toBe("users:read");
      expect(await list(renewed.body.access_token)).toBe(403);
    } finally {
      await before.close();
    }
  });
});

describe("a faulty request for consent", () => {
  it("returns what is wrong to the app, in Doorkeeper's words, with its state", async () => {
    const good = Object.fromEntries(consentQuery({ ...web, state: "echo" }));
    const { response_type: _, ...untyped } = good;
    const wrong: readonly [Record<string, string>, string, string][] = [
      [untyped, "invalid_request", "Missing required parameter: response_type."],
      [
        { ...good, response_type: "token" },
        "unsupported_response_type",
        "The authorization server does not support this response type.",
      ],
      [{ ...good, code_challenge: "x".repeat(43) }, "invalid_request", "The code_challenge_method must be S256."],
      [{ ...good, scope: "a:b" }, "invalid_scope", "The requested scope is invalid, unknown, or malformed."],
    ];
    for (const [query, error, error_description] of wrong) {
      expect(Object.fromEntries((await open(query)).answers ?? [])).toEqual({
        error,
        error_description,
        state: "echo",
      });
    }
  });

  it("is told to the person where there is nobody to return to", async () => {
    for (const query of [{}, { client_id: "nobody" }, { client_id: web.clientId, response_type: "code" }]) {
      const { status, answers, text } = await open(query);
      expect([status, answers]).toEqual([400, null]);
      expect(text).not.toContain("<form");
    }
  });

  it("asks again for the account when none was chosen, or a wrong one", async () => {
    for (const account of [undefined, "nobody"]) {
      const body = consentQuery(web);
      body.set("decision", "allow");
      if (account !== undefined) body.set("account", account);
      const answer = await fetch(`${sandbox.url}/oauth/authorize`, { method: "POST", body, redirect: "manual" });
      expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
      expect(await answer.text()).toContain(`name="client_id" value="punctual-local"`);
    }
  });
});
