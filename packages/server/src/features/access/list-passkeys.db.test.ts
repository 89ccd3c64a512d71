import { problemSchema, routes } from "@punctual/contract";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpenDatabase } from "../../platform/database/open.ts";
import { auditEntries } from "../../platform/database/schema.ts";
import { createTestServer, openTestDatabase, type SignedIn, signIn, type TestServer } from "../../testing/index.ts";
import { createSoftwarePasskey, type SoftwarePasskey } from "../../testing/software-passkey.ts";

const publicUrl = "http://localhost:3000";
let open: OpenDatabase;
let server: TestServer;
beforeAll(async () => {
  open = await openTestDatabase();
  server = await createTestServer({ open, config: { publicUrl } });
}, 180_000);
afterAll(() => server.close());

const base = "/api/auth/passkey";
const challengeIn = (body: unknown) => ({ challenge: String((body as { readonly challenge: unknown }).challenge) });
const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

async function add(person: SignedIn, passkey: SoftwarePasskey, name?: string): Promise<Response> {
  const begun = await person.call(`${base}/generate-register-options`);
  const response = passkey.register(challengeIn(await begun.json()));
  return person.call(`${base}/verify-registration`, {
    method: "POST",
    headers: { cookie: `${person.cookie}; ${cookiesOf(begun)}` },
    body: name === undefined ? { response } : { response, name },
  });
}

async function begin() {
  const begun = await server.call(`${base}/generate-authenticate-options`);
  return { options: challengeIn(await begun.json()), cookie: cookiesOf(begun) };
}

function finish(response: unknown, cookie: string): Promise<Response> {
  const headers = { "content-type": "application/json", origin: publicUrl, cookie };
  return server.call(`${base}/verify-authentication`, { method: "POST", headers, body: JSON.stringify({ response }) });
}

async function enter(passkey: SoftwarePasskey): Promise<Response> {
  const { options, cookie } = await begin();
  return finish(passkey.signIn(options), cookie);
}

const passkeysOf = async (person: SignedIn) =>
  routes.listPasskeys.response.parse(await (await person.call("/api/me/passkeys")).json()).items;

test("a passkey is added, signs in without a password, and signs in no more once it is removed by its owner", async () => {
  const person = await signIn(server, "coach");
  const stranger = await signIn(server, "realtor");
  const passkey = createSoftwarePasskey(publicUrl);
  expect((await add(person, passkey, "My laptop")).status).toBe(200);
  const [added] = await passkeysOf(person);
  expect(added).toMatchObject({ name: "My laptop" });
  expect(await passkeysOf(stranger)).toEqual([]);

  const entered = await enter(passkey);
  expect(await entered.json()).toEqual({ signedIn: true });
  const me = await server.call("/api/me", { headers: { cookie: cookiesOf(entered) } });
  expect(await me.json()).toMatchObject({ id: person.personId, role: "coach" });

  const path = `/api/me/passkeys/${added?.id}`;
  expect((await stranger.call(path, { method: "DELETE" })).status).toBe(404);
  expect((await person.call(path, { method: "DELETE" })).status).toBe(204);
  expect((await enter(passkey)).status).toBe(401);
}, 180_000);

test("a passkey is added together with its entry in the audit log, or not at all", async () => {
  const person = await signIn(server, "coach", { email: "audited@northside.example" });
  const written = () =>
    open.database
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.subject, person.personId), eq(auditEntries.action, "passkey.added")));
  await open.database.execute("alter table punctual.audit_entries rename to audit_entries_away");
  try {
    expect((await add(person, createSoftwarePasskey(publicUrl))).status).toBe(500);
  } finally {
    await open.database.execute("alter table punctual.audit_entries_away rename to audit_entries");
  }
  expect([await passkeysOf(person), await written()]).toEqual([[], []]);

  expect((await add(person, createSoftwarePasskey(publicUrl))).status).toBe(200);
  const [added] = await passkeysOf(person);
  expect(await written()).toMatchObject([{ actor: person.personId, detail: { passkeyId: added?.id } }]);
}, 180_000);

test("a challenge is answered once, and only from our own pages by a device that checks who holds it", async () => {
  const person = await signIn(server, "coach", { email: "careful@northside.example" });
  const passkey = createSoftwarePasskey(publicUrl);
  expect((await add(person, passkey)).status).toBe(200);

  const { options, cookie } = await begin();
  const response = passkey.signIn(options);
  expect((await finish(response, cookie)).status).toBe(200);
  expect((await finish(response, cookie)).status).toBe(400);
  // An answer to somebody else's challenge.
  expect((await finish(passkey.signIn({ challenge: "AAAA" }), (await begin()).cookie)).status).not.toBe(200);

  const elsewhere = createSoftwarePasskey("https://evil.example");
  expect((await add(person, elsewhere)).status).toBe(400);
  const careless = createSoftwarePasskey(publicUrl, false);
  expect((await add(person, careless)).ok).toBe(false);
  expect(await passkeysOf(person)).toHaveLength(1);
}, 180_000);

test("somebody who is suspended signs in by no passkey and adds none", async () => {
  const admin = await signIn(server, "admin");
  const person = await signIn(server, "coach", { email: "suspended@northside.example" });
  const passkey = createSoftwarePasskey(publicUrl);
  expect((await add(person, passkey)).status).toBe(200);
  const suspending = { method: "POST", body: { reason: "A test." } };
  expect((await admin.call(`/api/members/${person.personId}/suspend`, suspending)).status).toBe(200);
  const codeOf = async (response: Response) => problemSchema.parse(await response.json()).code;
  expect(await codeOf(await enter(passkey))).toBe("account_suspended");
  expect(await codeOf(await person.call(`${base}/generate-register-options`))).toBe("account_suspended");
}, 180_000);

test.each([
  ["nothing", null],
  ["no id", { id: null }],
  ["an id that no credential has", { id: "a b" }],
  ["an object for an id", { id: { $ne: "" } }],
  ["an id that ends no text", { id: "a\0" }],
  ["an id and nothing else", { id: "abcdef" }],
])("an answer with %s is refused as a problem", async (_what, response) => {
  const answered = await finish(response, (await begin()).cookie);
  expect(problemSchema.parse(await answered.json()).status).toBeOneOf([400, 401]);
});
