import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** Says whose secret it is to whoever finds one, and to scanners that look for lost secrets. */
const prefix = "pk_punctual_";
/** Characters that 256 bits, and that 32 bits, need at most in this alphabet. */
const bodyLength = 43;
const checksumLength = 6;
const pattern = new RegExp(`^${prefix}[0-9A-Za-z]{${bodyLength + checksumLength}}$`);

/**
 * A new secret: the prefix, 256 random bits, and a checksum (CRC-32), by which a scanner tells a secret from what only
 * looks like one, and a mistyped secret costs no query.
 */
export function newApiSecret(): string {
  const body = inAlphabet(BigInt(`0x${randomBytes(32).toString("hex")}`), bodyLength);
  return `${prefix}${body}${checksumOf(body)}`;
}

/** True for every text that was meant to be one of our secrets. */
export function isMeantAsApiSecret(text: string): boolean {
  return text.startsWith(prefix);
}

/** True when it has the form of a secret and its checksum fits. */
export function isApiSecret(text: string): boolean {
  if (!pattern.test(text)) return false;
  const body = text.slice(prefix.length, prefix.length + bodyLength);
  return text.slice(prefix.length + bodyLength) === checksumOf(body);
}

/** SHA-256, hex: with 256 random bits in the secret there is nothing that a slow hash would protect. */
export function hashOfApiSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** How it begins, to tell secrets apart: 24 of its 256 bits at most. */
export function shownOfApiSecret(secret: string): string {
  return secret.slice(0, prefix.length + 4);
}

function checksumOf(body: string): string {
  return inAlphabet(BigInt(crc32(body)), checksumLength);
}

function inAlphabet(value: bigint, length: number): string {
  let [rest, text] = [value, ""];
  while (text.length < length) {
    text = `${alphabet[Number(rest % 62n)]}${text}`;
    rest /= 62n;
  }
  return text;
}
