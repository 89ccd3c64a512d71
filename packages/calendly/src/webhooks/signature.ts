/** Name of the header that carries the signature: `t=<unix seconds>,v1=<hex>`. */
export const webhookSignatureHeader = "Calendly-Webhook-Signature";

const algorithm = { name: "HMAC", hash: "SHA-256" } as const;

/** Imports a signing key. An empty key is refused: it would make every forger a key holder. */
export function importSigningKey(key: string, usage: "sign" | "verify"): Promise<CryptoKey> {
  if (key === "") throw new TypeError("A webhook signing key must not be empty");
  return crypto.subtle.importKey("raw", new TextEncoder().encode(key), algorithm, false, [usage]);
}

/** What is signed: the timestamp as it stands in the header, a dot, and the raw body, byte for byte. */
export function signedBytes(timestamp: string, rawBody: Uint8Array): Uint8Array<ArrayBuffer> {
  const prefix = new TextEncoder().encode(`${timestamp}.`);
  const bytes = new Uint8Array(prefix.length + rawBody.length);
  bytes.set(prefix, 0);
  bytes.set(rawBody, prefix.length);
  return bytes;
}
