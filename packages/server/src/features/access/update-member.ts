import type { Member, Role } from "@punctual/contract";
import type { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { recordAudit } from "../audit/index.ts";
import { endStreams } from "./end-streams.ts";
import type { Identity } from "./identity.ts";
import { findMember } from "./list-members.ts";
import { lockAdmins, lockPerson, withdrawInvitationsBy } from "./member-queries.ts";
import { updatePerson } from "./queries.ts";
import { actorOf } from "./rules.ts";
import type { AuthorizedAdmin } from "./types.ts";

export type ChangedMember =
  | { readonly kind: "changed"; readonly member: Member }
  | { readonly kind: "not_found" }
  /** It is the admin's own account. */
  | { readonly kind: "own_account" }
  /** Nobody would be left who can sign in as an admin. */
  | { readonly kind: "last_admin" };

interface Asked {
  readonly admin: AuthorizedAdmin;
  readonly memberId: string;
  readonly requestId: string;
}

interface Standing {
  readonly role: Role;
  readonly suspendedAt: Temporal.Instant | null;
}

/** Gives a person another role. Their open pages begin anew with it, and so does their next request. */
export function updateRole(context: Context, identity: Identity, asked: Asked, role: Role): Promise<ChangedMember> {
  return change(context, identity, asked, {
    wanted: (before) => (before.role === role ? null : { role }),
    action: "person.role_changed",
    reason: null,
  });
}

/** Keeps a person out: whatever they are signed in with is refused from now on, and says so. */
export function suspendMember(
  context: Context,
  identity: Identity,
  asked: Asked,
  reason: string,
): Promise<ChangedMember> {
  const suspendedAt = context.clock.now();
  return change(context, identity, asked, {
    wanted: (before) => (before.suspendedAt === null ? { suspendedAt, loginsValidFrom: suspendedAt } : null),
    action: "person.suspended",
    reason,
  });
}

/** Lets a person in again, by a new login. */
export function reinstateMember(context: Context, identity: Identity, asked: Asked): Promise<ChangedMember> {
  const loginsValidFrom = context.clock.now();
  return change(context, identity, asked, {
    wanted: (before) => (before.suspendedAt === null ? null : { suspendedAt: null, loginsValidFrom }),
    action: "person.reinstated",
    reason: null,
  });
}

/** One change of one person, checked, written, told to the audit log and to open pages, together or not at all. */
function change(
  context: Context,
  identity: Identity,
  { admin, memberId, requestId }: Asked,
  step: {
    /** What is to be written; null when the person is so already. */
    readonly wanted: (before: Standing) => Parameters<typeof updatePerson>[2] | null;
    readonly action: string;
    readonly reason: string | null;
  },
): Promise<ChangedMember> {
  const now = context.clock.now();
  return context.database.transaction(async (tx) => {
    // Admins first and always all of them, so that two who change each other wait instead of locking each other out.
    const admins = await lockAdmins(tx);
    const before = await lockPerson(tx, memberId);
    if (before === undefined) return { kind: "not_found" };
    if (memberId === admin.personId) return { kind: "own_account" };
    const wanted = step.wanted(before);
    if (wanted !== null) {
      const after: Standing = { ...before, ...wanted };
      const stays = after.role === "admin" && after.suspendedAt === null;
      if (!stays && admins.every((id) => id === memberId)) return { kind: "last_admin" };
      await updatePerson(tx, memberId, wanted, now);
      if (!stays) await withdrawInvitationsBy(tx, memberId, now);
      await follow(context, tx, identity, { memberId, after, loginsEnded: wanted.loginsValidFrom !== undefined });
      await recordAudit(tx, {
        at: now,
        ...actorOf(admin),
        action: step.action,
        subject: memberId,
        reason: step.reason,
        before: { role: before.role, suspended: before.suspendedAt !== null },
        after: { role: after.role, suspended: after.suspendedAt !== null },
        requestId,
      });
    }
    const member = await findMember(tx, admin, memberId);
    return member === null ? { kind: "not_found" } : { kind: "changed", member };
  });
}

async function follow(
  context: Context,
  tx: Transaction,
  identity: Identity,
  change: { readonly memberId: string; readonly after: Standing; readonly loginsEnded: boolean },
): Promise<void> {
  const { memberId: personId, after, loginsEnded } = change;
  const suspended = after.suspendedAt !== null;
  await identity.followChange(tx, { personId, role: after.role, suspended, loginsEnded });
  await endStreams(context, tx, personId);
}
