import { createOAuthClient, type OAuthClient } from "@punctual/calendly";
import type { Context } from "../../platform/context.ts";

/** A person waits for the answer, and a row is locked while tokens are renewed. */
const timeoutMs = 10_000;

/** Calendly's OAuth server, as this deployment is registered there. Every call ends within 10 s. */
export function calendlyOAuth(context: Context): OAuthClient {
  const { authUrl, clientId, clientSecret } = context.config.calendly;
  return createOAuthClient({
    authUrl,
    clientId,
    clientSecret,
    fetch: context.fetch,
    timeoutMs,
    now: () => context.clock.now().epochMilliseconds,
  });
}

/** Where Calendly sends the browser back to; registered with the app there. */
export function redirectUri(context: Context): string {
  return `${context.config.publicUrl}/api/calendly/connection/callback`;
}
