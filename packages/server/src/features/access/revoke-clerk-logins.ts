import { Temporal } from "temporal-polyfill";
import type * as z from "zod";
import type { ClerkBackend } from "../../platform/clerk/backend.ts";
import type { Context } from "../../platform/context.ts";
import type { revokeLoginsJob } from "./clerk-jobs.ts";
import { endClerkLogins } from "./clerk-queries.ts";

/** Ends them here once more, in case one came by in the meantime, and then at Clerk. Doing it again changes nothing. */
export async function revokeClerkLogins(
  context: Context,
  backend: ClerkBackend,
  { personId, userId, sessionIds, exceptId, before }: z.output<typeof revokeLoginsJob.data>,
): Promise<void> {
  const over = sessionIds ?? (await listOver());
  await endClerkLogins(
    context.database,
    over.map((id) => ({ id, personId })),
    context.clock.now(),
  );
  for (const id of over) await backend.revokeSession(id);

  async function listOver(): Promise<string[]> {
    const end = Temporal.Instant.from(before);
    const sessions = await backend.listSessions(userId);
    return sessions
      .filter(({ id, startedAt }) => id !== exceptId && Temporal.Instant.compare(startedAt, end) <= 0)
      .map(({ id }) => id);
  }
}
