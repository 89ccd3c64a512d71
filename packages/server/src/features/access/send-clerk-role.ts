import type { ClerkBackend } from "../../platform/clerk/backend.ts";
import type { Context } from "../../platform/context.ts";
import { sendRoleJob } from "./clerk-jobs.ts";
import { findClerkUser, findExternal, lockClerkUser, noteSentRole, saveClerkUser } from "./clerk-queries.ts";
import { nextKnown } from "./clerk-rules.ts";

/**
 * Writes the present role of the person at Clerk. Notes it beforehand as sent, so that the news which it causes are not
 * taken for a change that somebody made there; and once more when the role changed while it was on its way.
 */
export async function sendClerkRole(context: Context, backend: ClerkBackend, personId: string): Promise<void> {
  const { database, queue } = context;
  const person = await findExternal(database, personId);
  if (person === null || person.externalId === null) return;
  const { externalId, role } = person;
  const before = await findClerkUser(database, externalId);
  if (before === null || (before.role === role && before.sentRole === null)) return;
  await noteSentRole(database, externalId, role);
  const user = await backend.setRole(externalId, role);
  if (user === null) return;
  await database.transaction(async (tx) => {
    const known = await lockClerkUser(tx, externalId);
    if (known === null) return;
    await saveClerkUser(tx, { ...known, ...nextKnown(known, user), name: known.name, asOf: user.asOf });
    const now = await findExternal(tx, personId);
    if (now !== null && now.role !== role) await queue.enqueue(tx, sendRoleJob, { personId });
  });
}
