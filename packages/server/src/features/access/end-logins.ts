import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { recordAudit } from "../audit/index.ts";
import { endStreams } from "./end-streams.ts";
import type { Identity } from "./identity.ts";
import { changePerson, lockPerson } from "./member-queries.ts";
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
    await changePerson(tx, memberId, { loginsValidFrom: now }, now);
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
export async function endOwnLogin(
  context: Context,
  identity: Identity,
  viewer: Viewer,
  asked: { readonly loginId: string; readonly requestId: string },
): Promise<boolean> {
  const ended = await identity.endLogin(viewer.personId, asked.loginId);
  if (ended) await context.database.transaction((tx) => tellOfOwn(context, tx, viewer, 1, asked.requestId));
  return ended;
}

/** Signs the viewer out everywhere but where they are. */
export async function endOtherLogins(
  context: Context,
  identity: Identity,
  viewer: Viewer,
  requestId: string,
): Promise<number> {
  const ended = await identity.endAllLogins(viewer.personId, viewer.loginId);
  await context.database.transaction((tx) => tellOfOwn(context, tx, viewer, ended, requestId));
  return ended;
}

async function tellOfOwn(
  context: Context,
  tx: Transaction,
  viewer: Viewer,
  ended: number,
  requestId: string,
): Promise<void> {
  await endStreams(context, tx, viewer.personId);
  await recordAudit(tx, {
    at: context.clock.now(),
    ...actorOf(viewer),
    action: "person.logins_ended",
    subject: viewer.personId,
    detail: { loginSessions: ended },
    requestId,
  });
}
