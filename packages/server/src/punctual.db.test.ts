import { problemSchema } from "@punctual/contract";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loginSessions } from "./platform/database/schema.ts";
import { createTestServer, openTestDatabase, type SignedIn, signIn, type TestServer } from "./testing/index.ts";

let server: TestServer;
let coach: SignedIn;
beforeAll(async () => {
  server = await createTestServer();
  coach = await signIn(server, "coach");
});
afterAll(() => server.close());

async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return problemSchema.parse(await response.json());
}

test("a signed-in person is told who they are; the token stays in an HttpOnly cookie", async () => {
  const response = await coach.call("/api/me");
  expect(await response.json()).toMatchObject({ id: coach.personId, role: "coach", email: "coach@punctual.example" });
  const signedIn = await server.call("/api/auth/sign-in/email", {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.config.publicUrl },
    body: JSON.stringify({ email: "coach@punctual.example", password: "correct horse battery staple" }),
  });
  const [cookie = ""] = signedIn.headers.getSetCookie();
  expect(cookie).toMatch(/^punctual\.session_token=.*HttpOnly.*SameSite=Lax/i);
  expect(await signedIn.text()).not.toContain(cookie.slice("punctual.session_token=".length).split(".")[0]);
});

test("without a login session every guarded route answers unauthenticated, with a sentence", async () => {
  const problem = await problemOf(await server.call("/api/me"));
  expect(problem).toMatchObject({ status: 401, code: "unauthenticated", detail: "Sign in to see this." });
});

test("an expired login session is told apart from none", async () => {
  const open = await openTestDatabase();
  const other = await createTestServer({ open });
  try {
    const person = await signIn(other, "realtor");
    await open.database
      .update(loginSessions)
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where(eq(loginSessions.userId, person.personId));
    expect(await problemOf(await person.call("/api/me"))).toMatchObject({
      status: 401,
      code: "login_session_expired",
      detail: "Your login session is over. Sign in again to go on.",
    });
  } finally {
    await other.close();
  }
});

test("signing out ends the login session on the server, not only in the browser", async () => {
  const person = await signIn(server, "realtor");
  expect((await person.call("/api/auth/sign-out", { method: "POST", body: {} })).status).toBe(200);
  expect((await problemOf(await person.call("/api/me"))).code).toBe("login_session_expired");
});

test("a route of another role is forbidden; a thing in it looks as if it did not exist", async () => {
  expect((await problemOf(await coach.call("/api/overview"))).code).toBe("forbidden");
  expect((await problemOf(await coach.call("/api/calendly/coaches/per_someone"))).code).toBe("not_found");
});

test("nobody signs up by themself, and no other endpoint of the identity library is reachable", async () => {
  for (const path of ["sign-up/email", "update-user", "delete-user", "list-sessions", "reset-password"]) {
    const response = await coach.call(`/api/auth/${path}`, { method: "POST", body: { role: "admin" } });
    expect([path, response.status]).toEqual([path, 404]);
  }
});

test("a wrong password is refused with a sentence; ten failures close that account for that address alone", async () => {
  const attempt = (password: string, address: string) =>
    Promise.resolve(
      server.punctual.fetch(
        new Request(`${server.config.publicUrl}/api/auth/sign-in/email`, {
          method: "POST",
          headers: { "content-type": "application/json", origin: server.config.publicUrl },
          body: JSON.stringify({ email: "coach@punctual.example", password }),
        }),
        { incoming: { socket: { remoteAddress: address } } },
      ),
    );
  for (let i = 0; i < 10; i += 1) expect((await attempt("wrong password", "203.0.113.9")).status).toBe(401);
  const limited = await attempt("correct horse battery staple", "203.0.113.9");
  expect(limited.status).toBe(429);
  expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await attempt("correct horse battery staple", "198.51.100.7")).status).toBe(200);
});

test("a request that changes something is taken from our own pages only", async () => {
  const update = (headers: Record<string, string>) =>
    coach.call("/api/me", { method: "PATCH", body: { name: "Maya" }, headers });
  expect((await problemOf(await update({ origin: "https://evil.example" }))).code).toBe("forbidden");
  expect((await problemOf(await update({ origin: "null" }))).code).toBe("forbidden");
  expect((await update({ origin: "http://localhost:3000" })).status).toBe(200);
  const crossSite = await server.call("/api/me", {
    method: "PATCH",
    headers: { cookie: coach.cookie, "sec-fetch-site": "cross-site", "content-type": "application/json" },
    body: "{}",
  });
  expect((await problemOf(crossSite)).code).toBe("forbidden");
});

test("an unknown field is refused by name, a wrong one with what to write", async () => {
  const unknown = await problemOf(await coach.call("/api/me", { method: "PATCH", body: { role: "admin" } }));
  expect(unknown).toMatchObject({ status: 400, code: "invalid_request" });
  expect(unknown.errors).toEqual([{ field: "body.role", message: "This field is not known here. Leave it out." }]);
  const zone = await problemOf(await coach.call("/api/me", { method: "PATCH", body: { timeZone: "Mars/Olympus" } }));
  expect(zone.errors).toEqual([
    { field: "body.timeZone", message: "Write an IANA time zone, for example America/Chicago." },
  ]);
});

test("a parameter that comes twice, a body that is no JSON, and one that is too large are refused", async () => {
  const twice = await problemOf(await coach.call("/api/calendly/scheduled_events?limit=1&limit=2"));
  expect(twice.errors).toEqual([{ field: "query.limit", message: "Write this parameter once." }]);
  const login = { cookie: coach.cookie, "x-csrf-token": coach.csrfToken };
  const headers = { ...login, "content-type": "application/json" };
  const broken = await server.call("/api/me", { method: "PATCH", headers, body: "{" });
  expect((await problemOf(broken)).errors).toEqual([{ field: "body", message: "Write valid JSON in UTF-8." }]);
  const form = await server.call("/api/me", { method: "PATCH", headers: login, body: "name=x" });
  expect((await problemOf(form)).status).toBe(415);
  const huge = await server.call("/api/me", { method: "PATCH", headers, body: `"${"x".repeat(300_000)}"` });
  expect((await problemOf(huge)).status).toBe(413);
});

test.each([
  ["a name", "/api/me", { method: "PATCH", body: { name: "a\0b" } }, "body.name"],
  ["a search", "/api/calendly/scheduled_events?search=%00", {}, "query.search"],
  ["a path", "/api/calendly/sessions/ses_%00", {}, "path.uuid"],
])("a U+0000 in %s is refused: no text of the database holds one", async (_, path, init, field) => {
  const problem = await problemOf(await coach.call(path, init));
  expect(problem.errors).toEqual([{ field, message: "Write this without the character U+0000." }]);
});

test("a cursor that was made by hand is refused, whatever it holds", async () => {
  const admin = await signIn(server, "admin", { email: "cursors@punctual.example" });
  const made = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");
  for (const path of [
    `/api/mailbox?cursor=${made("2026-01-01T00:00:00Z", "msg_\0")}`,
    `/api/mailbox?cursor=${made("0000-01-01T00:00:00Z", "msg_a")}`,
    `/api/calendly/coaches?cursor=${made("\0", "per_a")}`,
    `/api/calendly/coaches?cursor=${made("A", "per_\0")}`,
  ]) {
    expect([path, (await admin.call(path)).status]).toEqual([path, 400]);
  }
});

test("a value of the wrong kind is not called missing, and a missing one is", async () => {
  const wrong = await problemOf(await coach.call("/api/me", { method: "PATCH", body: { name: 5 } }));
  expect(wrong.errors?.[0]?.message).toContain("expected string");
  const report = { method: "POST", body: { eventTypeId: "ety_a", eventUri: "https://calendly.com/e" } };
  const realtor = await signIn(server, "realtor", { email: "kinds@punctual.example" });
  const missing = await problemOf(await realtor.call("/api/calendly/bookings", report));
  expect(missing.errors).toEqual([{ field: "body.inviteeUri", message: "This field is missing. Write it." }]);
});

test("where Calendly sends the browser back, every refusal is a page and never a document", async () => {
  const realtor = await signIn(server, "realtor", { email: "callback@punctual.example" });
  const answers = await Promise.all([
    server.call("/api/calendly/connection/callback?code=a&state=b"),
    realtor.call("/api/calendly/connection/callback?code=a&state=b"),
    coach.call("/api/calendly/connection/callback?state=a&state=b"),
  ]);
  expect(answers.map((one) => [one.status, one.headers.get("location")])).toEqual([
    [302, "/settings/connection?problem=unauthenticated"],
    [302, "/settings/connection?problem=forbidden"],
    [302, "/settings/connection?problem=invalid_request"],
  ]);
});

test("HEAD does nothing that GET would do: no stream is opened that nobody ends, no consent is consumed", async () => {
  for (const path of ["/api/live", "/api/calendly/connection/callback?state=a"]) {
    expect([path, (await coach.call(path, { method: "HEAD" })).status]).toEqual([path, 405]);
  }
});

test("an unknown path answers 404 and an impossible method 405 with what is possible, as problems", async () => {
  expect((await problemOf(await server.call("/api/nothing"))).code).toBe("not_found");
  const wrong = await server.call("/api/me", { method: "DELETE" });
  expect(wrong.headers.get("allow")).toBe("GET, PATCH");
  expect((await problemOf(wrong)).code).toBe("method_not_allowed");
});

test("every response names its request and carries the protections of a browser", async () => {
  const response = await server.call("/api/config");
  expect(response.headers.get("x-request-id")).toMatch(/^req_[0-9A-Za-z]{22}$/);
  expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("strict-transport-security")).toBeNull();
});

test("health, readiness, metrics, the OpenAPI document and the reference page answer", async () => {
  expect((await server.call("/healthz")).status).toBe(200);
  expect(await (await server.call("/readyz")).json()).toEqual({ status: "ready", reasons: [] });
  expect(await (await server.call("/metrics")).text()).toContain('punctual_http_requests_total{route="getMe"');
  expect(await (await server.call("/api/openapi.json")).json()).toMatchObject({ openapi: "3.1.0" });
  const page = await (await server.call("/api/docs")).text();
  expect(page).toContain("/api/calendly/cancel_event/{uuid}");
  expect(page).not.toMatch(/<script|<(?:link|img|iframe)[^>]*https?:|@import/);
});

test("metrics are told to this machine, not to the world; with a token to whoever has it, and to nobody else", async () => {
  const metricsToken = "metrics-token-that-is-long-enough-for-it";
  const guarded = await createTestServer({ config: { protection: { ...server.config.protection, metricsToken } } });
  const ask = async (of: TestServer, remoteAddress: string, headers: Record<string, string> = {}) => {
    const request = new Request(`${server.config.publicUrl}/metrics`, { headers });
    const response = await of.punctual.fetch(request, { incoming: { socket: { remoteAddress } } });
    if (response.status !== 200) expect((await problemOf(response)).code).toBe("not_found");
    return response.status;
  };
  const passedOn = { "x-forwarded-for": "127.0.0.1" };
  const bearing = { authorization: `Bearer ${metricsToken}` };
  try {
    for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) {
      expect([address, await ask(server, address)]).toEqual([address, 200]);
      // A proxy that is not trusted: whoever asks is somewhere behind it.
      expect([address, await ask(server, address, passedOn)]).toEqual([address, 404]);
      expect([address, await ask(guarded, address)]).toEqual([address, 404]);
    }
    for (const address of ["203.0.113.9", "2001:db8::1"]) {
      expect([address, await ask(server, address, bearing)]).toEqual([address, 404]);
      expect([address, await ask(guarded, address, bearing)]).toEqual([address, 200]);
      expect([address, await ask(guarded, address, { authorization: "Bearer another" })]).toEqual([address, 404]);
    }
  } finally {
    await guarded.close();
  }
});

test("the same person ensured again is the same account; another password ends its login sessions", async () => {
  const person = await signIn(server, "admin");
  const again = await signIn(server, "admin", { name: "Ada" });
  expect(again.personId).toBe(person.personId);
  expect(await (await person.call("/api/me")).json()).toMatchObject({ name: "Ada" });
  await server.punctual.people.ensure({
    name: "Ada",
    email: "ADMIN@punctual.example",
    role: "admin",
    password: "another password entirely",
    emailVerified: true,
    timeZone: null,
  });
  expect((await person.call("/api/me")).status).toBe(401);
});

test("people who are ensured together with one password each sign in with it, and ensuring them again changes nothing", async () => {
  const wanted = ["nina", "omar"].map((name) => ({
    name,
    email: `${name}@punctual.example`,
    role: "realtor" as const,
    password: "one password for two",
    emailVerified: true,
    timeZone: null,
  }));
  const ids = await server.punctual.people.ensureAll(wanted);
  const enter = ({ email, password }: { readonly email: string; readonly password: string }) =>
    server.call("/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json", origin: server.config.publicUrl },
      body: JSON.stringify({ email, password }),
    });
  const cookies = [];
  for (const person of wanted) {
    const answer = await enter(person);
    expect(answer.status).toBe(200);
    cookies.push(answer.headers.getSetCookie().map((one) => one.split(";")[0]));
    expect((await enter({ ...person, password: "another" })).status).toBe(401);
  }
  expect(await server.punctual.people.ensureAll(wanted)).toEqual(ids);
  const me = await server.call("/api/me", { headers: { cookie: cookies[0]?.join("; ") ?? "" } });
  expect(await me.json()).toMatchObject({ id: ids[0] });
});
