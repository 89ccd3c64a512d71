import type { Temporal } from "temporal-polyfill";
import type { ClerkBackend, ClerkSession } from "../../platform/clerk/backend.ts";
import { ClerkUnavailable } from "../../platform/clerk/unavailable.ts";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { revokeLoginsJob, sendRoleJob } from "./clerk-jobs.ts";
import { endClerkLogins, findExternal, findNotedLogin, listEndedLogins, listOpenLogins } from "./clerk-queries.ts";
import type { LoginSession, PersonChange, TellEnded } from "./identity.ts";
import { updatePerson } from "./queries.ts";

/** Hours after which Clerk's login sessions are over, unless its dashboard says otherwise. */
const usualLifetime = 7 * 24;

/**
 * Where the person is signed in, as Clerk knows it; what was ended here is left out though Clerk may not know yet. When Clerk
 * does not answer, those that came by here, of which less is known.
 */
export async function listClerkLogins(
  context: Context,
  backend: ClerkBackend,
  personId: string,
): Promise<readonly LoginSession[]> {
  const { database } = context;
  const userId = (await findExternal(database, personId))?.externalId ?? null;
  if (userId === null) return [];
  const sessions = await sessionsIfTold(context, backend, userId);
  if (sessions === null) {
    return (await listOpenLogins(database, personId, null)).map(({ id, seenAt }) => ({
      id,
      startedAt: seenAt,
      lastSeenAt: seenAt,
      expiresAt: seenAt.add({ hours: usualLifetime }),
      userAgent: null,
      address: null,
    }));
  }
  const ended = await listEndedLogins(database, personId);
  return sessions
    .filter(({ id }) => !ended.has(id))
    .map(({ device, userId: _, ...login }) => ({ ...login, userAgent: device }));
}

/** Refuses the login session from now on, and enqueues its end at Clerk. False when it is none of this person's. */
export async function endOneLogin(
  context: Context,
  backend: ClerkBackend,
  { personId, loginId }: { readonly personId: string; readonly loginId: string },
  tell?: TellEnded,
): Promise<boolean> {
  const { database, clock, queue } = context;
  const userId = (await findExternal(database, personId))?.externalId ?? null;
  if (userId === null) return false;
  const noted = await findNotedLogin(database, loginId);
  const isTheirs =
    noted === null
      ? (await backend.getSession(loginId))?.userId === userId
      : noted.personId === personId && noted.endedAt === null;
  if (!isTheirs) return false;
  const at = clock.now();
  await database.transaction(async (tx) => {
    await endClerkLogins(tx, [{ id: loginId, personId }], at);
    const data = { personId, userId, sessionIds: [loginId], exceptId: null, before: at.toString() };
    await queue.enqueue(tx, revokeLoginsJob, data);
    await tell?.(tx, 1);
  });
  return true;
}

/** Refuses all login sessions but the one, also those that never came by here, and enqueues their end at Clerk. */
export async function endEveryLogin(
  context: Context,
  backend: ClerkBackend,
  { personId, exceptId }: { readonly personId: string; readonly exceptId: string | null },
  tell: TellEnded,
): Promise<number> {
  const { database, clock } = context;
  const userId = (await findExternal(database, personId))?.externalId ?? null;
  if (userId === null) return 0;
  const told = (await sessionsIfTold(context, backend, userId)) ?? [];
  const ended = await listEndedLogins(database, personId);
  const theirs = told.map(({ id }) => id).filter((id) => id !== exceptId && !ended.has(id));
  const ours = (await listOpenLogins(database, personId, exceptId)).map(({ id }) => id);
  const ids = [...new Set([...theirs, ...ours])];
  const at = clock.now();
  await database.transaction(async (tx) => {
    if (exceptId === null) await updatePerson(tx, personId, { loginsValidFrom: at }, at);
    await endWithin(context, tx, { personId, userId, ids, exceptId, at });
    await tell(tx, ids.length);
  });
  return ids.length;
}

/** What Clerk has to learn of a change that an admin made, and what ends with it. */
export async function followPersonChange(context: Context, tx: Transaction, change: PersonChange): Promise<void> {
  const { personId } = change;
  const userId = (await findExternal(tx, personId))?.externalId ?? null;
  if (userId === null) return;
  await context.queue.enqueue(tx, sendRoleJob, { personId });
  if (!change.loginsEnded) return;
  const ids = (await listOpenLogins(tx, personId, null)).map(({ id }) => id);
  await endWithin(context, tx, { personId, userId, ids, exceptId: null, at: context.clock.now() });
}

async function endWithin(
  context: Context,
  tx: Transaction,
  end: {
    readonly personId: string;
    readonly userId: string;
    readonly ids: readonly string[];
    readonly exceptId: string | null;
    readonly at: Temporal.Instant;
  },
): Promise<void> {
  const { personId, userId, ids, exceptId, at } = end;
  await endClerkLogins(
    tx,
    ids.map((id) => ({ id, personId })),
    at,
  );
  const data = { personId, userId, sessionIds: null, exceptId, before: at.toString() };
  await context.queue.enqueue(tx, revokeLoginsJob, data);
}

/** Clerk's list; null when it does not answer. */
async function sessionsIfTold(
  context: Context,
  backend: ClerkBackend,
  userId: string,
): Promise<readonly ClerkSession[] | null> {
  try {
    return await backend.listSessions(userId);
  } catch (cause) {
    if (!(cause instanceof ClerkUnavailable)) throw cause;
    context.log.warn({ error: cause.cause ?? cause }, "Clerk was asked for login sessions and did not answer");
    return null;
  }
}
