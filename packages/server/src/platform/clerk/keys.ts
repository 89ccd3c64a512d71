import { createPublicKey } from "node:crypto";

/**
 * The address of the Clerk instance's Frontend API, which is also the issuer of its session tokens: a publishable key is
 * `pk_test_` or `pk_live_` and the base64 of the host with a `$` behind it (https://clerk.com/docs/guides/how-clerk-works/overview).
 * Null when it is no publishable key.
 */
export function frontendUrlOf(publishableKey: string): string | null {
  const encoded = /^pk_(?:test|live)_([A-Za-z0-9+/]+={0,2})$/.exec(publishableKey)?.[1];
  if (encoded === undefined) return null;
  const decoded = Buffer.from(encoded, "base64").toString("utf8");
  const host = /^([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)\$$/.exec(decoded)?.[1];
  return host === undefined ? null : `https://${host}`;
}

/**
 * The public key in PEM by which session tokens are verified, its line breaks restored where they were written as `\n`.
 * Null unless it is the public key that Clerk hands out: RSA of 2048 bits with the exponent 65537.
 */
export function jwtKeyOf(value: string): string | null {
  const pem = value.replaceAll("\\n", "\n").trim();
  if (!pem.startsWith("-----BEGIN PUBLIC KEY-----")) return null;
  try {
    const key = createPublicKey(pem);
    const { modulusLength, publicExponent } = key.asymmetricKeyDetails ?? {};
    if (key.asymmetricKeyType !== "rsa" || modulusLength !== 2048 || publicExponent !== 65_537n) return null;
    return key.export({ type: "spki", format: "pem" }).toString().trim();
  } catch {
    return null;
  }
}
