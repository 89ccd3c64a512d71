import { isIP } from "node:net";
import { passwordLength } from "@punctual/contract";
import type { BetterAuthOptions } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import type { Context } from "../../platform/context.ts";
import type { Queryable } from "../../platform/database/database.ts";
import { loginAccounts, loginSessions, loginVerifications, passkeys, people } from "../../platform/database/schema.ts";
import { addressHeader } from "../../platform/http/sign-in.ts";
import { newId } from "../../platform/ids.ts";
import { ownOrigins } from "../../platform/own-origins.ts";
import { isSuspended } from "./queries.ts";

/** The code of a right password or passkey of a person whom an admin keeps out. */
export const suspendedCode = "ACCOUNT_SUSPENDED";

/** Seconds after which a login session is over, however much it is used. */
const sessionSeconds = 7 * 86_400;

export const cookiePrefix = "punctual";

/** Better Auth as it is used here: passwords and login sessions, in our tables and behind our routes; `more` adds to it. */
export function openAuth(context: Context, more: Pick<BetterAuthOptions, "plugins" | "database"> = {}) {
  const { publicUrl, auth: settings } = context.config;
  const secure = publicUrl.startsWith("https://");
  const origins = [...ownOrigins(publicUrl)];
  return betterAuth({
    appName: "Punctual",
    baseURL: publicUrl,
    basePath: "/api/auth",
    secret: settings.secret,
    trustedOrigins: origins,
    database: adapterOn(context.database),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
    },
    user: {
      additionalFields: {
        role: { type: "string", required: true, input: false },
        timeZone: { type: "string", required: false, input: false },
        // Read with the person at every request, by the same query.
        suspendedAt: { type: "string", required: false, input: false, transform: { output: asText } },
        loginsValidFrom: { type: "string", required: false, input: false, transform: { output: asText } },
      },
    },
    session: { expiresIn: sessionSeconds, disableSessionRefresh: true },
    databaseHooks: {
      session: {
        create: {
          // The one place through which every way of signing in passes, after the password or passkey was right.
          async before({ userId }) {
            if (!(await isSuspended(context.database, userId))) return;
            throw new APIError("FORBIDDEN", { code: suspendedCode, message: "This account is suspended." });
          },
        },
      },
    },
    ...more,
    advanced: {
      // The library knows `__Secure-` only. `__Host-` binds the cookie to this very host: no neighbour can plant one.
      cookiePrefix: secure ? `__Host-${cookiePrefix}` : cookiePrefix,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/", secure },
      database: { generateId: ({ model }) => newId(idPrefixOf(model)) },
    },
    // Attempts are limited where every request is (platform/http): one rule, one store.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    // What fails is ours to log: the router's own way is to print the error, with the parameters of the query.
    onAPIError: { throw: true },
  });
}

/** Better Auth's way to our tables. */
export function adapterOn(database: Queryable) {
  return drizzleAdapter(database, {
    provider: "pg",
    schema: {
      user: people,
      session: loginSessions,
      account: loginAccounts,
      verification: loginVerifications,
      passkey: passkeys,
    },
  });
}

/** WebAuthn binds passkeys to a host name; an address is none (WebAuthn Level 3, section 5.1.3). */
export function canHavePasskeys(publicUrl: string): boolean {
  return isIP(new URL(publicUrl).hostname.replace(/^\[|\]$/g, "")) === 0;
}

/** The library copies what it reads, and an instant does not survive that: it leaves the database's row as text. */
function asText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function idPrefixOf(model: string) {
  if (model === "user") return "per";
  return model === "passkey" ? "pky" : "lgn";
}
