import type { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { recordAudit } from "../audit/index.ts";
import { sendNoticeJob } from "./jobs.ts";
import { clearTrouble, failWaiting, listAdmins, lockEndpoint, settleAttempt, updateEndpointRow } from "./queries.ts";
import { nextAttemptAt, type Verdict, whySwitchedOff } from "./rules.ts";
import type { MessageRow } from "./types.ts";

/**
 * Writes how the attempt ended, and what it means for the endpoint: one that is gone, or has not answered well for days, is
 * switched off and the admins are told.
 *
 * @returns when the next attempt is due; null when there is none.
 */
export async function settleMessage(
  context: Context,
  message: MessageRow,
  verdict: Verdict,
): Promise<Temporal.Instant | null> {
  const now = context.clock.now();
  const attempt = { id: message.id, attempt: message.attempts };
  return context.database.transaction(async (tx) => {
    if (verdict.kind === "delivered") {
      // The endpoint's row before the message's, as everywhere: the other way round two transactions wait for each other.
      await clearTrouble(tx, message.endpointId);
      await settleAttempt(tx, attempt, {
        state: "delivered",
        lastStatus: verdict.status,
        lastTrouble: null,
        nextAttemptAt: null,
        settledAt: now,
      });
      return null;
    }
    const isOver = await noteFailure(context, tx, message.endpointId, verdict, now);
    const next = isOver ? null : nextAttemptAt(message.attempts, now);
    await settleAttempt(tx, attempt, {
      ...(next === null ? { state: "failed", settledAt: now } : {}),
      lastStatus: verdict.status,
      lastTrouble: verdict.why,
      nextAttemptAt: next,
    });
    if (isOver) await failWaiting(tx, message.endpointId, now);
    return next;
  });
}

/** Notes at the endpoint that an attempt failed. True when it is off, so that nothing more is tried. */
async function noteFailure(
  context: Context,
  tx: Transaction,
  endpointId: string,
  verdict: Extract<Verdict, { kind: "failed" }>,
  now: Temporal.Instant,
): Promise<boolean> {
  const endpoint = await lockEndpoint(tx, endpointId);
  if (endpoint === null || !endpoint.enabled) return true;
  const failingSince = endpoint.failingSince ?? now;
  const trouble = whySwitchedOff(verdict, failingSince, now);
  await updateEndpointRow(tx, endpointId, {
    failingSince,
    ...(trouble === null ? {} : { enabled: false, trouble }),
  });
  if (trouble === null) return false;
  await recordAudit(tx, {
    at: now,
    actor: "system",
    action: "outgoing_endpoint.switched_off",
    subject: endpointId,
    reason: trouble,
  });
  const since = now.toString();
  const admins = await listAdmins(tx);
  await context.queue.enqueueMany(
    tx,
    sendNoticeJob,
    admins.map(({ id }) => ({ data: { endpointId, since, adminId: id }, key: `${endpointId} ${since} ${id}` })),
  );
  return true;
}
