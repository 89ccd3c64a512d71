import type { Delivery, DeliveryFilter } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { getDelivery } from "./get-delivery.ts";
import { listDeliveries } from "./list-deliveries.ts";
import { type Replayed, replayDeliveries, replayDelivery } from "./replay-deliveries.ts";

/** The inbox of Calendly's webhooks, for the operator's command line. What deliveries carried is not shown there. */
export interface OperatorInbox {
  /** The newest deliveries, at most 100. */
  list(query: { readonly state?: DeliveryFilter | undefined; readonly limit: number }): Promise<readonly Delivery[]>;
  get(deliveryId: string): Promise<Delivery | null>;
  replay(deliveryId: string): Promise<Replayed["kind"]>;
  /** At most 500 at once; `remaining` tells how many more there are. */
  replayAll(state: DeliveryFilter): Promise<{ readonly replayed: number; readonly remaining: number }>;
}

const operator = { role: "operator" } as const;
const byHand = { requestId: null };

export function openInbox(context: Context): OperatorInbox {
  return {
    async list(query) {
      const page = await listDeliveries(context, operator, query);
      return page.kind === "page" ? page.items : [];
    },
    get: (deliveryId) => getDelivery(context, operator, deliveryId),
    replay: async (deliveryId) => (await replayDelivery(context, operator, { deliveryId, ...byHand })).kind,
    replayAll: (state) => replayDeliveries(context, operator, { query: { state } }, byHand),
  };
}
