import { Temporal } from "temporal-polyfill";
import { createClerkBackend } from "../../platform/clerk/backend.ts";
import { presentedToken } from "../../platform/clerk/presented-token.ts";
import { verifySessionToken } from "../../platform/clerk/session-token.ts";
import type { ClerkConfig } from "../../platform/config.ts";
import type { Context } from "../../platform/context.ts";
import { raw } from "../../platform/http/reply.ts";
import { handleJob } from "../../platform/queue/job.ts";
import { createArrivals } from "./admit-clerk-user.ts";
import { revokeLoginsJob, sendRoleJob } from "./clerk-jobs.ts";
import { findClerkLogin, noteClerkLogin } from "./clerk-queries.ts";
import { strangerSentences } from "./clerk-rules.ts";
import { endEveryLogin, endOneLogin, followPersonChange, listClerkLogins } from "./end-clerk-logins.ts";
import type { Identity, Login } from "./identity.ts";
import type { PersonRow } from "./queries.ts";
import { receiveClerkNews } from "./receive-clerk-news.ts";
import { revokeClerkLogins } from "./revoke-clerk-logins.ts";
import { seenEveryMs } from "./rules.ts";
import { sendClerkRole } from "./send-clerk-role.ts";

/**
 * Identity by Clerk: passwords, mails and second factors are its own, and browsers sign in at it. A session token is
 * verified here without a call; who somebody is here, in which role and whether at all is our own row's to say.
 */
export function createClerkIdentity(context: Context, clerk: ClerkConfig): Identity {
  const { database, clock } = context;
  const backend = createClerkBackend(clerk);
  const arrivals = createArrivals(context, backend);

  async function recognize(headers: Headers): Promise<Login> {
    const presented = presentedToken(headers, clerk.publishableKey);
    if (presented.kind === "none") return { kind: "none" };
    if (presented.kind === "ambiguous") return { kind: "expired" };
    const verified = await verifySessionToken(presented.token, clerk);
    if (verified.kind !== "verified") return { kind: "expired" };
    const { token } = verified;
    if (token.impersonated) return { kind: "stranger", sentence: strangerSentences.impersonated };

    let found = await findClerkLogin(database, token.userId, token.sessionId);
    if (found === null || (found.person === null && found.user.personId === null)) {
      if (found?.login?.endedAt) return { kind: "expired" };
      const arrival = await arrivals.admit(token);
      if (arrival.kind !== "person") return arrival;
      found = await findClerkLogin(database, token.userId, token.sessionId);
    }
    if (found === null || found.person === null) return { kind: "stranger", sentence: strangerSentences.erased };
    const { person, user, login } = found;
    if (person.suspendedAt !== null) return { kind: "suspended", personId: person.id };
    if (login?.endedAt || isBefore(token.issuedAt, person.loginsValidFrom)) return { kind: "expired" };
    if (user.barred) return { kind: "stranger", sentence: strangerSentences.barred };
    const seenAt = clock.now();
    if (login === null || seenAt.epochMilliseconds - login.seenAt.epochMilliseconds > seenEveryMs) {
      await noteClerkLogin(database, { id: token.sessionId, personId: person.id, seenAt });
    }
    return { kind: "person", person: knownPerson(person), proof: { by: presented.by, id: token.sessionId } };
  }

  /** Ends the login session here at once; the page ends it at Clerk as well, and a job does where it could not. */
  async function signOut(request: Request): Promise<Response> {
    const login = await recognize(request.headers);
    if (login.kind === "person") {
      await endOneLogin(context, backend, { personId: login.person.id, loginId: login.proof.id });
    }
    return Response.json({ signedOut: true });
  }

  return {
    capabilities: { passwords: false, passkeys: false, invitations: false },
    recognize,
    async respond(request) {
      switch (`${request.method} ${new URL(request.url).pathname}`) {
        case "POST /api/auth/sign-out":
          return raw(await signOut(request));
        case "GET /api/auth/get-session": {
          const login = await recognize(request.headers);
          return raw(Response.json(login.kind === "person" ? { personId: login.person.id } : null));
        }
        default:
          return null;
      }
    },
    receiveNews: (request) => receiveClerkNews(context, clerk, request),
    listLogins: (personId) => listClerkLogins(context, backend, personId),
    endLogin: (personId, loginId, tell) => endOneLogin(context, backend, { personId, loginId }, tell),
    endAllLogins: (personId, exceptId, tell) => endEveryLogin(context, backend, { personId, exceptId }, tell),
    followChange: (tx, change) => followPersonChange(context, tx, change),
    jobs: [
      handleJob(sendRoleJob, 1, ({ personId }) => sendClerkRole(context, backend, personId)),
      handleJob(revokeLoginsJob, 1, (data) => revokeClerkLogins(context, backend, data)),
    ],
  };
}

/** Tokens say to the second when they were issued: one of the very second in which logins were ended counts as old. */
function isBefore(issuedAt: Temporal.Instant, validFrom: Temporal.Instant | null): boolean {
  return validFrom !== null && Temporal.Instant.compare(issuedAt, validFrom) < 0;
}

function knownPerson({ id, name, email, emailVerified, role, timeZone }: PersonRow) {
  return { id, name, email, emailVerified, role, timeZone };
}
