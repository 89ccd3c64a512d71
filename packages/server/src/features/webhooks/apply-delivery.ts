import { type DeliveryMeaning, readDelivery } from "../../platform/calendly/read-delivery.ts";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import type { JobAttempt } from "../../platform/queue/job.ts";
import { type Applied, afterApplied, applyChange } from "../sync/index.ts";
import { findCoachByUserUri, findDelivery, lockUnsettled, settleDelivery } from "./queries.ts";
import { bodyBinding, bodyOfText } from "./rules.ts";
import type { StoredDelivery } from "./types.ts";

/** What the event-type feature offers to a delivery: read the coach's event types again. */
export type RefreshEventTypes = (tx: Transaction, coachId: string) => Promise<void>;

/**
 * Applies one stored delivery and marks it, in one transaction: applied, ignored with the reason, or dead when it
 * can never be read. Doing so again changes nothing.
 *
 * @throws when something else failed; the row says so, and the job tries again until the last attempt.
 */
export async function applyDelivery(
  context: Context,
  deliveryId: string,
  attempt: Pick<JobAttempt, "last">,
  refreshEventTypes: RefreshEventTypes,
): Promise<void> {
  const delivery = await findDelivery(context.database, deliveryId);
  if (delivery === null) return;
  try {
    const meaning = await understand(context, delivery);
    const applied = await context.database.transaction(async (tx) => {
      if (!(await lockUnsettled(tx, deliveryId))) return null;
      return applyMeaning(context, tx, deliveryId, meaning, refreshEventTypes);
    });
    if (applied !== null) afterApplied(context, applied);
  } catch (error) {
    await settleDelivery(context.database, deliveryId, {
      state: attempt.last ? "dead" : "failed",
      // An error's message may quote the payload; its name does not.
      reason: `Applying failed: ${error instanceof Error ? error.name : "unknown error"}.`,
      at: context.clock.now(),
    });
    throw error;
  }
}

async function understand(context: Context, delivery: StoredDelivery): Promise<DeliveryMeaning> {
  const body = bodyOfText(await context.sealer.open(delivery.bodySealed, bodyBinding(delivery.id)));
  return readDelivery(body, context.config.calendly);
}

async function applyMeaning(
  context: Context,
  tx: Transaction,
  deliveryId: string,
  meaning: DeliveryMeaning,
  refreshEventTypes: RefreshEventTypes,
): Promise<Applied | null> {
  const settle = (state: "applied" | "ignored" | "dead", reason: string | null) =>
    settleDelivery(tx, deliveryId, { state, reason, at: context.clock.now() });

  switch (meaning.kind) {
    case "session": {
      const applied = await applyChange(context, tx, meaning.change, { notify: true });
      if (applied.kind === "applied") await settle("applied", null);
      else await settle("ignored", "None of the session's hosts is connected here.");
      return applied;
    }
    case "event_type": {
      const coachId = meaning.ownerUri === null ? null : await findCoachByUserUri(tx, meaning.ownerUri);
      if (coachId === null) {
        await settle("ignored", "The event type's owner is not connected here.");
        return null;
      }
      await refreshEventTypes(tx, coachId);
      await settle("applied", null);
      return null;
    }
    case "ignored":
      await settle("ignored", meaning.reason);
      return null;
    case "malformed":
      await settle("dead", `The payload is not as Calendly describes it: ${meaning.where}.`);
      return null;
  }
}
