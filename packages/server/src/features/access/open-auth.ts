import { isIP } from "node:net";
import { passkey } from "@better-auth/passkey";
import { passwordLength } from "@punctual/contract";
import type { BetterAuthOptions, DBAdapter } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import type { Queryable } from "../../platform/database/database.ts";
import { loginAccounts, loginSessions, loginVerifications, passkeys, people } from "../../platform/database/schema.ts";
import { addressHeader } from "../../platform/http/sign-in.ts";
import { newId } from "../../platform/ids.ts";
import { ownOrigins } from "../../platform/own-origins.ts";
import { isSuspended } from "./queries.ts";
import { recordPasskey } from "./record-passkey.ts";

/** The code of a right password or passkey of a person whom an admin keeps out. */
export const suspendedCode = "ACCOUNT_SUSPENDED";

/** Seconds after which a login session is over, however much it is used. */
const sessionSeconds = 7 * 86_400;

export const cookiePrefix = "punctual";

/** Better Auth as it is used here: passwords, passkeys and login sessions, in our tables and behind our routes. */
export function openAuth(context: Context) {
  const { publicUrl, auth: settings } = context.config;
  const secure = publicUrl.startsWith("https://");
  const origins = [...ownOrigins(publicUrl)];
  return betterAuth({
    appName: "Punctual",
    baseURL: publicUrl,
    basePath: "/api/auth",
    secret: settings.secret,
    trustedOrigins: origins,
    database: adapterOf(context),
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
    plugins: [
      passkey({
        rpID: new URL(publicUrl).hostname,
        rpName: "Punctual",
        origin: origins,
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        // A passkey stands for the password as well: possession of the device alone is not enough.
        registration: {
          afterVerification: async ({ verification }) => needVerifiedUser(verification.registrationInfo),
        },
        authentication: {
          afterVerification: async ({ verification }) => needVerifiedUser(verification.authenticationInfo),
        },
      }),
    ],
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

const passkeySchema = z.object({ id: z.string(), userId: z.string() });

/** Better Auth's way to our tables. A passkey is written together with its entry in the audit log, or not at all. */
function adapterOf(context: Context) {
  const on = (database: Queryable) =>
    drizzleAdapter(database, {
      provider: "pg",
      schema: {
        user: people,
        session: loginSessions,
        account: loginAccounts,
        verification: loginVerifications,
        passkey: passkeys,
      },
    });
  return (options: BetterAuthOptions): DBAdapter => {
    const adapter = on(context.database)(options);
    async function create<T extends object, R = T>(input: Parameters<typeof adapter.create<T, R>>[0]): Promise<R> {
      if (input.model !== "passkey") return adapter.create<T, R>(input);
      try {
        return await context.database.transaction(async (tx) => {
          const made = await on(tx)(options).create<T, R>(input);
          const { id: passkeyId, userId: personId } = passkeySchema.parse(made);
          await recordPasskey(context, tx, { personId, passkeyId });
          return made;
        });
      } catch (error) {
        // The library would tell of every failure here as of a device whose answer does not fit, and of nothing to us.
        context.log.error({ error }, "a passkey was not saved");
        throw new APIError("INTERNAL_SERVER_ERROR", { code: "PASSKEY_NOT_SAVED" });
      }
    }
    return { ...adapter, create };
  };
}

/** WebAuthn binds passkeys to a host name; an address is none (WebAuthn Level 3, section 5.1.3). */
export function canHavePasskeys(publicUrl: string): boolean {
  return isIP(new URL(publicUrl).hostname.replace(/^\[|\]$/g, "")) === 0;
}

/** The library copies what it reads, and an instant does not survive that: it leaves the database's row as text. */
function asText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function needVerifiedUser(info: { readonly userVerified: boolean } | undefined): void {
  if (info?.userVerified === true) return;
  throw new APIError("UNAUTHORIZED", { code: "USER_NOT_VERIFIED", message: "The device did not check who holds it." });
}

function idPrefixOf(model: string) {
  if (model === "user") return "per";
  return model === "passkey" ? "pky" : "lgn";
}
