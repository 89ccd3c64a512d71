import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { allow, callOAuth, userIdOf } from "../testing/consent.ts";
import { clientOf, codeOf, meOf, startSandbox, tokenOf } from "../testing/stage.ts";

const maya = "maya@northside.example";
const app = { clientId: "punctual-local", redirectUri: "http://localhost:3000/api/calendly/connection/callback" };
const client = { client_id: app.clientId, client_secret: "sandbox-client-secret-that-opens-nothing-else" };
const appsPath = "/integrations/apps";
const tokensPath = "/integrations/api_webhooks";

let sandbox: Sandbox;
let account: string;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  sandbox.reset();
  account = userIdOf(sandbox, maya);
});
afterAll(() => sandbox.close());

async function connect(email = maya) {
  const code = (await allow(sandbox, email, { ...app, scope: "users:read contacts:write" })).get("code") ?? "";
  const form = { ...client, grant_type: "authorization_code", code, redirect_uri: app.redirectUri };
  return (await callOAuth(sandbox, "token", form)).body as { access_token: string; refresh_token: string };
}

async function look(path: string) {
  const answer = await fetch(`${sandbox.url}${path}`);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

async function send(path: string, form: Record<string, string> | [string, string][]) {
  const answer = await fetch(`${sandbox.url}${path}`, { method: "POST", body: new URLSearchParams(form) });
  return { status: answer.status, text: await answer.text() };
}

const codeWith = (accessToken: string) => codeOf(meOf(clientOf(sandbox, accessToken)));

describe("connected apps", () => {
  it("are asked for by account, and show what was allowed, in words, unframed", async () => {
    const chooser = await look(appsPath);
    expect(chooser.text).toContain(`href="${appsPath}?account=${account}"`);
    expect((await look(`${appsPath}?account=${account}`)).text).toContain("No app can act for Maya Okafor");
    await connect();
    const { text, headers } = await look(`${appsPath}?account=${account}`);
    expect(text).toContain("<h2>Punctual</h2>");
    expect(text).toContain("See, create and change your contacts");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect((await look("/assets/oauth/account.css")).status).toBe(200);
  });

  it("lose everything when they are removed, at once and for that account only", async () => {
    const hers = await connect();
    const his = await connect("tom@northside.example");
    const waiting = (await allow(sandbox, maya, app)).get("code") ?? "";
    const removed = await send(appsPath, { account, client_id: app.clientId });
    expect(removed.text).toContain("Punctual can no longer act for this account.");
    expect(await codeWith(hers.access_token)).toBe("unauthenticated");
    const { body } = await callOAuth(sandbox, "token", {
      ...client,
      grant_type: "refresh_token",
      refresh_token: hers.refresh_token,
    });
    expect(body.error).toBe("invalid_grant");
    const late = { ...client, grant_type: "authorization_code", code: waiting, redirect_uri: app.redirectUri };
    expect((await callOAuth(sandbox, "token", late)).body.error).toBe("invalid_grant");
    expect(await codeWith(his.access_token)).toBe("no error");
    expect(await codeWith(tokenOf("maya"))).toBe("no error");
    expect((await send(appsPath, { account, client_id: app.clientId })).status).toBe(404);
    expect((await send(appsPath, { account: "nobody", client_id: app.clientId })).status).toBe(404);
  });

  it("that an address says were removed are not said to be gone while they are not", async () => {
    await connect();
    const { text } = await look(`${appsPath}?account=${account}&removed=${app.clientId}`);
    expect(text).not.toContain("can no longer act");
  });
});

describe("personal tokens", () => {
  const make = (name: string, scopes: readonly string[]) =>
    send(tokensPath, [
      ["account", account],
      ["name", name],
      ...scopes.map((one): [string, string] => ["scopes[]", one]),
    ]);

  it("are made with chosen scopes, shown once, and end when revoked", async () => {
    const { status, text } = await make("Reports", ["users:read"]);
    expect(status).toBe(200);
    const token = /<textarea[^>]*>([^<]+)<\/textarea>/.exec(text)?.[1] ?? "";
    expect(token.split(".")).toHaveLength(3);
    const me = clientOf(sandbox, token);
    expect((await meOf(me)).email).toBe(maya);
    const events = await fetch(`${sandbox.url}/scheduled_events?user=${sandbox.url}/users/${account}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([events.status, (await events.json()).required_scopes]).toEqual([403, ["scheduled_events:read"]]);
    const page = await look(`${tokensPath}?account=${account}`);
    expect(page.text).toContain("<h2>Reports</h2>");
    expect(page.text).not.toContain(token);
    const id = /name="token" value="([0-9a-f]{32})"/.exec(page.text)?.[1] ?? "";
    expect(
      (await send(`${tokensPath}/revoke`, { account: userIdOf(sandbox, "tom@northside.example"), token: id })).status,
    ).toBe(404);
    expect((await send(`${tokensPath}/revoke`, { account, token: id })).text).toContain("opens nothing any more");
    expect(await codeWith(token)).toBe("unauthenticated");
    expect((await send(`${tokensPath}/revoke`, { account, token: id })).status).toBe(404);
  });

  it("need a name and a scope", async () => {
    for (const [name, scopes] of [
      ["", ["users:read"]],
      ["x".repeat(101), ["users:read"]],
      ["Reports", []],
      ["Reports", ["all:of:it"]],
    ] as const) {
      const { status, text } = await make(name, scopes);
      expect(status).toBe(400);
      expect(text).toContain('role="alert"');
    }
    expect(sandbox.listTokens().filter(({ kind, name }) => kind === "personal" && name !== undefined)).toEqual([]);
  });

  it("with a hostile name stay text", async () => {
    expect((await make("<script>alert(1)</script>", ["all"])).text).not.toContain("<script>");
  });
});

describe("a change of login", () => {
  it("ends every token of the person, and nobody else's", async () => {
    const { access_token } = await connect();
    const { user, revoked } = sandbox.changeLogin({
      user: maya,
      change: { kind: "email", email: "maya.o@northside.example" },
    });
    expect([user.email, revoked]).toEqual(["maya.o@northside.example", 3]);
    for (const token of [access_token, tokenOf("maya")]) expect(await codeWith(token)).toBe("unauthenticated");
    expect(await codeWith(tokenOf("tom"))).toBe("no error");
    expect(sandbox.changeLogin({ user: "tom@northside.example", change: { kind: "password" } }).revoked).toBe(1);
    expect(await codeWith(tokenOf("tom"))).toBe("unauthenticated");
  });

  it("over HTTP refuses an address that is none or is taken, in a sentence", async () => {
    const change = async (body: object) => {
      const answer = await fetch(`${sandbox.url}/_sandbox/login`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return answer.status;
    };
    const email = (address: string) => ({ user: maya, change: { kind: "email", email: address } });
    expect(await change(email("nonsense"))).toBe(400);
    expect(await change(email("TOM@northside.example"))).toBe(409);
    expect(await change({ user: "nobody@x.example", change: { kind: "password" } })).toBe(404);
    expect(await change({ user: maya })).toBe(400);
    expect(await codeWith(tokenOf("maya"))).toBe("no error");
  });
});

describe("apps of the controls", () => {
  it("are registered with secrets of their own, used, and removed with their consents", async () => {
    const made = sandbox.registerApp({
      name: "Dashboard",
      redirectUris: ["https://dash.example/cb"],
      scopes: ["users:read"],
    });
    const answers = await allow(sandbox, maya, { clientId: made.clientId, redirectUri: "https://dash.example/cb" });
    const { body } = await callOAuth(sandbox, "token", {
      grant_type: "authorization_code",
      code: answers.get("code") ?? "",
      redirect_uri: "https://dash.example/cb",
      client_id: made.clientId,
      client_secret: made.clientSecret ?? "",
    });
    expect(body.scope).toBe("users:read");
    expect(sandbox.removeApp(made.clientId)).toBe(true);
    expect(await codeWith(body.access_token)).toBe("unauthenticated");
    expect(sandbox.removeApp(made.clientId)).toBe(false);
    expect(sandbox.registerApp({ name: "Pocket", kind: "native" }).clientSecret).toBeNull();
  });

  it("must be able to be what they say", async () => {
    const register = async (body: object) => {
      const answer = await fetch(`${sandbox.url}/_sandbox/apps`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return answer.status;
    };
    const before = sandbox.listApps().length;
    expect(await register({})).toBe(400);
    expect(await register({ name: " " })).toBe(400);
    expect(await register({ name: "X", kind: "desktop" })).toBe(400);
    expect(await register({ name: "X", scopes: ["all"] })).toBe(400);
    expect(await register({ name: "X", environment: "production", redirectUris: ["http://localhost/"] })).toBe(400);
    expect(await register({ name: "X", redirectUris: ["com.example.app:/cb"] })).toBe(400);
    expect(sandbox.listApps()).toHaveLength(before);
  });
});
