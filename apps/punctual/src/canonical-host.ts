const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Sends a browser that came by another loopback name (`127.0.0.1` for `localhost`) to the public one: the login
 * cookie and the OAuth callback belong to one name, and a person who mixes them would seem signed out.
 *
 * Answers null for everything else: API calls, other hosts, and requests that are already right.
 */
export function redirectToCanonicalHost(request: Request, publicUrl: string): Response | null {
  if (request.method !== "GET" || request.headers.get("sec-fetch-mode") !== "navigate") return null;
  const asked = new URL(request.url);
  const wanted = new URL(publicUrl);
  if (asked.hostname === wanted.hostname || asked.port !== wanted.port) return null;
  if (!loopback.has(asked.hostname) || !loopback.has(wanted.hostname)) return null;
  return new Response(null, { status: 302, headers: { location: `${wanted.origin}${asked.pathname}${asked.search}` } });
}
