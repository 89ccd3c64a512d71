import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { problemSchema } from "@punctual/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestServer, type SignedIn, signIn, type TestServer } from "./testing/index.ts";

const publicUrl = "https://coaching.example.com";
const friend = "https://app.example.com";
let folder: string;
let server: TestServer;
let admin: SignedIn;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "punctual-web-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), '<!doctype html><script nonce="__nonce__"></script>');
  await writeFile(join(folder, "assets", "app-1a2b3c.js"), "1");
  server = await createTestServer({
    config: {
      publicUrl,
      webRoot: folder,
      calendly: {
        apiUrl: "https://api.calendly.com",
        authUrl: "https://auth.calendly.com",
        bookingUrl: "https://calendly.com",
        assetsUrl: "https://assets.calendly.com",
        picturesUrl: "https://pictures.calendly.example",
        clientId: "client",
        clientSecret: "secret",
        webhookSigningKeys: ["key"],
      },
      protection: { limits: {}, trustedProxies: [], corsOrigins: [friend], metricsToken: null, sentryDsn: null },
    },
  });
  admin = await signIn(server, "admin");
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const everywhere = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin-allow-popups",
  "cross-origin-resource-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "x-permitted-cross-domain-policies": "none",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "reporting-endpoints": 'policy="/api/policy-reports"',
};
const nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const page = [
  "default-src 'none'",
  "script-src 'nonce-*' https://assets.calendly.com",
  "script-src-attr 'none'",
  "style-src 'self' 'nonce-*' https://assets.calendly.com",
  "img-src 'self' data: https://calendly.com https://assets.calendly.com https://pictures.calendly.example",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self' https://calendly.com",
  "worker-src 'none'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
  "report-to policy",
  "report-uri /api/policy-reports",
].join("; ");
const immutable = "public, max-age=31536000, immutable";

/** Every kind of response there is: its status, its policy, how it may be kept, and its type. */
const kinds: readonly (readonly [
  name: string,
  path: string,
  status: number,
  policy: string,
  cache: string | null,
  type: string | null,
])[] = [
  ["an answer of the API", "/api/me", 200, nothing, "no-store", "application/json"],
  ["a problem", "/api/nowhere", 404, nothing, "no-store", "application/problem+json"],
  ["a refused request", "/api/mailbox?limit=x", 400, nothing, "no-store", "application/problem+json"],
  ["a redirect", "/api/calendly/connection/callback?code=a&state=b", 302, nothing, "no-store", null],
  ["the live stream", "/api/live", 200, nothing, "no-store, no-transform", "text/event-stream; charset=utf-8"],
  ["a page", "/", 200, page, "no-store", "text/html; charset=utf-8"],
  ["a page by another path", "/sessions/ses_x", 200, page, "no-store", "text/html; charset=utf-8"],
  ["a file", "/assets/app-1a2b3c.js", 200, nothing, immutable, "text/javascript; charset=utf-8"],
  ["a missing file", "/assets/gone.js", 404, nothing, "no-store", "application/problem+json"],
  ["health", "/healthz", 200, nothing, null, "application/json"],
];

const flagsOf = (cookie: string) =>
  cookie
    .split("; ")
    .slice(1)
    .map((flag) => flag.toLowerCase());

describe("headers", () => {
  test.each(kinds)("%s is protected", async (_, path, status, policy, cache, type) => {
    const gone = new AbortController();
    const response = await admin.call(path, { signal: gone.signal });
    gone.abort();
    const got = Object.fromEntries(Object.keys(everywhere).map((name) => [name, response.headers.get(name)]));
    expect(response.status).toBe(status);
    expect(got).toEqual(everywhere);
    const policyNow = response.headers.get("content-security-policy")?.replace(/'nonce-[^']+'/g, "'nonce-*'");
    expect(policyNow).toBe(policy);
    expect(response.headers.get("cache-control")).toBe(cache);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("permissions-policy")).toContain("camera=(), ");
    expect(response.headers.get("permissions-policy")).toContain('payment=(self "https://calendly.com")');
    expect(response.headers.get("x-powered-by") ?? response.headers.get("server")).toBeNull();
  });

  test("the reference page runs and loads nothing but what carries its nonce", async () => {
    const response = await server.call("/api/docs");
    const policy = response.headers.get("content-security-policy") ?? "";
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "none";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    const body = await response.text();
    for (const [tag] of body.matchAll(/<(?:style|script)[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`);
    expect(body).not.toMatch(/ (?:style|on\w+)=|(?:src|href)="https?:\/\/(?!coaching\.example\.com)[^"]*\.(?:js|css)"/);
  });

  test("the login session's cookie is for this host alone, for https, for no script, and for no other site's requests", async () => {
    const response = await server.call("/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json", origin: publicUrl },
      body: JSON.stringify({ email: "admin@punctual.example", password: "correct horse battery staple" }),
    });
    const cookies = response.headers.getSetCookie();
    const login = cookies.find((cookie) => cookie.includes("session_token=")) ?? "";
    expect(login).toMatch(/^__Host-punctual\.session_token=/);
    expect(flagsOf(login)).toEqual(expect.arrayContaining(["path=/"]));
    for (const cookie of cookies) {
      expect(flagsOf(cookie)).toEqual(expect.arrayContaining(["secure", "httponly", "samesite=lax"]));
      expect(cookie).not.toMatch(/domain=/i);
    }
  });
});

describe("another site", () => {
  const preflight = (origin: string, path = "/api/me") =>
    server.call(path, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "PATCH", "access-control-request-headers": "authorization" },
    });

  test("of the list may ask with a bearer token, without cookies", async () => {
    const response = await preflight(friend);
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe(friend);
    expect(response.headers.get("access-control-allow-headers")).toBe("authorization, content-type, idempotency-key");
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
    const read = await server.call("/api/me", { headers: { origin: friend } });
    expect([read.status, read.headers.get("access-control-allow-origin"), read.headers.get("vary")]).toEqual([
      401,
      friend,
      expect.stringContaining("origin"),
    ]);
  });

  test.each([
    "https://app.example.com.evil.example",
    "https://evil.example",
    "http://app.example.com",
    "https://app.example.com:444",
    "null",
    publicUrl,
  ])("%s gets no leave to read", async (origin) => {
    for (const response of [await preflight(origin), await server.call("/api/config", { headers: { origin } })]) {
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
      expect(response.headers.get("access-control-allow-methods")).toBeNull();
    }
  });

  test("of the list changes nothing by cookie, even with the login session's token", async () => {
    const change = (headers: Record<string, string>) =>
      admin.call("/api/me", { method: "PATCH", body: { name: "Taken over" }, headers });
    const forged = await change({ origin: friend });
    expect(problemSchema.parse(await forged.json()).code).toBe("forbidden");
    const withBearer = await server.call("/api/me", {
      method: "PATCH",
      headers: { origin: friend, authorization: "Bearer nothing", "content-type": "application/json" },
      body: "{}",
    });
    expect([withBearer.status, withBearer.headers.get("access-control-allow-origin")]).toEqual([401, friend]);
  });
});

describe("a report of something blocked", () => {
  const report = (type: string, body: string) =>
    server.call("/api/policy-reports", { method: "POST", headers: { "content-type": type }, body });
  const violation = (effectiveDirective: string, blockedURL: string) => ({
    type: "csp-violation",
    age: 1,
    url: `${publicUrl}/`,
    body: { effectiveDirective, blockedURL, documentURL: `${publicUrl}/`, disposition: "enforce" },
  });

  test("is taken in both forms that browsers send", async () => {
    const now = await report(
      "application/reports+json",
      JSON.stringify([violation("frame-src", "https://x.example/")]),
    );
    const old = { "csp-report": { "violated-directive": "script-src-elem", "blocked-uri": "inline" } };
    const before = await report("application/csp-report", JSON.stringify(old));
    expect([now.status, before.status]).toEqual([204, 204]);
  });

  test.each([
    ["text/plain", "[]", 415],
    ["application/reports+json", "{", 400],
    ["application/reports+json", '{"a":1}', 400],
    ["application/csp-report", '"x"', 400],
    ["application/reports+json", JSON.stringify(["x".repeat(70_000)]), 413],
  ])("that is none (%s) is refused", async (type, body, status) => {
    expect((await report(type, body)).status).toBe(status);
  });
});
