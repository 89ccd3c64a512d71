import { lt } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { loginSessions, loginVerifications } from "../../platform/database/schema.ts";

/** Removes login sessions, links and challenges that have been over for a day. By the machine's clock, as Better Auth sets it. */
export async function sweepLogins({ database }: Context): Promise<void> {
  const dayAgo = new Date(Date.now() - 86_400_000);
  await database.delete(loginSessions).where(lt(loginSessions.expiresAt, dayAgo));
  await database.delete(loginVerifications).where(lt(loginVerifications.expiresAt, dayAgo));
}
