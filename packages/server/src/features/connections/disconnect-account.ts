import { setTimeout as wait } from "node:timers/promises";
import type { Connection, DisconnectData } from "@punctual/contract";
import { and, eq, ne, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { connections } from "../../platform/database/schema.ts";
import { recordAudit } from "../audit/index.ts";
import { getConnection } from "./get-connection.ts";
import { finishDisconnectJob, removeMirrorJob } from "./jobs.ts";
import { findConnection, findSealedConnection } from "./queries.ts";
import { revokeSealed } from "./revoke-tokens.ts";
import type { Asker, ConnectionHooks } from "./types.ts";

export type DisconnectOutcome =
  | { readonly kind: "disconnected"; readonly connection: Connection }
  | { readonly kind: "missing" };

const notRevoked =
  "Punctual has forgotten its permission, but Calendly could not be told. To be sure, remove Punctual under Integrations at Calendly.";

/** Milliseconds. A subscription that is being made at this moment is waited for this long, and looked for that often. */
const patience = { longest: 12_000, between: 100 };

/**
 * Takes the link apart. First it is written down that the coach leaves, so that nothing new is set up at Calendly; what
 * others set up there goes next (the hooks), then the tokens are given back and wiped. What was copied stays readable,
 * or is erased afterwards, step by step. Calendly being out of reach does not keep a coach connected; they are told
 * what remains to be done there. A process that dies half-way is followed up by a job.
 *
 * A coach who left before may still ask to have erased what was kept.
 */
export async function disconnectAccount(
  context: Context,
  hooks: ConnectionHooks,
  asker: Asker,
  data: DisconnectData,
): Promise<DisconnectOutcome> {
  if (!(await beginToLeave(context, asker, data))) {
    if (data !== "erase" || !(await eraseKept(context, asker))) return { kind: "missing" };
    return { kind: "disconnected", connection: await getConnection(context, asker.coachId) };
  }
  await finishDisconnect(context, hooks, asker);
  return { kind: "disconnected", connection: await getConnection(context, asker.coachId) };
}

/** Everything after the decision. Doing so again, where an attempt died half-way, is harmless. */
export async function finishDisconnect(context: Context, hooks: ConnectionHooks, asker: Asker): Promise<void> {
  const connection = await findConnection(context.database, asker.coachId);
  if (connection === undefined || connection.leaving === null || connection.state === "disconnected") return;
  await whatIsBeingMade(context, asker.coachId);
  await runBeforeDisconnect(context, hooks, asker.coachId);
  // Tokens that are renewed between reading and wiping would survive at Calendly: then they are revoked as well.
  while (!(await revokeAndWipe(context, asker)));
}

/** False when there is nothing to leave. Who asked to have everything erased is not taken back by a second press. */
async function beginToLeave(context: Context, asker: Asker, data: DisconnectData): Promise<boolean> {
  return context.database.transaction(async (tx) => {
    const leaving = await tx
      .update(connections)
      .set({ leaving: data === "erase" ? data : sql`coalesce(${connections.leaving}, ${data})` })
      .where(and(eq(connections.coachId, asker.coachId), ne(connections.state, "disconnected")))
      .returning({ id: connections.id });
    if (leaving.length === 0) return false;
    const startAt = context.clock.now().add({ minutes: 1 });
    await context.queue.enqueue(tx, finishDisconnectJob, { ...asker }, { key: asker.coachId, startAt });
    return true;
  });
}

/** Resolves once no subscription is being made at Calendly, or when waiting any longer would help nobody. */
export async function whatIsBeingMade(context: Context, coachId: string): Promise<void> {
  for (let waited = 0; waited < patience.longest; waited += patience.between) {
    if ((await findConnection(context.database, coachId))?.webhookState !== "pending") return;
    await wait(patience.between);
  }
}

/** Erases what a coach kept who disconnected before; false when there is nothing of the kind. */
async function eraseKept(context: Context, asker: Asker): Promise<boolean> {
  return context.database.transaction(async (tx) => {
    const [row] = await tx
      .update(connections)
      .set({ leaving: "erase", trouble: null })
      .where(and(eq(connections.coachId, asker.coachId), eq(connections.state, "disconnected")))
      .returning({ id: connections.id });
    if (row === undefined) return false;
    const erasure = { coachId: asker.coachId, connectionId: row.id, sessions: 0, deliveries: 0 };
    await context.queue.enqueue(tx, removeMirrorJob, erasure, { key: `${row.id} 0 0` });
    await recordAudit(tx, {
      at: context.clock.now(),
      actor: asker.coachId,
      action: "connection.erasure_asked",
      subject: row.id,
      requestId: asker.requestId,
    });
    await context.live.publish(tx, { topic: "connection", id: row.id, audience: [asker.coachId] });
    return true;
  });
}

/** False when the row changed meanwhile, so that it has to be looked at again. */
async function revokeAndWipe(context: Context, asker: Asker): Promise<boolean> {
  const row = await findSealedConnection(context.database, asker.coachId);
  // Another tab of the coach may have connected again meanwhile: that was their last word.
  if (row === undefined || row.state === "disconnected" || row.leaving === null) return true;
  const { id, tokensSealed, leaving } = row;
  const wasDead = row.state === "needs_reconnect";
  const revoked = tokensSealed !== null && (await revokeSealed(context, { id, tokensSealed }));
  const erases = leaving === "erase";
  return context.database.transaction(async (tx) => {
    const now = context.clock.now();
    const wiped = await tx
      .update(connections)
      .set({
        state: "disconnected",
        trouble: revoked || wasDead ? null : notRevoked,
        tokensSealed: null,
        tokensExpireAt: null,
        tokensVersion: row.tokensVersion + 1,
        webhookSubscriptionUri: null,
        webhookState: "none",
        webhookTrouble: null,
        webhookScope: null,
        webhookCheckedAt: null,
        webhookRetryStartedAt: null,
        backfillState: "none",
        backfillCursor: null,
        capabilities: null,
        probedAt: null,
        leaving: erases ? "erase" : null,
        updatedAt: now,
      })
      .where(
        and(
          eq(connections.id, id),
          eq(connections.tokensVersion, row.tokensVersion),
          // A second press may have asked for more meanwhile.
          eq(connections.leaving, leaving),
        ),
      )
      .returning({ id: connections.id });
    if (wiped.length === 0) return false;
    if (erases) {
      const erasure = { coachId: asker.coachId, connectionId: id, sessions: 0, deliveries: 0 };
      await context.queue.enqueue(tx, removeMirrorJob, erasure, { key: `${id} 0 0` });
    }
    await recordAudit(tx, {
      at: now,
      actor: asker.coachId,
      action: "connection.disconnected",
      subject: id,
      detail: { revoked, data: erases ? "erase" : "keep" },
      requestId: asker.requestId,
    });
    await context.live.publish(tx, { topic: "connection", id, audience: [asker.coachId] });
    await context.live.publish(tx, { topic: "coaches", id: asker.coachId, audience: [] });
    return true;
  });
}

/** Lets others tidy up at Calendly while the tokens still work. What they cannot do must not keep the coach here. */
export async function runBeforeDisconnect(context: Context, hooks: ConnectionHooks, coachId: string): Promise<void> {
  for (const hook of hooks.beforeDisconnect) {
    try {
      await hook(coachId);
    } catch (error) {
      context.log.warn(
        { error: error instanceof Error ? error.name : "unknown" },
        "not tidied up before disconnecting",
      );
    }
  }
}
