import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { StartRefused } from "../start-refused.ts";
import { SealBroken, type Sealer } from "./sealer.ts";

/** One key of the ring: 32 bytes and the name by which a sealed value finds it again. */
export interface RingKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** Characters within which the head of every sealed value ends: version, the longest id, a wrapped key of 80 characters. */
export const longestHead = 120;

/** All of a sealed value up to its secret; null when the text, perhaps cut after `longestHead` characters, is none. */
export function headOf(sealed: string): string | null {
  return /^v1\.[\w-]{1,32}\.[\w-]{80}(?=\.)/.exec(sealed)?.[0] ?? null;
}

/** Name of the key that wrapped a sealed value, which stays closed; null when the text is none. */
export function keyIdOf(sealed: string): string | null {
  return headOf(sealed)?.split(".")[1] ?? null;
}

const version = "v1";
/** Bytes. */
const keyLength = 32;
const nonceLength = 12;
const keyIdPattern = /^[A-Za-z0-9_-]{1,32}$/;

/**
 * Seals with AES-256-GCM (NIST SP 800-38D): a fresh data key encrypts the secret, the newest key of the ring wraps
 * the data key. The form is `v1.<key id>.<wrapped data key>.<secret>`, the last two base64url of nonce, ciphertext
 * and tag. Rotation re-wraps the data key alone.
 *
 * @throws {StartRefused} when the ring is empty, or a key is not 32 bytes or misnamed.
 */
export function createSealer(keys: readonly RingKey[]): Sealer {
  const ring = new Map<string, KeyObject>();
  for (const { id, key } of keys) {
    if (!keyIdPattern.test(id) || key.length !== keyLength || ring.has(id)) {
      throw new StartRefused(
        "ENCRYPTION_KEYS is not usable. Write one or more id:key pairs, separated by commas, newest first; each key is 32 random bytes in base64.",
      );
    }
    ring.set(id, createSecretKey(key));
  }
  const [newestId] = keys.map(({ id }) => id);
  const newest = newestId === undefined ? undefined : ring.get(newestId);
  if (newestId === undefined || newest === undefined)
    throw new StartRefused("ENCRYPTION_KEYS is empty. Write at least one id:key pair.");

  function unwrap(keyId: string, wrapped: string, boundTo: string): Buffer {
    const key = ring.get(keyId);
    if (key === undefined) throw new SealBroken(`No key named ${keyId.slice(0, 32)} is in ENCRYPTION_KEYS.`);
    return decrypt(key, Buffer.from(wrapped, "base64url"), wrapContext(keyId, boundTo));
  }

  return {
    newestKeyId: newestId,
    async seal(plaintext, boundTo) {
      // All of the random bytes at once: asking for them costs more than the bytes.
      const random = randomBytes(keyLength + 2 * nonceLength);
      const dataKey = random.subarray(0, keyLength);
      const nonceOf = (nth: number) =>
        random.subarray(keyLength + nth * nonceLength, keyLength + (nth + 1) * nonceLength);
      const wrapped = encrypt(newest, nonceOf(0), dataKey, wrapContext(newestId, boundTo));
      const text = Buffer.from(plaintext, "utf8");
      const secret = encrypt(createSecretKey(dataKey), nonceOf(1), text, secretContext(boundTo));
      dataKey.fill(0);
      return [version, newestId, wrapped.toString("base64url"), secret.toString("base64url")].join(".");
    },
    async open(sealed, boundTo) {
      const [form, keyId, wrapped, secret, ...rest] = sealed.split(".");
      if (form !== version || keyId === undefined || wrapped === undefined || secret === undefined || rest.length > 0) {
        throw new SealBroken("The sealed value has an unknown form.");
      }
      const dataKey = unwrap(keyId, wrapped, boundTo);
      try {
        return decrypt(createSecretKey(dataKey), Buffer.from(secret, "base64url"), secretContext(boundTo)).toString(
          "utf8",
        );
      } finally {
        dataKey.fill(0);
      }
    },
    rewrap(head, boundTo) {
      const [form, keyId, wrapped, ...rest] = head.split(".");
      if (form !== version || keyId === undefined || wrapped === undefined || rest.length > 0) {
        throw new SealBroken("The sealed value has an unknown form.");
      }
      const dataKey = unwrap(keyId, wrapped, boundTo);
      const again = encrypt(newest, randomBytes(nonceLength), dataKey, wrapContext(newestId, boundTo));
      dataKey.fill(0);
      return [version, newestId, again.toString("base64url")].join(".");
    },
  };
}

/** Distinct contexts: a wrapped key can never pass for a secret, nor be moved under another key's name. */
const wrapContext = (keyId: string, boundTo: string) => `punctual:${version}:wrap:${keyId}:${boundTo}`;
const secretContext = (boundTo: string) => `punctual:${version}:secret:${boundTo}`;

/** With a `KeyObject`: given the bytes of a key, Node spends longer on finding out what they are than on encrypting. */
function encrypt(key: KeyObject, nonce: Uint8Array, plain: Uint8Array, context: string): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(context, "utf8"));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: KeyObject, box: Buffer, context: string): Buffer {
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
