import type { Role } from "@punctual/contract";
import { roleSchema, timeZoneSchema } from "@punctual/contract";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { betterAuth } from "better-auth/minimal";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { loginAccounts, loginSessions, loginVerifications, people } from "../../platform/database/schema.ts";
import type { Proof } from "../../platform/http/served-route.ts";
import { newId } from "../../platform/ids.ts";
import { ownOrigins } from "../../platform/own-origins.ts";

/** Who sent a request, as far as its cookie tells. */
export type Login =
  | { readonly kind: "person"; readonly person: KnownPerson; readonly proof: Proof }
  /** A login session came along, but it is over: too old, signed out, or never ours. */
  | { readonly kind: "expired" }
  | { readonly kind: "none" };

export interface KnownPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly role: Role;
  readonly timeZone: string | null;
}

/** Identity behind one face: who somebody is, and the endpoints by which they sign in and out. */
export interface Identity {
  recognize(headers: Headers): Promise<Login>;
  /** Answers what lies under `/api/auth/`; null where there is nothing. */
  respond(request: Request): Promise<Response | null>;
}

const cookiePrefix = "punctual";
const sessionCookie = /(?:^|;\s*)(?:__Secure-)?punctual\.session_token=[^;]/;

const knownPersonSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().toLowerCase(),
  emailVerified: z.boolean(),
  role: roleSchema,
  timeZone: timeZoneSchema.nullish().transform((zone) => zone ?? null),
});

/**
 * Identity by Better Auth: e-mail and password, login sessions in our database, an HttpOnly cookie. Nobody signs up by
 * themself; people are made by `ensurePerson`. Only the endpoints that the product uses are reachable.
 */
export function createLocalIdentity(context: Context): Identity {
  const { publicUrl, auth: settings } = context.config;
  const auth = betterAuth({
    appName: "Punctual",
    baseURL: publicUrl,
    basePath: "/api/auth",
    secret: settings.secret,
    trustedOrigins: [...ownOrigins(publicUrl)],
    database: drizzleAdapter(context.database, {
      provider: "pg",
      schema: { user: people, session: loginSessions, account: loginAccounts, verification: loginVerifications },
    }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 256 },
    user: {
      additionalFields: {
        role: { type: "string", required: true, input: false },
        timeZone: { type: "string", required: false, input: false },
      },
    },
    session: { expiresIn: 7 * 86_400, updateAge: 86_400 },
    advanced: {
      cookiePrefix,
      useSecureCookies: publicUrl.startsWith("https://"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
      database: { generateId: ({ model }) => newId(model === "user" ? "per" : "lgn") },
    },
    // Attempts are limited where every request is (platform/http): one rule, one store.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });

  async function recognize(headers: Headers): Promise<Login> {
    if (!sessionCookie.test(headers.get("cookie") ?? "")) return { kind: "none" };
    const found = await auth.api.getSession({ headers });
    if (found === null) return { kind: "expired" };
    return {
      kind: "person",
      person: knownPersonSchema.parse(found.user),
      proof: { by: "cookie", id: found.session.id },
    };
  }

  return {
    recognize,
    async respond(request) {
      switch (`${request.method} ${new URL(request.url).pathname}`) {
        case "POST /api/auth/sign-in/email":
          return withoutToken(await auth.handler(request));
        case "POST /api/auth/sign-out":
          return auth.handler(request);
        case "GET /api/auth/get-session": {
          const login = await recognize(request.headers);
          return Response.json(login.kind === "person" ? { personId: login.person.id } : null);
        }
        default:
          return null;
      }
    },
  };
}

/** The session's token belongs in the HttpOnly cookie alone, where no script can read it. */
function withoutToken(response: Response): Response {
  if (!response.ok) return response;
  const headers = new Headers({ "content-type": "application/json" });
  for (const cookie of response.headers.getSetCookie()) headers.append("set-cookie", cookie);
  return new Response(JSON.stringify({ signedIn: true }), { status: 200, headers });
}
