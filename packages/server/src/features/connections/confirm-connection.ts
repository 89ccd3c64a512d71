import type { Connection } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { connections } from "../../platform/database/schema.ts";
import { isUniqueViolation } from "../../platform/database/unique-violation.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { runBeforeDisconnect } from "./disconnect-account.ts";
import { toConnection } from "./get-connection.ts";
import { openTokens, sealTokens } from "./open-tokens.ts";
import { findAttempt, findConnection, isAccountTaken, lockSealedConnection, takeAttempt } from "./queries.ts";
import { revokeSealed } from "./revoke-tokens.ts";
import { answeredAttempt, isOver, isSameAccount } from "./rules.ts";
import type { AnsweredAttempt, Asker, ConnectionHooks, ConnectionRecord } from "./types.ts";

export type ConfirmOutcome =
  | { readonly kind: "confirmed"; readonly connection: Connection }
  | { readonly kind: "not_found" }
  | { readonly kind: "expired" }
  | { readonly kind: "account_taken" };

/**
 * Makes a consent the coach's connection: tokens moved under the connection's own seal, audit entry, live notice and
 * the work that follows (webhook subscription, event types, backfill) in one transaction. Taking the attempt out of
 * its table makes a doubled press harmless.
 *
 * When the coach was connected to another account, that one is left in order: its webhook subscription goes first,
 * its tokens are given back last.
 */
export async function confirmConnection(
  context: Context,
  hooks: ConnectionHooks,
  asker: Asker,
  attemptId: string,
): Promise<ConfirmOutcome> {
  const where = { attemptId, coachId: asker.coachId };
  const attempt = answeredAttempt(await findAttempt(context.database, where));
  if (attempt === null) return { kind: "not_found" };
  if (isOver(attempt.expiresAt, context.clock.now())) return { kind: "expired" };
  const { userUri } = attempt.account;
  if (await isAccountTaken(context.database, userUri, asker.coachId)) return { kind: "account_taken" };

  const previous = await findConnection(context.database, asker.coachId);
  const leavesAnother =
    previous !== undefined && previous.state !== "disconnected" && !isSameAccount(previous.userUri, userUri);
  if (leavesAnother) await runBeforeDisconnect(context, hooks, asker.coachId);

  const outcome = await activate(context, hooks, asker, attemptId);
  if (outcome.kind === "activated") {
    if (leavesAnother && outcome.left !== null) await revokeSealed(context, outcome.left);
    return { kind: "confirmed", connection: await currentConnection(context, asker.coachId) };
  }
  // Somebody was quicker: the old connection stays, so what was undone for its departure is done again.
  if (leavesAnother) await context.database.transaction((tx) => enqueueAfterConnect(context, hooks, tx, asker.coachId));
  return outcome;
}

type Activation =
  | { readonly kind: "activated"; readonly left: { readonly id: string; readonly tokensSealed: string } | null }
  | { readonly kind: "not_found" }
  | { readonly kind: "account_taken" };

async function activate(
  context: Context,
  hooks: ConnectionHooks,
  asker: Asker,
  attemptId: string,
): Promise<Activation> {
  try {
    return await context.database.transaction(async (tx): Promise<Activation> => {
      const attempt = answeredAttempt(await takeAttempt(tx, { attemptId, coachId: asker.coachId }));
      if (attempt === null) return { kind: "not_found" };
      const previous = await lockSealedConnection(tx, asker.coachId);
      const id = previous?.id ?? newId("con");
      await saveConnection(context, tx, attempt, previous, id);
      await recordAudit(tx, {
        at: context.clock.now(),
        actor: asker.coachId,
        action: "connection.connected",
        subject: id,
        detail: { userUri: attempt.account.userUri, scopes: attempt.scopes },
        requestId: asker.requestId,
      });
      await context.live.publish(tx, { topic: "connection", id, audience: [asker.coachId] });
      await context.live.publish(tx, { topic: "coaches", id: asker.coachId, audience: [] });
      await enqueueAfterConnect(context, hooks, tx, asker.coachId);
      const tokensSealed = previous?.tokensSealed ?? null;
      return { kind: "activated", left: tokensSealed === null ? null : { id, tokensSealed } };
    });
  } catch (error) {
    if (isUniqueViolation(error, "connections_active_account")) return { kind: "account_taken" };
    throw error;
  }
}

async function saveConnection(
  context: Context,
  tx: Transaction,
  attempt: AnsweredAttempt,
  previous: (ConnectionRecord & { readonly tokensSealed: string | null }) | undefined,
  id: string,
): Promise<void> {
  const now = context.clock.now();
  const tokens = await openTokens(context.sealer, attempt.tokensSealed, { table: "connect_attempts", id: attempt.id });
  const values = {
    state: "active",
    trouble: null,
    account: attempt.account,
    userUri: attempt.account.userUri,
    organizationUri: attempt.account.organizationUri,
    scopes: attempt.scopes,
    tokensSealed: await sealTokens(context.sealer, tokens, { table: "connections", id }),
    tokensExpireAt: attempt.tokensExpireAt,
    tokensVersion: (previous?.tokensVersion ?? 0) + 1,
    connectedAt: now,
    updatedAt: now,
  } as const;
  const sameAccount = previous !== undefined && isSameAccount(previous.userUri, attempt.account.userUri);
  const startOver = sameAccount
    ? {}
    : ({
        webhookSubscriptionUri: null,
        webhookState: "none",
        webhookTrouble: null,
        backfillState: "none",
        backfillSessions: 0,
        backfillCursor: null,
      } as const);
  await tx
    .insert(connections)
    .values({ id, coachId: attempt.coachId, ...values })
    .onConflictDoUpdate({ target: connections.coachId, set: { ...values, ...startOver } });
}

async function enqueueAfterConnect(
  context: Context,
  hooks: ConnectionHooks,
  tx: Transaction,
  coachId: string,
): Promise<void> {
  for (const job of hooks.afterConnect) {
    await context.queue.enqueue(tx, job, { coachId }, { key: `${job.name}:${coachId}`, priority: 10 });
  }
}

async function currentConnection(context: Context, coachId: string): Promise<Connection> {
  return toConnection(await findConnection(context.database, coachId));
}
