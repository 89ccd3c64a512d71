import { createHmac, generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { createClerkInstance } from "../../testing/clerk-tokens.ts";
import { verifySessionToken } from "./session-token.ts";

const clerk = createClerkInstance();
const who = { sub: "user_1", sid: "sess_1" };
const now = Math.floor(Date.now() / 1000);
const verify = async (token: string | Promise<string>) => verifySessionToken(await token, clerk.config);
const signed = (claims: Record<string, unknown> = {}, header = {}) =>
  clerk.sign(clerk.claims({ ...who, ...claims }), header);
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("a token in Clerk's published shape is believed, without a call", async () => {
  expect(await verify(signed())).toMatchObject({
    kind: "verified",
    token: { userId: "user_1", sessionId: "sess_1", impersonated: false, user: null },
  });
});

test("claims that tell all of the user are read; a part of them is not enough", async () => {
  const claims = {
    metadata: { role: "realtor" },
    email: "Jo@Realty.example",
    email_verified: true,
    name: "Jo\r\nBlake",
  };
  expect(await verify(signed(claims))).toMatchObject({
    token: { user: { role: "realtor", email: "jo@realty.example", emailVerified: true, name: "Jo Blake" } },
  });
  expect(await verify(signed({ ...claims, metadata: { role: "owner" } }))).toMatchObject({
    token: { user: { role: null } },
  });
  for (const missing of [{ email: undefined }, { email_verified: "true" }, { email: null }, { email: "jo@" }]) {
    expect(await verify(signed({ ...claims, ...missing }))).toMatchObject({ kind: "verified", token: { user: null } });
  }
});

test("a token whose time is over is told apart from one that is not genuine; a few seconds of skew are allowed", async () => {
  expect(await verify(signed({ iat: now - 120, nbf: now - 130, exp: now - 60 }))).toEqual({ kind: "expired" });
  expect((await verify(signed({ exp: now - 2 }))).kind).toBe("verified");
});

test.each([
  ["not valid yet", () => signed({ nbf: now + 60 })],
  ["issued in the future", () => signed({ iat: now + 60 })],
  ["without an end", () => signed({ exp: undefined })],
  ["without a subject", () => signed({ sub: undefined })],
  ["with a subject that is no text", () => signed({ sub: 7 })],
  ["without a login session, as custom templates make them", () => signed({ sid: undefined })],
  ["for another party's pages", () => signed({ azp: "https://evil.example" })],
  ["for nobody's pages", () => signed({ azp: undefined })],
  ["of another issuer with the same key", () => signed({ iss: "https://other-otter-13.clerk.accounts.dev" })],
  ["of a session that still has something to do", () => signed({ sts: "pending" })],
  ["of another kind: machine to machine", () => signed({}, { cat: "cl_B7d4PD333AAA" })],
  ["of another kind: an OAuth access token", () => signed({}, { typ: "at+jwt" })],
  ["of another instance", () => createClerkInstance({ ownKey: true }).sign(clerk.claims(who))],
  [
    "signed by another key under our key's name",
    () => clerk.sign(clerk.claims(who), {}, generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey),
  ],
  ["of no algorithm", () => `${encoded({ alg: "none", typ: "JWT" })}.${encoded(clerk.claims(who))}.`],
  [
    "signed by HMAC with the public key (key confusion)",
    () => {
      const text = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded(clerk.claims(who))}`;
      return `${text}.${createHmac("sha256", clerk.config.jwtKey).update(text).digest("base64url")}`;
    },
  ],
  [
    "that brings its own key",
    () => {
      const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      const jwk = publicKey.export({ format: "jwk" });
      return clerk.sign(clerk.claims(who), { jwk, jku: "https://evil.example/jwks.json" }, privateKey);
    },
  ],
  [
    "whose subject was changed after it was signed",
    async () => {
      const [header, , signature] = (await signed()).split(".");
      return `${header}.${encoded(clerk.claims({ ...who, sub: "user_2" }))}.${signature}`;
    },
  ],
  ["that is endless", () => signed({ name: "x".repeat(9_000) })],
  ["that is nothing of the kind", () => "a.b.c"],
  ["in two parts", () => "eyJhbGciOiJSUzI1NiJ9.e30"],
  ["whose payload is no object", () => `${encoded({ alg: "RS256", typ: "JWT" })}.${encoded(null)}.AAAA`],
])("a token %s is refused", async (_, token) => {
  expect(await verify(token())).toEqual({ kind: "refused" });
});
