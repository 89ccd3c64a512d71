import { createHash, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { routes } from "@punctual/contract";
import { createSigner, httpbis, type SignatureParameters } from "http-message-signatures";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { signatureNonces } from "../../platform/database/schema.ts";
import { createTestServer, type SignedIn, signIn, type TestServer } from "../../testing/index.ts";
import { createTestClock } from "../../testing/test-context.ts";
import { openTestDatabase } from "../../testing/test-database.ts";
import { sweepNonces } from "./sweep-nonces.ts";

const clock = createTestClock(Temporal.Now.instant());
const pair = generateKeyPairSync("ed25519");
const pem = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
let open: Awaited<ReturnType<typeof openTestDatabase>>;
let server: TestServer;
let admin: SignedIn;
let keyId: string;
beforeAll(async () => {
  open = await openTestDatabase();
  server = await createTestServer({ open, clock });
  admin = await signIn(server, "admin");
  const body = { name: "Signer", scopes: ["deliveries:read", "deliveries:write"], expiresInDays: 30, publicKey: pem };
  const made = await admin.call(routes.createApiKey.path, { method: "POST", body });
  const { key, secret } = routes.createApiKey.response.parse(await made.json());
  expect([key.kind, key.prefix, secret]).toEqual(["signature", null, null]);
  keyId = key.id;
}, 180_000);
afterAll(() => server.close());

interface Wish {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly fields?: string[];
  readonly params?: string[];
  readonly values?: SignatureParameters;
  readonly origin?: string;
  readonly signer?: { readonly key: KeyObject | string; readonly alg: string };
  readonly headers?: Record<string, string>;
}

/** The headers of a request that a service has signed by the book, but for what the wish says. */
async function signed(wish: Wish = {}): Promise<Record<string, string>> {
  const { method = "GET", path = routes.getInbox.path, body } = wish;
  const digest = `sha-256=:${createHash("sha256")
    .update(body ?? "")
    .digest("base64")}:`;
  const { headers } = await httpbis.signMessage(
    {
      key: createSigner(wish.signer?.key ?? pair.privateKey, wish.signer?.alg ?? "ed25519", keyId),
      fields: wish.fields ?? ["@method", "@target-uri", ...(body === undefined ? [] : ["content-digest"])],
      params: wish.params ?? ["created", "keyid", "nonce", "alg"],
      paramValues: { created: new Date(clock.now().epochMilliseconds), nonce: randomUUID(), ...wish.values },
    },
    {
      method,
      url: `${wish.origin ?? server.config.publicUrl}${path}`,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json", "content-digest": digest }),
        ...wish.headers,
      },
    },
  );
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

const get = (headers: Record<string, string>, path: string = routes.getInbox.path) => server.call(path, { headers });
const codeOf = async (response: Response) => (response.ok ? "ok" : ((await response.json()) as { code: string }).code);

test("a signed request is its key's, by target URI or by authority, path and query", async () => {
  expect(await codeOf(await get(await signed()))).toBe("ok");
  const path = `${routes.listDeliveries.path}?limit=5&state=dead`;
  const fields = ["@method", "@authority", "@path", "@query"];
  expect(await codeOf(await get(await signed({ path, fields }), path))).toBe("ok");
});

test("the same request is taken once; its nonce is forgotten when the signature is too old anyway", async () => {
  const headers = await signed();
  expect([await codeOf(await get(headers)), await codeOf(await get(headers))]).toEqual(["ok", "signature_replayed"]);
  const before = (await open.database.select().from(signatureNonces)).length;
  const context = { database: open.database, clock };
  await sweepNonces(context);
  expect(await open.database.select().from(signatureNonces)).toHaveLength(before);
  clock.advance({ minutes: 7 });
  await sweepNonces(context);
  expect(await open.database.select().from(signatureNonces)).toHaveLength(0);
  expect(await codeOf(await get(headers))).toBe("signature_stale");
});

test("of two that come at once with one nonce, one is taken", async () => {
  const headers = await signed();
  const codes = await Promise.all([1, 2, 3, 4].map(async () => codeOf(await get(headers))));
  expect(codes.sort()).toEqual(["ok", "signature_replayed", "signature_replayed", "signature_replayed"]);
});

test("what was made more than 5 minutes ago, or will be in more than one, is stale", async () => {
  const made = async (seconds: number) => {
    const created = new Date(clock.now().add({ seconds }).epochMilliseconds);
    return codeOf(await get(await signed({ values: { created } })));
  };
  expect(await made(-299)).toBe("ok");
  expect(await made(59)).toBe("ok");
  expect(await made(-302)).toBe("signature_stale");
  expect(await made(3_600)).toMatch(/^signature_(?:stale|invalid)$/);
});

test("a signature of another key, by another algorithm, for other bytes or of too little is none", async () => {
  const stranger = generateKeyPairSync("ed25519").privateKey;
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const wishes: Record<string, Wish> = {
    "another key": { signer: { key: stranger, alg: "ed25519" } },
    "the public key as an HMAC secret": { signer: { key: pem, alg: "hmac-sha256" } },
    "the same without saying so": { signer: { key: pem, alg: "hmac-sha256" }, params: ["created", "keyid", "nonce"] },
    "another algorithm": { signer: { key: rsa, alg: "rsa-pss-sha512" } },
    "another key's id": { values: { keyid: "key_0000000000000000000000" } },
    "another host": { origin: "https://elsewhere.example" },
    "another path": { path: routes.listDeliveries.path },
    "another query": { path: `${routes.getInbox.path}?x=1` },
    "another method": { method: "POST" },
    "no method": { fields: ["@target-uri"] },
    "no address": { fields: ["@method"] },
    "no query": { fields: ["@method", "@authority", "@path"] },
    "no time": { params: ["keyid", "nonce"] },
    "no nonce": { params: ["created", "keyid"] },
    "a short nonce": { values: { nonce: "123456789012345" } },
    "a component with parameters": { fields: ["@method", '"@target-uri";req'] },
  };
  for (const [name, wish] of Object.entries(wishes)) {
    const headers = await signed(wish).catch(() => null);
    // The library itself refuses to make some of them.
    if (headers === null) continue;
    expect([name, await codeOf(await get(headers))]).toEqual([name, "signature_invalid"]);
  }
});

test("what Host says changes nothing: the address is the configured one", async () => {
  const headers = await signed({ origin: "http://other.example" });
  expect(await codeOf(await get({ ...headers, host: "other.example" }))).toBe("signature_invalid");
  const right = { ...(await signed()), host: "other.example" };
  const response = await server.punctual.fetch(
    new Request(`http://other.example${routes.getInbox.path}`, { headers: right }),
  );
  expect(response.status).toBe(200);
});

test("a body is the one that was signed, or it is refused", async () => {
  const path = routes.replayDeliveries.path;
  const body = JSON.stringify({ state: "trouble" });
  const post = (headers: Record<string, string>, sent: string) =>
    server.call(path, { method: "POST", headers, body: sent });
  expect(await codeOf(await post(await signed({ method: "POST", path, body }), body))).toBe("ok");
  expect(await codeOf(await post(await signed({ method: "POST", path, body }), `${body} `))).toBe("signature_invalid");
  const uncovered = await signed({ method: "POST", path, body, fields: ["@method", "@target-uri"] });
  expect(await codeOf(await post(uncovered, body))).toBe("signature_invalid");
  const fields = ["@method", "@target-uri", "content-digest"];
  const weak = { "content-type": "application/json", "content-digest": "md5=:1B2M2Y8AsgTpgAmY7PhCfg==:" };
  const byWeak = await signed({ method: "POST", path, fields, headers: weak });
  expect(await codeOf(await post(byWeak, body))).toBe("signature_invalid");
});

test("two signatures are refused; one for somebody else leaves the login session to count", async () => {
  const [one, two] = [await signed(), await signed()];
  const both = {
    ...one,
    "Signature-Input": `${one["Signature-Input"]}, ${two["Signature-Input"]?.replace(/^sig=/, "sig2=")}`,
    Signature: `${one["Signature"]}, ${two["Signature"]?.replace(/^sig=/, "sig2=")}`,
  };
  expect(await codeOf(await get(both))).toBe("signature_invalid");
  const agent = await signed({ values: { keyid: "poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U" } });
  expect(await codeOf(await get({ ...agent, cookie: admin.cookie }))).toBe("ok");
});

test("many signatures cost no more queries than two", async () => {
  const labels = Array.from({ length: 200 }, (_, at) => `s${at}`);
  const select = vi.spyOn(open.database, "select");
  const refused = await get({
    "signature-input": labels.map((label) => `${label}=();keyid="key_${label}"`).join(", "),
    signature: labels.map((label) => `${label}=:AA==:`).join(", "),
  });
  expect([await codeOf(refused), select.mock.calls.length]).toEqual(["signature_invalid", 1]);
  select.mockRestore();
});

test("the code that the document shows signs requests that are taken", async () => {
  const document = readFileSync(new URL("../../../../../docs/service-to-service.md", import.meta.url), "utf8");
  const code = /^```ts\n(import .*?http-message-signatures.*?)^```/ms.exec(document)?.[1] ?? "";
  // Below the root, so that the library is found; where nothing else looks.
  const folder = new URL("../../../../../node_modules/.cache/signing-recipe/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL("sign-request.ts", folder), code);
  const recipe = (await import(/* @vite-ignore */ new URL("sign-request.ts", folder).pathname)) as {
    signRequest(by: object, request: object): Promise<Record<string, string>>;
  };
  clock.set(Temporal.Now.instant());
  const by = { keyId, privateKey: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
  const url = (path: string) => `${server.config.publicUrl}${path}`;
  const path = routes.replayDeliveries.path;
  const body = JSON.stringify({ state: "trouble" });
  const signedGet = await recipe.signRequest(by, { method: "GET", url: url(routes.getInbox.path) });
  expect(await codeOf(await get(signedGet))).toBe("ok");
  const headers = await recipe.signRequest(by, { method: "POST", url: url(path), body });
  expect(await codeOf(await server.call(path, { method: "POST", headers, body }))).toBe("ok");
});
