import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { StartRefused } from "../start-refused.ts";
import { SealBroken, type Sealer } from "./sealer.ts";

/** One key of the ring: 32 bytes and the name by which a sealed value finds it again. */
export interface RingKey {
  readonly id: string;
  readonly key: Uint8Array;
}

const version = "v1";
const keyIdPattern = /^[A-Za-z0-9_-]{1,32}$/;

/**
 * Seals with AES-256-GCM (NIST SP 800-38D): a fresh data key encrypts the secret, the newest key of the ring wraps
 * the data key. The form is `v1.<key id>.<wrapped data key>.<secret>`, the last two base64url of nonce, ciphertext
 * and tag. Rotation re-wraps the data key alone.
 *
 * @throws {StartRefused} when the ring is empty, or a key is not 32 bytes or misnamed.
 */
export function createSealer(keys: readonly RingKey[]): Sealer {
  const ring = new Map<string, Uint8Array>();
  for (const { id, key } of keys) {
    if (!keyIdPattern.test(id) || key.length !== 32 || ring.has(id)) {
      throw new StartRefused(
        "ENCRYPTION_KEYS is not usable. Write one or more id:key pairs, separated by commas, newest first; each key is 32 random bytes in base64.",
      );
    }
    ring.set(id, key);
  }
  const [newest] = keys;
  if (newest === undefined) throw new StartRefused("ENCRYPTION_KEYS is empty. Write at least one id:key pair.");

  return {
    async seal(plaintext, boundTo) {
      const dataKey = randomBytes(32);
      const wrapped = encrypt(newest.key, dataKey, wrapContext(newest.id, boundTo));
      const secret = encrypt(dataKey, Buffer.from(plaintext, "utf8"), secretContext(boundTo));
      dataKey.fill(0);
      return [version, newest.id, wrapped.toString("base64url"), secret.toString("base64url")].join(".");
    },
    async open(sealed, boundTo) {
      const [form, keyId, wrapped, secret, ...rest] = sealed.split(".");
      if (form !== version || keyId === undefined || wrapped === undefined || secret === undefined || rest.length > 0) {
        throw new SealBroken("The sealed value has an unknown form.");
      }
      const key = ring.get(keyId);
      if (key === undefined) throw new SealBroken(`No key named ${keyId.slice(0, 32)} is in ENCRYPTION_KEYS.`);
      const dataKey = decrypt(key, Buffer.from(wrapped, "base64url"), wrapContext(keyId, boundTo));
      try {
        return decrypt(dataKey, Buffer.from(secret, "base64url"), secretContext(boundTo)).toString("utf8");
      } finally {
        dataKey.fill(0);
      }
    },
  };
}

/** Distinct contexts: a wrapped key can never pass for a secret, nor be moved under another key's name. */
const wrapContext = (keyId: string, boundTo: string) => `punctual:${version}:wrap:${keyId}:${boundTo}`;
const secretContext = (boundTo: string) => `punctual:${version}:secret:${boundTo}`;

function encrypt(key: Uint8Array, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(context, "utf8"));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, box: Buffer, context: string): Buffer {
  if (box.length < 28) throw new SealBroken("The sealed value is cut short.");
  const decipher = createDecipheriv("aes-256-gcm", key, box.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(context, "utf8"));
  decipher.setAuthTag(box.subarray(box.length - 16));
  try {
    return Buffer.concat([decipher.update(box.subarray(12, box.length - 16)), decipher.final()]);
  } catch (cause) {
    throw new SealBroken("The sealed value was altered, moved to another place, or sealed with another key.", {
      cause,
    });
  }
}
