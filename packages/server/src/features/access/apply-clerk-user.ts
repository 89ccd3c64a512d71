import { Temporal } from "temporal-polyfill";
import type { ClerkUser } from "../../platform/clerk/user.ts";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { sendRoleJob } from "./clerk-jobs.ts";
import {
  type ClerkUserRow,
  findPersonByExternalId,
  insertPerson,
  lockClerkUser,
  saveClerkUser,
} from "./clerk-queries.ts";
import { checkNewcomer, followUser, isSamePerson, nextKnown, type StrangerReason } from "./clerk-rules.ts";
import { endStreams } from "./end-streams.ts";
import { lockPerson } from "./member-queries.ts";
import { findPersonByEmail, updatePerson } from "./queries.ts";

export type AppliedUser =
  | { readonly kind: "person"; readonly personId: string }
  | { readonly kind: "stranger"; readonly reason: StrangerReason };

/**
 * Brings the person in step with what Clerk tells of a user, whichever way it came: webhook, session token or a call. Makes
 * the person when the user has a role and a verified address. Older news than the last change nothing.
 */
export async function applyClerkUser(context: Context, tx: Transaction, user: ClerkUser): Promise<AppliedUser> {
  const known = await lockClerkUser(tx, user.id);
  if (known?.deletedAt) return { kind: "stranger", reason: "erased" };
  if (known !== null && Temporal.Instant.compare(user.asOf, known.asOf) < 0) return standing(tx, known);
  const next = nextKnown(known, user);
  const person = await findPersonByExternalId(tx, user.id);
  const row = { ...next, id: user.id, asOf: user.asOf, deletedAt: null };
  if (person !== null) {
    await saveClerkUser(tx, { ...row, personId: person.id });
    await follow(context, tx, person.id, known, user);
    if (next.barred !== (known?.barred ?? false)) await tellBar(context, tx, person.id, next.barred);
    return next.barred ? { kind: "stranger", reason: "barred" } : { kind: "person", personId: person.id };
  }
  if (known !== null && known.personId !== null) return { kind: "stranger", reason: "erased" };
  const newcomer = await admitNewcomer(context, tx, user, row);
  await saveClerkUser(tx, { ...row, personId: newcomer.kind === "person" ? newcomer.personId : null });
  return newcomer;
}

/** The user was deleted at Clerk: the person is kept out, and a later account with their address is joined with them. */
export async function applyClerkDeletion(context: Context, tx: Transaction, userId: string): Promise<void> {
  const known = await lockClerkUser(tx, userId);
  const at = context.clock.now();
  const gone = { id: userId, role: null, sentRole: null, name: "", barred: true, asOf: at, personId: null };
  await saveClerkUser(tx, { ...(known ?? gone), deletedAt: at });
  const found = await findPersonByExternalId(tx, userId);
  const person = found === null ? undefined : await lockPerson(tx, found.id);
  if (person === undefined) return;
  // Their address is left to a new account.
  const suspendedAt = person.suspendedAt ?? at;
  await updatePerson(tx, person.id, { externalId: null, suspendedAt, loginsValidFrom: at }, at);
  await endStreams(context, tx, person.id);
  await recordAudit(tx, {
    at,
    actor: "system",
    action: "person.suspended",
    subject: person.id,
    reason: "The account was deleted at Clerk.",
    detail: { source: "clerk" },
  });
}

/** Clerk's side keeps a person out from now on, or lets them in again; what an admin here has decided stays as it is. */
async function tellBar(context: Context, tx: Transaction, personId: string, barred: boolean): Promise<void> {
  if (barred) await endStreams(context, tx, personId);
  await recordAudit(tx, {
    at: context.clock.now(),
    actor: "system",
    action: barred ? "person.suspended" : "person.reinstated",
    subject: personId,
    reason: barred ? "Banned at Clerk, or the role was taken away there." : "Let in again at Clerk.",
    detail: { source: "clerk" },
  });
}

/** What holds already, for news that are older than it. */
async function standing(tx: Transaction, known: ClerkUserRow): Promise<AppliedUser> {
  if (known.barred) return { kind: "stranger", reason: "barred" };
  const person = await findPersonByExternalId(tx, known.id);
  if (person !== null) return { kind: "person", personId: person.id };
  return { kind: "stranger", reason: known.personId === null ? "no_role" : "erased" };
}

async function admitNewcomer(
  context: Context,
  tx: Transaction,
  user: ClerkUser,
  known: Pick<ClerkUserRow, "role" | "sentRole" | "name" | "barred">,
): Promise<AppliedUser> {
  const holder = user.email === null ? null : await findPersonByEmail(tx, user.email);
  const decision = checkNewcomer(user, known, holder);
  switch (decision) {
    case "join":
      if (holder === null) throw new Error("There is nobody to join the user with.");
      await follow(context, tx, holder.id, null, user);
      if (user.role === null) await context.queue.enqueue(tx, sendRoleJob, { personId: holder.id });
      return { kind: "person", personId: holder.id };
    case "make":
      return make(context, tx, user);
    default:
      return { kind: "stranger", reason: decision };
  }
}

async function make(context: Context, tx: Transaction, user: ClerkUser): Promise<AppliedUser> {
  const { id: externalId, name, email, emailVerified, role } = user;
  if (email === null || role === null) throw new Error("A person without an address or a role is not made.");
  const at = context.clock.now();
  const stamp = new Date(at.epochMilliseconds);
  const id = newId("per");
  await insertPerson(tx, {
    id,
    externalId,
    name,
    email,
    emailVerified,
    role,
    createdAt: stamp,
    updatedAt: stamp,
  });
  await recordAudit(tx, {
    at,
    actor: "system",
    action: "person.created",
    subject: id,
    after: { role, emailVerified },
    detail: { source: "clerk" },
  });
  return { kind: "person", personId: id };
}

/** Takes over what changed at Clerk. An address that somebody else here has is not taken over, and the old one no longer proven. */
async function follow(
  context: Context,
  tx: Transaction,
  personId: string,
  known: ClerkUserRow | null,
  user: ClerkUser,
): Promise<void> {
  // Held until the end: what an admin writes at the same time must not be undone by what was read before it.
  const person = await lockPerson(tx, personId);
  if (person === undefined) return;
  const wanted = followUser(known, user, person);
  const holder = wanted.email === person.email ? null : await findPersonByEmail(tx, wanted.email);
  const target = holder === null ? wanted : { ...wanted, email: person.email, emailVerified: false };
  if (isSamePerson(person, target) && person.externalId === user.id) return;
  const at = context.clock.now();
  await updatePerson(tx, person.id, { ...target, externalId: user.id }, at);
  await recordAudit(tx, {
    at,
    actor: "system",
    action: "person.changed",
    subject: person.id,
    before: { role: person.role, emailVerified: person.emailVerified },
    after: { role: target.role, emailVerified: target.emailVerified },
    detail: {
      source: "clerk",
      nameChanged: target.name !== person.name,
      emailChanged: target.email !== person.email,
    },
  });
  await context.live.publish(tx, { topic: "coaches", id: person.id, audience: [person.id] });
  if (target.role !== person.role) await endStreams(context, tx, person.id);
}
