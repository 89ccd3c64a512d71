import type { Context } from "../../platform/context.ts";
import { recordAudit } from "../audit/index.ts";
import { endStreams } from "./end-streams.ts";
import type { Identity, TellEnded } from "./identity.ts";
import { lockPerson } from "./member-queries.ts";
import { updatePerson } from "./queries.ts";
import { actorOf } from "./rules.ts";
import type { AuthorizedAdmin, Viewer } from "./types.ts";

export type EndedMemberLogins =
  | { readonly kind: "ended"; readonly ended: number }
  | { readonly kind: "not_found" }
  | { readonly kind: "own_account" };

/** Signs a person out everywhere. What began before is over even where it is not in any table of ours. */
export async function endMemberLogins(
  context: Context,
  identity: Identity,
  admin: AuthorizedAdmin,
  asked: { readonly memberId: string; readonly requestId: string },
): Promise<EndedMemberLogins> {
  const { memberId, requestId } = asked;
  if (memberId === admin.personId) return { kind: "own_account" };
  const { length: ended } = await identity.listLogins(memberId);
  const now = context.clock.now();
  return context.database.transaction(async (tx) => {
    const person = await lockPerson(tx, memberId);
    if (person === undefined) return { kind: "not_found" };
    await updatePerson(tx, memberId, { loginsValidFrom: now }, now);
    const suspended = person.suspendedAt !== null;
    await identity.followChange(tx, { personId: memberId, role: person.role, suspended, loginsEnded: true });
    await endStreams(context, tx, memberId);
    await recordAudit(tx, {
      at: now,
      ...actorOf(admin),
      action: "person.logins_ended",
      subject: memberId,
      detail: { loginSessions: ended },
      requestId,
    });
    return { kind: "ended", ended };
  });
}

/** Ends one of the viewer's own logins; false when it is none of theirs. */
export function endOwnLogin(
  context: Context,
  identity: Identity,
  viewer: Viewer,
  asked: { readonly loginId: string; readonly requestId: string },
): Promise<boolean> {
  return identity.endLogin(viewer.personId, asked.loginId, tellOfOwn(context, viewer, asked.requestId));
}

/** Signs the viewer out everywhere but where they are. */
export function endOtherLogins(
  context: Context,
  identity: Identity,
  viewer: Viewer,
  requestId: string,
): Promise<number> {
  return identity.endAllLogins(viewer.personId, viewer.loginId, tellOfOwn(context, viewer, requestId));
}

function tellOfOwn(context: Context, viewer: Viewer, requestId: string): TellEnded {
  return async (tx, ended) => {
    await endStreams(context, tx, viewer.personId);
    await recordAudit(tx, {
      at: context.clock.now(),
      ...actorOf(viewer),
      action: "person.logins_ended",
      subject: viewer.personId,
      detail: { loginSessions: ended },
      requestId,
    });
  };
}
