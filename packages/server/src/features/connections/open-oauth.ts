import { createOAuthClient, type OAuthClient } from "@punctual/calendly";
import type { Context } from "../../platform/context.ts";

/** A person waits for the answer, and a row is locked while tokens are renewed. */
const timeoutMs = 10_000;

/**
 * Calendly's OAuth server, as this deployment is registered there. Every call ends within 10 s, fails at once while the
 * server is away, and is on record.
 *
 * @param coachId for whom; null where nobody knows.
 */
export function calendlyOAuth(context: Context, coachId: string | null = null): OAuthClient {
  const { authUrl, clientId, clientSecret } = context.config.calendly;
  const client = createOAuthClient({
    authUrl,
    clientId,
    clientSecret,
    fetch: context.fetch,
    timeoutMs,
    now: () => context.clock.now().epochMilliseconds,
  });
  const call = <T>(endpoint: string, run: () => Promise<T>) => context.upstream.oauth({ endpoint, coachId }, run);
  return {
    authorizeUrl: (request) => client.authorizeUrl(request),
    exchangeCode: (request) => call("oauth.exchange", () => client.exchangeCode(request)),
    refresh: (request) => call("oauth.refresh", () => client.refresh(request)),
    introspect: (request) => call("oauth.introspect", () => client.introspect(request)),
    revoke: (request) => call("oauth.revoke", () => client.revoke(request)),
  };
}

/** Where Calendly sends the browser back to; registered with the app there. */
export function redirectUri(context: Context): string {
  return `${context.config.publicUrl}/api/calendly/connection/callback`;
}
