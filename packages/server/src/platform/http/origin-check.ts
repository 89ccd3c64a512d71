const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * True when a request that changes something comes from a page of another site. Browsers name the page's origin
 * (`Origin`, `Sec-Fetch-Site`) and scripts cannot change that; programs that are no browser send neither, and carry no
 * cookie of somebody else.
 */
export function isForged(request: Request, own: readonly string[]): boolean {
  if (safeMethods.has(request.method)) return false;
  const origin = request.headers.get("origin");
  if (origin !== null) return !own.includes(origin);
  const site = request.headers.get("sec-fetch-site");
  return site !== null && site !== "same-origin" && site !== "none";
}
