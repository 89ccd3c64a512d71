import { base64Url } from "./base64url.ts";

export interface Pkce {
  /** Kept secret until the code is exchanged. */
  readonly verifier: string;
  /** S256 of the verifier, sent with the authorization request. */
  readonly challenge: string;
}

/** Makes a fresh proof key with 256 bits of randomness (RFC 7636, method S256). */
export async function createPkce(): Promise<Pkce> {
  const verifier = base64Url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return { verifier, challenge: base64Url(new Uint8Array(digest)) };
}
