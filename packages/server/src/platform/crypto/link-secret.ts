import { createHash, randomBytes } from "node:crypto";

/** A secret for a link in a mail: 256 random bits, in letters that a link can hold. */
export function newLinkSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** SHA-256, hex: what is kept of a secret, so that whoever reads the database cannot follow a link. */
export function hashOfLinkSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
