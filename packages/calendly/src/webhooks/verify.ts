import { importSigningKey, signedBytes } from "./signature.ts";

/**
 * - `missing` no signature header
 * - `malformed` the header cannot be read
 * - `mismatch` no key made any of its signatures for this body
 * - `stale` genuine, but older than the tolerance: perhaps a replay
 * - `future` genuine, but further ahead than the tolerance
 */
export type WebhookRefusal = "missing" | "malformed" | "stale" | "future" | "mismatch";

export type WebhookVerification =
  | {
      readonly ok: true;
      /** Unix seconds of the signature. */
      readonly signedAt: number;
      /** Which of the given keys made it. */
      readonly keyIndex: number;
    }
  | { readonly ok: false; readonly reason: WebhookRefusal };

/** HMAC-SHA256 (RFC 2104) of `bytes` under the UTF-8 bytes of `key`. */
export type HmacSha256 = (key: string, bytes: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>;

/** A header longer than this, or with more signatures, is nobody's: each one costs a hash over the whole body. */
const longestHeader = 4096;
const mostSignatures = 8;

/**
 * Verifies a delivery over its raw bytes, in constant time. Several keys are tried (the current and the previous one
 * while a key is rotated), and several `v1` entries are allowed. Never throws for what a sender can choose.
 *
 * @param request.rawBody the body exactly as received; JSON that was parsed and printed again does not verify
 * @param request.header value of `Calendly-Webhook-Signature`, read by name and not by position
 * @param request.keys signing keys; empty strings are skipped, so a missing setting verifies nothing
 * @param request.toleranceSeconds seconds either way, default 180 as in Calendly's sample
 * @param request.now current time in milliseconds
 * @param request.hmac HMAC-SHA256 of the host, where it has a quicker one than Web Crypto, which is asked otherwise
 *
 * Source: https://developer.calendly.com/api-docs/overview/webhooks/webhook-signatures
 */
export async function verifyWebhook(request: {
  readonly rawBody: Uint8Array;
  readonly header: string | null;
  readonly keys: readonly string[];
  readonly toleranceSeconds?: number | undefined;
  readonly now: number;
  readonly hmac?: HmacSha256 | undefined;
}): Promise<WebhookVerification> {
  const { rawBody, header, keys, toleranceSeconds = 180, now, hmac = webHmac } = request;
  if (header === null || header.trim() === "") return { ok: false, reason: "missing" };
  const signature = parseHeader(header);
  if (signature === null) return { ok: false, reason: "malformed" };

  const keyIndex = await signingKeyIndex(keys, signature.macs, signedBytes(signature.timestamp, rawBody), hmac);
  if (keyIndex === null) return { ok: false, reason: "mismatch" };

  const signedAt = Number(signature.timestamp);
  const ageSeconds = now / 1000 - signedAt;
  if (ageSeconds > toleranceSeconds) return { ok: false, reason: "stale" };
  if (-ageSeconds > toleranceSeconds) return { ok: false, reason: "future" };
  return { ok: true, signedAt, keyIndex };
}

async function signingKeyIndex(
  keys: readonly string[],
  macs: readonly Uint8Array<ArrayBuffer>[],
  signed: Uint8Array<ArrayBuffer>,
  hmac: HmacSha256,
): Promise<number | null> {
  for (const [index, key] of keys.entries()) {
    if (key === "") continue;
    const expected = await hmac(key, signed);
    if (macs.some((mac) => areEqual(mac, expected))) return index;
  }
  return null;
}

/** Web Crypto's, which is everywhere. */
async function webHmac(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", await importSigningKey(key, "sign"), bytes));
}

/** Takes the same time wherever they differ: nobody learns from it how much of a forgery was right. */
function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}

/** `t` exactly once and whole seconds, at least one readable `v1`; entries of other names are left alone. */
function parseHeader(header: string): { timestamp: string; macs: Uint8Array<ArrayBuffer>[] } | null {
  if (header.length > longestHeader) return null;
  const timestamps: string[] = [];
  const macs: Uint8Array<ArrayBuffer>[] = [];
  for (const entry of header.split(",")) {
    const separator = entry.indexOf("=");
    if (separator === -1) continue;
    const name = entry.slice(0, separator).trim();
    const value = entry.slice(separator + 1).trim();
    if (name === "t") timestamps.push(value);
    if (name === "v1" && /^[0-9a-f]{64}$/i.test(value)) macs.push(bytesOfHex(value));
  }
  const [timestamp] = timestamps;
  if (timestamp === undefined || timestamps.length > 1 || !/^\d{1,12}$/.test(timestamp)) return null;
  return macs.length === 0 || macs.length > mostSignatures ? null : { timestamp, macs };
}

function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}
