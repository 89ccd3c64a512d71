import type { Connection } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { connections } from "../../platform/database/schema.ts";
import { isUniqueViolation } from "../../platform/database/unique-violation.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { runBeforeDisconnect, whatIsBeingMade } from "./disconnect-account.ts";
import { toConnection } from "./get-connection.ts";
import { openTokens, sealTokens } from "./open-tokens.ts";
import {
  findAttempt,
  findConnection,
  isAccountTaken,
  lockCoach,
  lockSealedConnection,
  takeAttempt,
} from "./queries.ts";
import { revokeSealed } from "./revoke-tokens.ts";
import { answeredAttempt, isOver, isSameAccount, replacedAccount } from "./rules.ts";
import type { AnsweredAttempt, Asker, ConnectionHooks, ConnectionRecord } from "./types.ts";

export type ConfirmOutcome =
  | { readonly kind: "confirmed"; readonly connection: Connection }
  | { readonly kind: "not_found" }
  | { readonly kind: "expired" }
  | { readonly kind: "account_taken" }
  /** It would take the place of an account that the coach was not asked about. */
  | { readonly kind: "account_differs"; readonly email: string }
  /** What was copied before is still being erased. */
  | { readonly kind: "erasing" };

/**
 * Makes a consent the coach's connection: tokens moved under the connection's own seal, audit entry, live notice and
 * the work that follows (webhook subscription, event types, backfill) in one transaction. Taking the attempt out of
 * its table makes a doubled press harmless.
 *
 * When the coach was connected to another account, that one is left in order: its webhook subscription goes first,
 * its tokens are given back last. Only an account that the coach has seen named is left: another tab may have
 * connected one since this page was opened.
 *
 * @param seen e-mail address of the account that the coach was told would be replaced; null when of none.
 */
export async function confirmConnection(
  context: Context,
  hooks: ConnectionHooks,
  asker: Asker,
  attemptId: string,
  seen: string | null,
): Promise<ConfirmOutcome> {
  const where = { attemptId, coachId: asker.coachId };
  const attempt = answeredAttempt(await findAttempt(context.database, where));
  if (attempt === null) return { kind: "not_found" };
  if (isOver(attempt.expiresAt, context.clock.now())) return { kind: "expired" };
  const { userUri } = attempt.account;
  if (await isAccountTaken(context.database, userUri, asker.coachId)) return { kind: "account_taken" };

  const previous = await findConnection(context.database, asker.coachId);
  const refusal = refusalFor(previous, userUri, seen);
  if (refusal !== null) return refusal;
  const leavesAnother = previous?.state !== "disconnected" && replacedAccount(previous, userUri) !== null;
  if (leavesAnother) {
    await whatIsBeingMade(context, asker.coachId);
    await runBeforeDisconnect(context, hooks, asker.coachId);
  }

  const outcome = await activate(context, hooks, asker, attemptId, seen);
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
  | Exclude<ConfirmOutcome, { kind: "confirmed" | "expired" }>;

/** Thrown to undo what a transaction has begun. */
class Refused extends Error {
  readonly outcome: Exclude<Activation, { kind: "activated" }>;

  constructor(outcome: Exclude<Activation, { kind: "activated" }>) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

/** Why this account may not take the place of what is there; null when it may. */
function refusalFor(
  previous: ConnectionRecord | undefined,
  userUri: string,
  seen: string | null,
): Extract<ConfirmOutcome, { kind: "account_differs" | "erasing" }> | null {
  if (previous?.leaving === "erase") return { kind: "erasing" };
  const replaced = replacedAccount(previous, userUri);
  if (replaced === null || replaced.email === seen?.toLowerCase()) return null;
  return { kind: "account_differs", email: replaced.email };
}

async function activate(
  context: Context,
  hooks: ConnectionHooks,
  asker: Asker,
  attemptId: string,
  seen: string | null,
): Promise<Activation> {
  try {
    return await context.database.transaction(async (tx): Promise<Activation> => {
      const attempt = answeredAttempt(await takeAttempt(tx, { attemptId, coachId: asker.coachId }));
      if (attempt === null) return { kind: "not_found" };
      await lockCoach(tx, asker.coachId);
      const previous = await lockSealedConnection(tx, asker.coachId);
      const refusal = refusalFor(previous, attempt.account.userUri, seen);
      // The attempt comes back with it, so that the coach can look again and decide.
      if (refusal !== null) throw new Refused(refusal);
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
    if (error instanceof Refused) return error.outcome;
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
    leaving: null,
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
        webhookScope: null,
        webhookCheckedAt: null,
        webhookRetryStartedAt: null,
        capabilities: null,
        probedAt: null,
        backfillState: "none",
        backfillSessions: 0,
        backfillCursor: null,
        backfillFrom: null,
        backfillReached: null,
        sweptAt: null,
        sweptFullyAt: null,
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
  const connectedAt = context.clock.now();
  for (const job of hooks.afterConnect) {
    // One that runs for the account before must not swallow this one's.
    await context.queue.enqueue(tx, job, { coachId }, { key: `${coachId} ${connectedAt}`, priority: 10 });
  }
}

async function currentConnection(context: Context, coachId: string): Promise<Connection> {
  return toConnection(await findConnection(context.database, coachId));
}
