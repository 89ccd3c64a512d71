import type { Connection } from "@punctual/contract";
import { and, eq } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { connections } from "../../platform/database/schema.ts";
import { recordAudit } from "../audit/index.ts";
import { getConnection } from "./get-connection.ts";
import { findSealedConnection } from "./queries.ts";
import { revokeSealed } from "./revoke-tokens.ts";
import type { Asker, ConnectionHooks } from "./types.ts";

export type DisconnectOutcome =
  | { readonly kind: "disconnected"; readonly connection: Connection }
  | { readonly kind: "missing" };

const notRevoked =
  "Punctual has forgotten its permission, but Calendly could not be told. To be sure, remove Punctual under Integrations at Calendly.";

/**
 * Takes the link apart: what others set up at Calendly goes first (the hooks), then the tokens are given back and
 * wiped. Sessions stay readable. Calendly being out of reach does not keep a coach connected; they are told what
 * remains to be done there.
 */
export async function disconnectAccount(
  context: Context,
  hooks: ConnectionHooks,
  asker: Asker,
): Promise<DisconnectOutcome> {
  const before = await findSealedConnection(context.database, asker.coachId);
  if (before === undefined || before.state === "disconnected") return { kind: "missing" };
  await runBeforeDisconnect(context, hooks, asker.coachId);
  // Tokens that are renewed between reading and wiping would survive at Calendly: then they are revoked as well.
  while (!(await revokeAndWipe(context, asker)));
  return { kind: "disconnected", connection: await getConnection(context, asker.coachId) };
}

/** False when the row changed meanwhile, so that it has to be looked at again. */
async function revokeAndWipe(context: Context, asker: Asker): Promise<boolean> {
  const row = await findSealedConnection(context.database, asker.coachId);
  if (row === undefined || row.state === "disconnected") return true;
  const { id, tokensSealed } = row;
  const wasDead = row.state === "needs_reconnect";
  const revoked = tokensSealed !== null && (await revokeSealed(context, { id, tokensSealed }));
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
        backfillState: "none",
        backfillCursor: null,
        updatedAt: now,
      })
      .where(and(eq(connections.id, id), eq(connections.tokensVersion, row.tokensVersion)))
      .returning({ id: connections.id });
    if (wiped.length === 0) return false;
    await recordAudit(tx, {
      at: now,
      actor: asker.coachId,
      action: "connection.disconnected",
      subject: id,
      detail: { revoked },
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
