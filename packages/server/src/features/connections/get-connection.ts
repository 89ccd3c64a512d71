import type { Connection, PendingConnection } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import type { StoredAccount } from "../../platform/database/schema.ts";
import { findAttempt, findConnection } from "./queries.ts";
import { answeredAttempt, isOver, isSameAccount } from "./rules.ts";
import type { ConnectionRecord } from "./types.ts";

/** The coach's own link to Calendly, `none` when there never was one. */
export async function getConnection(context: Context, coachId: string): Promise<Connection> {
  return toConnection(await findConnection(context.database, coachId));
}

export type PendingOutcome =
  | { readonly kind: "pending"; readonly pending: PendingConnection }
  | { readonly kind: "not_found" }
  | { readonly kind: "expired" };

/** Whose account a consent was for, before it is saved; says when it is another one than before. */
export async function getPendingConnection(
  context: Context,
  where: { readonly coachId: string; readonly attemptId: string },
): Promise<PendingOutcome> {
  const attempt = answeredAttempt(await findAttempt(context.database, where));
  if (attempt === null) return { kind: "not_found" };
  if (isOver(attempt.expiresAt, context.clock.now())) return { kind: "expired" };
  const previous = await findConnection(context.database, where.coachId);
  const differs = previous !== undefined && !isSameAccount(previous.userUri, attempt.account.userUri);
  return {
    kind: "pending",
    pending: {
      attemptId: attempt.id,
      account: toAccountView(attempt.account),
      differsFromPrevious: differs,
      previousAccountEmail: previous?.account.email ?? null,
      expiresAt: attempt.expiresAt.toString(),
    },
  };
}

/** What a coach may see of their connection. */
export function toConnection(record: ConnectionRecord | undefined): Connection {
  if (record === undefined) {
    return {
      state: "none",
      account: null,
      connectedAt: null,
      trouble: null,
      webhook: { state: "none", trouble: null },
      backfill: { state: "none", sessions: 0 },
    };
  }
  return {
    state: record.state,
    account: toAccountView(record.account),
    connectedAt: record.connectedAt.toString(),
    trouble: record.trouble,
    webhook: { state: record.webhookState, trouble: record.webhookTrouble },
    backfill: { state: record.backfillState, sessions: record.backfillSessions },
  };
}

function toAccountView({ name, email, schedulingUrl, timeZone, avatarUrl }: StoredAccount) {
  return { name, email, schedulingUrl, timeZone, avatarUrl };
}
