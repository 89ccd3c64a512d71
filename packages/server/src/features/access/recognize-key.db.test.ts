import { apiScopes, type RouteDefinition, routes, urlOf } from "@punctual/contract";
import { eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { apiKeys, auditEntries, securityCounts } from "../../platform/database/schema.ts";
import { createTestServer, type SignedIn, signIn, type TestServer } from "../../testing/index.ts";
import { createTestClock } from "../../testing/test-context.ts";
import { openTestDatabase } from "../../testing/test-database.ts";

const clock = createTestClock(Temporal.Now.instant());
let open: Awaited<ReturnType<typeof openTestDatabase>>;
let server: TestServer;
let admin: SignedIn;
beforeAll(async () => {
  open = await openTestDatabase();
  server = await createTestServer({ open, clock });
  admin = await signIn(server, "admin");
}, 180_000);
afterAll(() => server.close());

async function make(wanted: Record<string, unknown> = {}) {
  const body = { name: "Reports", scopes: [...apiScopes], expiresInDays: 30, ...wanted };
  const made = await admin.call(routes.createApiKey.path, { method: "POST", body });
  expect(made.status).toBe(201);
  const { key, secret } = routes.createApiKey.response.parse(await made.json());
  return { key, secret: secret ?? "" };
}

const callAs = (secret: string, path: string, init: RequestInit = {}) =>
  server.call(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${secret}` } });
const inbox = (secret: string) => callAs(secret, routes.getInbox.path);

test("a key with every scope may call the routes that name one, and no other: never keys, people or itself", async () => {
  const { secret } = await make();
  const guarded = Object.values<RouteDefinition>(routes).filter(({ access }) => Array.isArray(access));
  const open = guarded.filter(({ scope }) => scope !== undefined);
  expect(open.length).toBeGreaterThan(10);
  for (const route of guarded) {
    const params = Object.fromEntries([...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, "none"]));
    const response = await callAs(secret, urlOf(route, { params }), {
      method: route.method,
      ...(route.method === "GET" ? {} : { headers: { "content-type": "application/json" }, body: "{}" }),
    });
    const told = await response.text();
    // A browser's own way: whoever may not is sent to the page that says so.
    if (route.refusalPage !== undefined) {
      expect([route.id, response.headers.get("location")]).toEqual([
        route.id,
        `${route.refusalPage}?problem=forbidden`,
      ]);
    } else if (route.scope === undefined) {
      expect([route.id, response.status, told]).toEqual([
        route.id,
        403,
        expect.stringContaining("API keys cannot do this"),
      ]);
    } else expect([401, 403], `${route.id}: ${told}`).not.toContain(response.status);
  }
});

test("a key without the scope is told which one it lacks", async () => {
  const { secret } = await make({ scopes: ["sessions:read"] });
  const refused = await inbox(secret);
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({
    code: "forbidden",
    detail: "This API key has not the scope deliveries:read. Make a key that has it, or use another one.",
  });
  expect((await callAs(secret, routes.listSessions.path)).status).toBe(200);
});

test("the secret is shown once: neither the database nor any list holds it", async () => {
  const { key, secret } = await make();
  const [row] = await open.database.select().from(apiKeys).where(eq(apiKeys.id, key.id));
  const list = await (await admin.call(routes.listApiKeys.path)).text();
  const log = JSON.stringify(await open.database.select().from(auditEntries));
  for (const text of [JSON.stringify(row), list, log]) {
    expect(text).toContain(key.id);
    expect(text).not.toContain(secret.slice(20));
  }
  expect(row?.secretHash).toMatch(/^[0-9a-f]{64}$/);
});

test("a made-up, altered or foreign secret is refused, whatever cookie comes along", async () => {
  const { secret } = await make();
  const other = `${secret.slice(0, -1)}${secret.endsWith("A") ? "B" : "A"}`;
  for (const wrong of [
    other,
    "pk_punctual_",
    `${secret}x`,
    secret.toUpperCase().replace("PK_PUNCTUAL", "pk_punctual"),
  ]) {
    const response = await callAs(wrong, routes.getInbox.path, { headers: { cookie: admin.cookie } });
    expect([wrong.length, response.status]).toEqual([wrong.length, 401]);
  }
  // Another scheme's token is not ours to judge: the login session of the cookie counts.
  expect((await callAs("pk_live_abc", routes.getInbox.path, { headers: { cookie: admin.cookie } })).status).toBe(200);
});

test("a revoked key is refused by the next request, and a key's last use is told", async () => {
  const { key, secret } = await make();
  expect((await inbox(secret)).status).toBe(200);
  const listed = routes.listApiKeys.response.parse(await (await admin.call(routes.listApiKeys.path)).json());
  expect(listed.items.find(({ id }) => id === key.id)?.lastUsedAt).toBe(clock.now().toString());
  const revoked = await admin.call(`/api/keys/${key.id}/revoke`, { method: "POST" });
  expect(routes.revokeApiKey.response.parse(await revoked.json()).state).toBe("revoked");
  const refused = await inbox(secret);
  expect([refused.status, await refused.json()]).toMatchObject([
    401,
    { code: "unauthenticated", detail: "This API key was revoked. Ask an admin for a new one." },
  ]);
});

test("a rotated key goes on for its overlap beside the new one, and no longer", async () => {
  const { key, secret } = await make();
  const rotate = (body: unknown) => admin.call(`/api/keys/${key.id}/rotate`, { method: "POST", body });
  expect((await rotate({ overlapHours: 7 * 24 + 1 })).status).toBe(400);
  const rotated = routes.rotateApiKey.response.parse(await (await rotate({ overlapHours: 2 })).json());
  expect(rotated.key).toMatchObject({ rotatedFrom: key.id, name: key.name, scopes: key.scopes, state: "active" });
  const lifetime = (one: typeof key) => Date.parse(one.expiresAt) - Date.parse(one.createdAt);
  expect(lifetime(rotated.key)).toBe(lifetime(key));
  const next = rotated.secret ?? "";
  expect([(await inbox(secret)).status, (await inbox(next)).status]).toEqual([200, 200]);
  clock.advance({ hours: 2, minutes: 1 });
  expect([(await inbox(secret)).status, (await inbox(next)).status]).toEqual([401, 200]);
  expect((await rotate({ overlapHours: 0 })).status).toBe(409);
});

test("what a key does is in the audit log as the key's, on behalf of its admin", async () => {
  const { key, secret } = await make();
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ coachId: null });
  expect((await callAs(secret, routes.startSweeps.path, { method: "POST", headers, body })).status).toBe(202);
  const entries = await open.database.select().from(auditEntries).where(eq(auditEntries.action, "sweeps.started"));
  expect(entries).toMatchObject([{ actor: key.id, onBehalfOf: admin.personId }]);
});

test("refused keys and signatures are counted, about the key where it is known", async () => {
  const { key, secret } = await make({ scopes: ["sessions:read"] });
  await inbox(secret);
  await admin.call(`/api/keys/${key.id}/revoke`, { method: "POST" });
  await inbox(secret);
  await vi.waitFor(async () => {
    const rows = await open.database.select().from(securityCounts).where(eq(securityCounts.subject, key.id));
    expect(rows.map(({ kind }) => kind).sort()).toEqual(["access_denied", "token_failed"]);
  }, 15_000);
});

test("a key ends with its time, with its admin's role, and is back with it", async () => {
  const { secret } = await make({ expiresInDays: 1 });
  const person = { name: "The admin", email: "admin@punctual.example", emailVerified: true, timeZone: null } as const;
  const password = "correct horse battery staple";
  await server.punctual.people.ensure({ ...person, password, role: "coach" });
  const orphaned = await inbox(secret);
  expect([orphaned.status, await orphaned.text()]).toEqual([401, expect.stringContaining("is no admin any more")]);
  await server.punctual.people.ensure({ ...person, password, role: "admin" });
  expect((await inbox(secret)).status).toBe(200);
  clock.advance({ hours: 24 });
  const expired = await inbox(secret);
  expect([expired.status, await expired.text()]).toEqual([401, expect.stringContaining("This API key expired at")]);
});

test("more than a year, a scope twice, an unknown one and a key that is no Ed25519 public key are refused by field", async () => {
  const bad: [string, Record<string, unknown>][] = [
    ["body.expiresInDays", { expiresInDays: 366 }],
    ["body.scopes", { scopes: ["sessions:read", "sessions:read"] }],
    ["body.scopes.0", { scopes: ["keys:write"] }],
    ["body.publicKey", { publicKey: "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----" }],
    ["body.personId", { personId: "per_1" }],
  ];
  for (const [field, wanted] of bad) {
    const body = { name: "Reports", scopes: ["sessions:read"], expiresInDays: 30, ...wanted };
    const refused = await admin.call(routes.createApiKey.path, { method: "POST", body });
    expect([field, refused.status, await refused.json()]).toMatchObject([field, 400, { errors: [{ field }] }]);
  }
});
