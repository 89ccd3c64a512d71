import { createHash } from "node:crypto";

/** The session token that a request brings, and by what. */
export type PresentedToken =
  | { readonly kind: "none" }
  | { readonly kind: "token"; readonly token: string; readonly by: "cookie" | "bearer" }
  /** Several that differ: somebody set a cookie beside Clerk's, and which one counts must not be left to chance. */
  | { readonly kind: "ambiguous" };

/**
 * Reads `Authorization: Bearer` or Clerk's cookie. Clerk sets `__session`, and the same once more with a suffix that tells
 * its instances apart on one host: that one counts when it is there
 * (https://clerk.com/docs/guides/how-clerk-works/overview, 'Suffixed cookies').
 */
export function presentedToken(headers: Headers, publishableKey: string): PresentedToken {
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
    return token === undefined ? { kind: "ambiguous" } : { kind: "token", token, by: "bearer" };
  }
  const cookies = headers.get("cookie") ?? "";
  for (const name of [`__session_${cookieSuffix(publishableKey)}`, "__session"]) {
    const values = new Set(valuesOf(cookies, name));
    const [token] = values;
    if (values.size > 1) return { kind: "ambiguous" };
    if (token !== undefined) return { kind: "token", token, by: "cookie" };
  }
  return { kind: "none" };
}

/** As Clerk's libraries make it: the first letters of the publishable key's SHA-1. It tells apart and protects nothing. */
export function cookieSuffix(publishableKey: string): string {
  return createHash("sha1").update(publishableKey).digest("base64url").slice(0, 8);
}

function valuesOf(cookies: string, name: string): string[] {
  return cookies
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
    .filter((value) => value !== "");
}
