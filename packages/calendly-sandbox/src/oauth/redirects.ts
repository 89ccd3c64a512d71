import type { App } from "../world/types.ts";

const loopback: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

function parse(redirectUri: string): URL | null {
  try {
    return new URL(redirectUri);
  } catch {
    return null;
  }
}

/**
 * Whether an app of this kind may have the address at all: https, http on the person's own machine while it is no
 * production app, or for a native app a scheme that its maker owns (RFC 8252 7.1: with a dot).
 */
export function isRedirectFor(app: Pick<App, "kind" | "environment">, redirectUri: string): boolean {
  const url = parse(redirectUri);
  if (url === null || url.hash !== "" || redirectUri.endsWith("#")) return false;
  if (url.protocol === "https:") return true;
  if (url.protocol === "http:") return app.environment === "sandbox" && loopback.has(url.hostname);
  return app.kind === "native" && /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/.test(url.protocol);
}

/** Exactly a registered address; a sandbox app may also return to any http address of the person's own machine. */
export function isAllowedRedirect(app: App, redirectUri: string): boolean {
  if (!isRedirectFor(app, redirectUri)) return false;
  return app.redirectUris.includes(redirectUri) || parse(redirectUri)?.protocol === "http:";
}

/** The redirect address with answers added to its query. */
export function returnAddress(redirectUri: string, answers: Readonly<Record<string, string | null>>): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answers)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
}
