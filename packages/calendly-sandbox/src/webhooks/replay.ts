import { randomUUID } from "node:crypto";
import type { State } from "../state.ts";
import type { Delivery } from "./types.ts";

export type ReplayOutcome =
  | { readonly kind: "replayed"; readonly delivery: Delivery }
  | { readonly kind: "missing" }
  /** The subscription was deleted or disabled: nothing is sent to it any more. */
  | { readonly kind: "over" }
  /** What it told of has been deleted. */
  | { readonly kind: "erased" };

/** Which deliveries are meant; all of what is left out. */
export interface DeliveryQuery {
  readonly status?: Delivery["status"];
  readonly subscriptionId?: string;
  readonly event?: Delivery["event"];
  /** The latest so many. */
  readonly limit?: number;
}

/** The delivery log, oldest first. */
export function listDeliveries(state: State, query: DeliveryQuery = {}): readonly Delivery[] {
  return state.store.deliveries
    .list({
      where: { status: query.status, subscription: query.subscriptionId, event: query.event },
      order: { by: "seq", direction: "desc" },
      ...(query.limit === undefined ? {} : { limit: query.limit }),
    })
    .reverse();
}

/** Sends a delivery once more, whatever became of it: the same bytes, signed anew, as a delivery of its own. */
export function replayDelivery(state: State, deliveryId: string): ReplayOutcome {
  const { store, clock, settings } = state;
  return store.transaction((): ReplayOutcome => {
    const delivery = store.deliveries.get(deliveryId);
    if (delivery === null) return { kind: "missing" };
    if (store.subscriptions.get(delivery.subscriptionId)?.state !== "active") return { kind: "over" };
    if (delivery.body === "") return { kind: "erased" };
    const now = clock.now();
    const again: Delivery = {
      ...delivery,
      id: randomUUID(),
      seq: store.nextNumber("deliveries"),
      status: "pending",
      attempts: [],
      firstDueAt: now,
      dueAt: now,
      giveUpAt: now + settings.webhookGiveUpAfter,
      heldFor: 0,
      createdAt: clock.timestamp(),
    };
    store.deliveries.put(again);
    return { kind: "replayed", delivery: again };
  });
}

/** Sends all of these once more, in the order in which they came to be; those that cannot be are left out. */
export function replayDeliveries(state: State, query: DeliveryQuery): readonly Delivery[] {
  return state.store.transaction(() =>
    listDeliveries(state, query).flatMap(({ id }) => {
      const outcome = replayDelivery(state, id);
      return outcome.kind === "replayed" ? [outcome.delivery] : [];
    }),
  );
}
