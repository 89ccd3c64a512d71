import { type DeliveryMeaning, readDelivery } from "../../platform/calendly/read-delivery.ts";
import { driftReporter } from "../../platform/calendly/report-drift.ts";
import type { Context } from "../../platform/context.ts";
import { SealBroken } from "../../platform/crypto/sealer.ts";
import type { Transaction } from "../../platform/database/database.ts";
import type { JobAttempt } from "../../platform/queue/job.ts";
import { type Applied, afterApplied, applyChange, applyRoutingSubmission } from "../sync/index.ts";
import { findCoachByUserUri, lockUnsettled, settleDelivery } from "./queries.ts";
import { publishDeliveries } from "./report-deliveries.ts";
import { bodyBinding, bodyOfText, futureDate } from "./rules.ts";
import type { Outcome, StoredDelivery } from "./types.ts";

/** What the event-type feature offers to a delivery: read the coach's event types again. */
export type RefreshEventTypes = (tx: Transaction, coachId: string) => Promise<void>;

/** One round of a delivery: 0 when it came, then one more for each replay. */
interface Round {
  readonly deliveryId: string;
  readonly replay: number;
}

/**
 * Applies one stored delivery and marks it, in one transaction: applied, ignored with the reason, or dead when it
 * can never be read. Doing so again changes nothing, and so does an attempt that went on after its time was over:
 * whoever settles the row first has settled it.
 *
 * @throws when something else failed; the row says so, and the job tries again until the last attempt.
 */
export async function applyDelivery(
  context: Context,
  { deliveryId, replay }: Round,
  attempt: Pick<JobAttempt, "last">,
  refreshEventTypes: RefreshEventTypes,
): Promise<void> {
  const round = { id: deliveryId, replay };
  try {
    const applied = await context.database.transaction(async (tx) => {
      const delivery = await lockUnsettled(tx, round);
      if (delivery === null) return null;
      const meaning = await understand(context, delivery);
      const { outcome, applied } = await applyMeaning(context, tx, delivery, meaning, refreshEventTypes);
      await settleDelivery(tx, round, outcome, context.clock.now());
      await publishDeliveries(context, tx, outcome.state);
      return applied;
    });
    if (applied !== null) afterApplied(context, applied);
  } catch (error) {
    const state = attempt.last ? "dead" : "failed";
    context.log.warn({ deliveryId, replay, state, error }, "delivery not applied");
    // An error's message may quote the payload; its name does not.
    const reason = `Applying failed: ${error instanceof Error ? error.name : "unknown error"}.`;
    await context.database.transaction(async (tx) => {
      const settled = await settleDelivery(tx, round, { state, reason, coachId: null }, context.clock.now());
      if (settled) await publishDeliveries(context, tx, state);
    });
    throw error;
  }
}

/** What a delivery means, or the sentence that says why its body does not open. */
async function understand(
  context: Context,
  delivery: StoredDelivery,
): Promise<DeliveryMeaning | { readonly kind: "sealed"; readonly why: string }> {
  if (delivery.bodySealed === "") return { kind: "ignored", reason: "Its content was erased with the coach's data." };
  try {
    const body = bodyOfText(await context.sealer.open(delivery.bodySealed, bodyBinding(delivery.id)));
    return readDelivery(body, context.config.calendly, driftReporter(context.log));
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    return { kind: "sealed", why: error.message };
  }
}

async function applyMeaning(
  context: Context,
  tx: Transaction,
  delivery: StoredDelivery,
  meaning: Awaited<ReturnType<typeof understand>>,
  refreshEventTypes: RefreshEventTypes,
): Promise<{ readonly outcome: Outcome; readonly applied: Applied | null }> {
  const end = (state: Outcome["state"], reason: string | null, coachId: string | null = null) => ({
    outcome: { state, reason, coachId },
    applied: null,
  });

  switch (meaning.kind) {
    case "session": {
      const future = futureDate(meaning.change, delivery.signedAt);
      if (future !== null) {
        return end("dead", `It is dated ${future}, which is after it was signed, so it cannot be true.`);
      }
      const applied = await applyChange(context, tx, meaning.change, { notify: true });
      if (applied.kind !== "applied") return end("ignored", "None of the session's hosts is connected here.");
      return { outcome: { state: "applied", reason: null, coachId: applied.coachId }, applied };
    }
    case "event_type": {
      const coachId = meaning.ownerUri === null ? null : await findCoachByUserUri(tx, meaning.ownerUri);
      if (coachId === null) return end("ignored", "The event type's owner is not connected here.");
      await refreshEventTypes(tx, coachId);
      return end("applied", null, coachId);
    }
    case "routing_submission": {
      const { coachId } = await applyRoutingSubmission(context, tx, meaning.submission);
      return end("applied", null, coachId);
    }
    case "ignored":
      return end("ignored", meaning.reason);
    case "malformed":
      return end("dead", `The payload is not as Calendly describes it: ${meaning.where}.`);
    case "sealed":
      return end("dead", `Its body cannot be opened. ${meaning.why} Put the key back, then replay this delivery.`);
  }
}
