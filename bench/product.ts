import { randomBytes } from "node:crypto";
import { createPunctual, type ServerConfig } from "@punctual/server";

export const publicUrl = "http://localhost:3000";
export const signingKey = "bench-webhook-signing-key";
export const apiUrl = "http://localhost:4010";
const password = "on-time-every-time";

/** The product's server on a database, without a listening port: a bench calls its `fetch`. */
export async function openProduct(
  databaseUrl: string,
  options: { readonly fetch?: typeof fetch; readonly encryptionKeys?: ServerConfig["encryptionKeys"] } = {},
) {
  const config: ServerConfig = {
    publicUrl,
    version: "bench",
    database: { kind: "postgres", url: databaseUrl },
    encryptionKeys: options.encryptionKeys ?? [{ id: "bench", key: new Uint8Array(randomBytes(32)) }],
    calendly: {
      apiUrl,
      authUrl: "http://localhost:4010",
      bookingUrl: "http://localhost:4010",
      assetsUrl: "http://localhost:4010",
      picturesUrl: "http://localhost:4010",
      clientId: "bench",
      clientSecret: "bench",
      webhookSigningKeys: [signingKey],
    },
    historyDays: 365,
    inboxDays: 90,
    mail: { smtpUrl: null, from: "Punctual <punctual@localhost.localdomain>" },
    outgoingPrivateHosts: [],
    auth: { mode: "local", secret: randomBytes(32).toString("base64url") },
    protection: { limits: {}, trustedProxies: [], corsOrigins: [], metricsToken: null, sentryDsn: null },
    signInHints: [],
    webRoot: null,
    logLevel: "silent",
  };
  const punctual = await createPunctual(config, options.fetch === undefined ? {} : { fetch: options.fetch });
  return {
    fetch: (request: Request) => Promise.resolve(punctual.fetch(request)),
    close: () => punctual.close(),
    sync: punctual.sync,
    worker: punctual.worker,
    /** Makes an account and signs it in; answers the headers of a page of this login session. */
    signIn: async (person: { name: string; email: string; role: "coach" | "realtor" | "admin" }) => {
      await punctual.people.ensure({ ...person, password, emailVerified: true, timeZone: null });
      const response = await punctual.fetch(
        new Request(`${publicUrl}/api/auth/sign-in/email`, {
          method: "POST",
          headers: { "content-type": "application/json", origin: publicUrl },
          body: JSON.stringify({ email: person.email, password }),
        }),
      );
      const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
      if (!response.ok || cookies.length === 0) throw new Error(`Signing in answered ${response.status}.`);
      const cookie = cookies.join("; ");
      const me = await punctual.fetch(new Request(`${publicUrl}/api/me`, { headers: { cookie } }));
      return { cookie, "x-csrf-token": me.headers.get("x-csrf-token") ?? "" };
    },
  };
}
