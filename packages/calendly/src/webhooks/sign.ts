import { importSigningKey, signedBytes } from "./signature.ts";

/**
 * Signs a delivery as Calendly does and gives the header's value: `v1` is the HMAC-SHA256 of
 * `timestamp + "." + rawBody` in hex. `timestamp` is in unix seconds.
 *
 * Source: https://developer.calendly.com/api-docs/overview/webhooks/webhook-signatures
 */
export async function signWebhook(delivery: {
  readonly rawBody: Uint8Array;
  readonly key: string;
  readonly timestamp: number;
}): Promise<string> {
  const { rawBody, key, timestamp } = delivery;
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) {
    throw new RangeError("A webhook timestamp is a whole number of unix seconds");
  }
  const imported = await importSigningKey(key, "sign");
  const mac = await crypto.subtle.sign("HMAC", imported, signedBytes(String(timestamp), rawBody));
  return `t=${timestamp},v1=${hexOf(new Uint8Array(mac))}`;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
