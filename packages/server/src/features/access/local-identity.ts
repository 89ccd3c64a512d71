import { roleSchema, timeZoneSchema } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { problem, type Reply, raw } from "../../platform/http/reply.ts";
import { suspendedReply } from "./gate.ts";
import type { Identity, Login } from "./identity.ts";
import { canHavePasskeys, cookiePrefix, openAuth, suspendedCode } from "./open-auth.ts";
import { deleteLogin, deleteLogins, noteSeen, selectLogins } from "./queries.ts";
import { seenEveryMs } from "./rules.ts";

const sessionCookie = new RegExp(`(?:^|;\\s*)(?:__Host-)?${cookiePrefix}\\.session_token=[^;]`);

const foundPersonSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().toLowerCase(),
  emailVerified: z.boolean(),
  role: roleSchema,
  timeZone: timeZoneSchema.nullish().transform((zone) => zone ?? null),
  suspendedAt: z.string().nullable(),
  loginsValidFrom: z
    .string()
    .nullable()
    .transform((text) => (text === null ? null : Temporal.Instant.from(text))),
});

/**
 * Identity by Better Auth: e-mail and password, passkeys, login sessions in our database, an HttpOnly cookie. Nobody signs
 * up by themself; people are invited, or made by `ensurePerson`. Only the endpoints that the product uses are reachable.
 */
export function createLocalIdentity(context: Context): Identity {
  const { database, config } = context;
  const auth = openAuth(context);
  const passkeys = canHavePasskeys(config.publicUrl);
  let opening: Promise<ReturnType<typeof openAuth>> | undefined;
  const passkeyAuth = () => {
    opening ??= import("./open-passkeys.ts").then(({ openPasskeys }) => openPasskeys(context));
    return opening;
  };

  async function recognize(headers: Headers): Promise<Login> {
    if (!sessionCookie.test(headers.get("cookie") ?? "")) return { kind: "none" };
    const found = await auth.api.getSession({ headers });
    if (found === null) return { kind: "expired" };
    const { session } = found;
    const { suspendedAt, loginsValidFrom, ...person } = foundPersonSchema.parse(found.user);
    if (suspendedAt !== null) return { kind: "suspended", personId: person.id };
    if (loginsValidFrom !== null && session.createdAt.getTime() < loginsValidFrom.epochMilliseconds)
      return { kind: "expired" };
    if (Date.now() - session.updatedAt.getTime() > seenEveryMs) await noteSeen(database, session.id);
    return { kind: "person", person, proof: { by: "cookie", id: session.id } };
  }

  /** Signs in; the login that the browser had before ends, so that none is left behind that nobody knows of. */
  async function signIn(
    request: Request,
    answer: (request: Request) => Promise<Response>,
    sentences: { readonly wrong: string; readonly malformed: string },
  ): Promise<Reply<never>> {
    const before = await recognize(request.headers);
    const response = await answer(request);
    if (!response.ok) return refusalOf(response, sentences.wrong, sentences.malformed);
    if (before.kind === "person") await deleteLogin(database, before.person.id, before.proof.id);
    return raw(withCookies(response, { signedIn: true }));
  }

  async function signInByPasskey(request: Request): Promise<Reply<never>> {
    const wrong = "This passkey is not known here. Sign in with your password, or with another passkey.";
    const answer = await withCredential(request);
    if (answer === null) return problem("invalid_request", wrong);
    return signIn(answer, (await passkeyAuth()).handler, { wrong, malformed: wrong });
  }

  async function addPasskey(request: Request): Promise<Reply<never>> {
    const answer = await withCredential(request);
    if (answer === null) return problem("invalid_request", "The device's answer does not fit. Add the passkey again.");
    const response = await (await passkeyAuth()).handler(answer);
    if (!response.ok) return refusalOf(response, "This took too long. Add the passkey again.");
    const { id } = addedPasskeySchema.parse(await response.json());
    return raw(withCookies(response, { id }));
  }

  async function optionsFor(request: Request): Promise<Reply<never>> {
    const response = await (await passkeyAuth()).handler(bare(request));
    return response.ok ? raw(response) : refusalOf(response, "Begin again.");
  }

  /** A passkey is added by somebody who may come in: the library alone does not know whom an admin keeps out. */
  async function whenSignedIn(
    request: Request,
    answer: (request: Request) => Promise<Reply<never>>,
  ): Promise<Reply<never>> {
    const login = await recognize(request.headers);
    if (login.kind === "person") return answer(request);
    if (login.kind === "suspended") return suspendedReply();
    return problem("unauthenticated", "Sign in first, then add a passkey.");
  }

  function respondToPasskey(endpoint: string, request: Request): Promise<Reply<never>> | null {
    switch (endpoint) {
      case "GET /passkey/generate-authenticate-options":
        return optionsFor(request);
      case "POST /passkey/verify-authentication":
        return signInByPasskey(request);
      case "GET /passkey/generate-register-options":
        return whenSignedIn(request, optionsFor);
      case "POST /passkey/verify-registration":
        return whenSignedIn(request, addPasskey);
      default:
        return null;
    }
  }

  return {
    capabilities: { passwords: true, passkeys, invitations: true },
    recognize,
    async respond(request) {
      const endpoint = `${request.method} ${new URL(request.url).pathname.slice("/api/auth".length)}`;
      switch (endpoint) {
        case "POST /sign-in/email":
          return signIn(request, auth.handler, {
            wrong: "That e-mail address and password do not belong together.",
            malformed: "Write an e-mail address and a password.",
          });
        case "POST /sign-out":
          return raw(await auth.handler(request));
        case "GET /get-session": {
          const login = await recognize(request.headers);
          return raw(Response.json(login.kind === "person" ? { personId: login.person.id } : null));
        }
        default:
          return passkeys ? respondToPasskey(endpoint, request) : null;
      }
    },
    listLogins: (personId) => selectLogins(database, personId),
    endLogin: (personId, loginId, tell) =>
      database.transaction(async (tx) => {
        if (!(await deleteLogin(tx, personId, loginId))) return false;
        await tell(tx, 1);
        return true;
      }),
    endAllLogins: (personId, exceptLoginId, tell) =>
      database.transaction(async (tx) => {
        const ended = await deleteLogins(tx, personId, exceptLoginId);
        await tell(tx, ended);
        return ended;
      }),
    async followChange(tx, { personId, loginsEnded, suspended }) {
      // While somebody is kept out, their logins tell them so; they are over all the same.
      if (loginsEnded && !suspended) await deleteLogins(tx, personId, null);
    },
    receiveNews: async () => ({ kind: "not_here" }),
    jobs: [],
  };
}

const addedPasskeySchema = z.object({ id: z.string() });
const credentialSchema = z.strictObject({
  response: z.looseObject({ id: z.string().regex(/^[\w-]{1,1024}$/) }),
  /** For a new passkey: how its owner calls it. */
  name: z.string().trim().max(60).optional(),
});

/** The ceremony's answer as the library may have it; null when it is none. */
async function withCredential(request: Request): Promise<Request | null> {
  const parsed = credentialSchema.safeParse(await request.json().catch(() => null));
  if (!parsed.success || JSON.stringify(parsed.data).includes("\\u0000")) return null;
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  return new Request(request.url, { method: "POST", headers, body: JSON.stringify(parsed.data) });
}

/** Without a query: nothing there changes what the product wants of a ceremony. */
function bare(request: Request): Request {
  const { origin, pathname } = new URL(request.url);
  return new Request(`${origin}${pathname}`, { headers: request.headers });
}

/** Better Auth's answer with a body of ours: the session's token is for the HttpOnly cookie alone, and no script reads it. */
function withCookies(response: Response, body: unknown): Response {
  const headers = new Headers({ "content-type": "application/json", "cache-control": "no-store" });
  for (const cookie of response.headers.getSetCookie()) headers.append("set-cookie", cookie);
  return new Response(JSON.stringify(body), { status: 200, headers });
}

const refusalSchema = z.object({ code: z.string().optional() }).catch({});

/** What Better Auth refused, in our words: the sentences for a proof that is not right, and for what is none at all. */
async function refusalOf(response: Response, wrong: string, malformed = wrong): Promise<Reply<never>> {
  const { code } = refusalSchema.parse(await response.json().catch(() => null));
  if (code === suspendedCode) return suspendedReply();
  if (code === "SESSION_NOT_FRESH") {
    return problem("forbidden", "You signed in more than a day ago. Sign in again, then add the passkey.");
  }
  if (code === "FAILED_TO_VERIFY_REGISTRATION") {
    return problem("invalid_request", "The device's answer does not fit. Add the passkey again.");
  }
  switch (response.status) {
    case 401:
      return problem("unauthenticated", wrong);
    case 403:
      return problem("forbidden", "Sign in from Punctual's own sign-in page.");
    case 415:
      return problem(
        "unsupported_media_type",
        "Send the body as JSON, with the header Content-Type: application/json.",
      );
    default:
      return response.status >= 500
        ? problem("internal_error", "Signing in did not work. Try again in a moment.")
        : problem("invalid_request", malformed);
  }
}
