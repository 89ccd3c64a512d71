import { createHash, timingSafeEqual } from "node:crypto";

const member = /^(sha-256|sha-512)=:([A-Za-z0-9+/]+={0,2}):$/;

/**
 * True when `Content-Digest` (RFC 9530) has at least one digest by SHA-256 or SHA-512, and each such digest is that of these
 * bytes. Digests by other algorithms prove nothing and are passed over.
 */
export function isDigestOf(header: string | null, bytes: Uint8Array): boolean {
  const known = (header ?? "").split(",").flatMap((part) => {
    const match = member.exec(part.trim());
    return match?.[1] === undefined || match[2] === undefined
      ? []
      : [{ algorithm: match[1].replace("-", ""), digest: Buffer.from(match[2], "base64") }];
  });
  return (
    known.length > 0 &&
    known.every(({ algorithm, digest }) => {
      const own = createHash(algorithm).update(bytes).digest();
      return own.length === digest.length && timingSafeEqual(own, digest);
    })
  );
}
