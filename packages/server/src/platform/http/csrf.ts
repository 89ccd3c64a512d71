import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { csrfHeader } from "@punctual/contract";
import type { Proof } from "./served-route.ts";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Tokens by which a page of ours shows that it has read an answer of this server: a page of another site cannot. */
export interface CsrfTokens {
  /** The token of a login session: the same as long as it lasts, on every server with the same secret. */
  tokenOf(loginId: string): string;
  /** Whether a request may go on: it changes nothing, no cookie speaks for it, or the login session's token came along. */
  admits(request: Request, proof: Proof | null): boolean;
}

/**
 * Tokens bound to the login session by HMAC (OWASP's signed double submit, without the cookie): nothing is stored, and
 * the token of one login session is worth nothing in another.
 */
export function createCsrfTokens(secret: string): CsrfTokens {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "punctual csrf token", 32));
  const macOf = (loginId: string): Buffer => createHmac("sha256", key).update(loginId).digest();
  return {
    tokenOf: (loginId) => macOf(loginId).toString("base64url"),
    admits(request, proof) {
      if (proof?.by !== "cookie" || safeMethods.has(request.method)) return true;
      const given = Buffer.from(request.headers.get(csrfHeader) ?? "", "base64url");
      const wanted = macOf(proof.id);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
  };
}
