/**
 * Where to go after signing in: only a path of this app. Anything else (another origin, `//host`, a script,
 * the sign-in page itself) becomes the start page, so that a forged link cannot send anyone away.
 */
export function safeReturnTo(value: unknown): string {
  if (typeof value !== "string" || !value.startsWith("/") || value.startsWith("//") || value.includes("\\")) return "/";
  const base = "https://punctual.invalid";
  const url = URL.parse(value, base);
  if (url === null || url.origin !== base || url.pathname.startsWith("/sign-in") || url.pathname.startsWith("/api/")) {
    return "/";
  }
  return `${url.pathname}${url.search}${url.hash}`;
}
