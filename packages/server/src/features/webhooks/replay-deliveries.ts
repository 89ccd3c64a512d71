import { type Delivery, mostReplays } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { actorOf } from "../access/index.ts";
import { recordAudit } from "../audit/index.ts";
import { applyDeliveryJob } from "./jobs.ts";
import { toDelivery } from "./list-deliveries.ts";
import { countReplayable, findDeliveryRecord, resetDeliveries } from "./read-inbox.ts";
import { publishDeliveries } from "./report-deliveries.ts";
import { applicationKey } from "./rules.ts";
import type { DeliveryQuery, InboxKeeper } from "./types.ts";

export type Replayed =
  | { readonly kind: "replayed"; readonly delivery: Delivery }
  | { readonly kind: "not_found" }
  /** Its body went with its coach's data, or is no longer kept. */
  | { readonly kind: "erased" };

interface ByWhom {
  readonly requestId: string | null;
}

/**
 * Has one delivery applied again, whatever became of it: back to the beginning and enqueued in one transaction. What the
 * mirror has already stays as it is.
 */
export async function replayDelivery(
  context: Context,
  keeper: InboxKeeper,
  { deliveryId, requestId }: ByWhom & { readonly deliveryId: string },
): Promise<Replayed> {
  return context.database.transaction(async (tx) => {
    const record = await findDeliveryRecord(tx, keeper, deliveryId);
    if (record === null) return { kind: "not_found" };
    const rounds = await replay(context, tx, keeper, { ids: [deliveryId] }, 10);
    if (rounds.length === 0) return { kind: "erased" };
    await recordAudit(tx, {
      at: context.clock.now(),
      ...keeperOf(keeper),
      action: "delivery.replayed",
      subject: deliveryId,
      detail: { was: record.state },
      requestId,
    });
    const now = await findDeliveryRecord(tx, keeper, deliveryId);
    return now === null ? { kind: "not_found" } : { kind: "replayed", delivery: toDelivery(now) };
  });
}

/** Has several applied again, the oldest first, at most {@link mostReplays} of them; answers how many more there are. */
export async function replayDeliveries(
  context: Context,
  keeper: InboxKeeper,
  which: { readonly ids: readonly string[] } | { readonly query: DeliveryQuery },
  { requestId }: ByWhom,
): Promise<{ readonly replayed: number; readonly remaining: number }> {
  return context.database.transaction(async (tx) => {
    const rounds = await replay(context, tx, keeper, which, 0);
    if (rounds.length > 0) {
      await recordAudit(tx, {
        at: context.clock.now(),
        ...keeperOf(keeper),
        action: "deliveries.replayed",
        subject: "deliveries",
        detail: {
          deliveries: rounds.length,
          ids: rounds.map(({ id }) => id),
          ...("query" in which ? filtersOf(which.query) : {}),
        },
        requestId,
      });
    }
    const remaining = "query" in which ? await countReplayable(tx, keeper, which.query) : 0;
    return { replayed: rounds.length, remaining };
  });
}

async function replay(
  context: Context,
  tx: Transaction,
  keeper: InboxKeeper,
  which: { readonly ids: readonly string[] } | { readonly query: DeliveryQuery },
  priority: number,
) {
  const rounds = await resetDeliveries(tx, keeper, which, { at: context.clock.now(), limit: mostReplays });
  const jobs = rounds.map((round) => ({
    data: { deliveryId: round.id, replay: round.replay },
    key: applicationKey(round.id, round.replay),
    priority,
  }));
  await context.queue.enqueueMany(tx, applyDeliveryJob, jobs);
  if (rounds.length > 0) await publishDeliveries(context, tx, "received");
  return rounds;
}

function filtersOf({ state, eventName, coachId }: DeliveryQuery) {
  return { state, eventName, coachId };
}

function keeperOf(keeper: InboxKeeper) {
  return keeper.role === "admin" ? actorOf(keeper) : { actor: "system" };
}
