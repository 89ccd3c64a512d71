import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { SignJWT } from "jose";
import type { ClerkConfig } from "../platform/config.ts";

/** An instance of Clerk that exists in a test alone: its keys, and session tokens really signed by them. */
export interface ClerkInstance {
  readonly config: ClerkConfig;
  readonly privateKey: KeyObject;
  /** Default claims of a session token, version 2, with these in place of some (undefined leaves one out). */
  claims(claims: { readonly sub: string; readonly sid: string } & Record<string, unknown>): Record<string, unknown>;
  /** A session token in Clerk's published shape (https://clerk.com/docs/guides/sessions/session-tokens). */
  sign(claims: Record<string, unknown>, header?: Record<string, unknown>, key?: KeyObject): Promise<string>;
}

/** One key for all: making one takes longer than everything that is done with it. */
const shared = generateKeyPairSync("rsa", { modulusLength: 2048 });

export function createClerkInstance(
  options: {
    readonly host?: string;
    readonly party?: string;
    readonly apiUrl?: string;
    readonly ownKey?: boolean;
  } = {},
): ClerkInstance {
  const { host = "happy-otter-12.clerk.accounts.dev", party = "http://127.0.0.1:3000" } = options;
  const { publicKey, privateKey } =
    options.ownKey === true ? generateKeyPairSync("rsa", { modulusLength: 2048 }) : shared;
  const config: ClerkConfig = {
    publishableKey: `pk_test_${Buffer.from(`${host}$`).toString("base64")}`,
    frontendUrl: `https://${host}`,
    secretKey: "sk_test_ofAnInstanceInATest",
    jwtKey: publicKey.export({ type: "spki", format: "pem" }).toString().trim(),
    webhookSigningSecrets: [`whsec_${randomBytes(24).toString("base64")}`],
    authorizedParties: [party],
    apiUrl: options.apiUrl ?? "http://127.0.0.1:1",
  };
  return {
    config,
    privateKey,
    claims(claims) {
      const now = Math.floor(Date.now() / 1000);
      return {
        azp: party,
        exp: now + 60,
        fva: [0, -1],
        iat: now,
        iss: config.frontendUrl,
        nbf: now - 10,
        sts: "active",
        v: 2,
        ...claims,
      };
    },
    sign: (claims, header = {}, key = privateKey) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", cat: "cl_B7d4PD111AAA", kid: "ins_2Test0Instance", typ: "JWT", ...header })
        .sign(key),
  };
}
