import { webhookEventNames } from "@punctual/calendly";
import * as z from "zod";
import { faultSchema } from "../fault-rules.ts";
import { idIn, read } from "../read.ts";
import { asRequest, type Control, done, found, made, ok } from "./control.ts";

const deliveryQuery = z.object({
  status: z.enum(["pending", "delivered", "failed", "dropped"]).optional(),
  subscription: z.string().optional(),
  event: z.enum(webhookEventNames).optional(),
  limit: z.coerce.number().int().min(1).max(10_000).optional(),
});

function readDeliveryQuery(query: Readonly<Record<string, unknown>>) {
  const { status, subscription, event, limit } = read(deliveryQuery, query);
  return {
    ...(status && { status }),
    ...(subscription && { subscriptionId: idIn(subscription) }),
    ...(event && { event }),
    ...(limit && { limit }),
  };
}

/** Faults and webhook deliveries. */
export const troubleControls: readonly Control[] = [
  {
    method: "GET",
    path: "/faults",
    says: "The fault rules, with how often each struck; those that are used up apart",
    handle: ({ controls }) => ok({ faults: controls.listFaults(), spent: controls.listSpentFaults() }),
  },
  {
    method: "POST",
    path: "/faults",
    says: "Makes calls or webhooks go wrong",
    takes: faultSchema,
    handle: ({ controls, body }) => made({ fault: controls.addFault(asRequest(body)) }),
  },
  {
    method: "DELETE",
    path: "/faults",
    says: "Removes every fault rule",
    handle({ controls }) {
      controls.clearFaults();
      return done;
    },
  },
  {
    method: "DELETE",
    path: "/faults/:id",
    says: "Removes one fault rule",
    handle: ({ controls, params }) => found(controls.removeFault(params["id"] ?? ""), "fault"),
  },
  {
    method: "GET",
    path: "/deliveries",
    says: "Webhook deliveries with every attempt, oldest first; ?status, ?subscription, ?event, ?limit",
    handle: ({ controls, query }) => ok({ deliveries: controls.listDeliveries(readDeliveryQuery(query)) }),
  },
  {
    method: "POST",
    path: "/deliveries/settle",
    says: "Waits until no delivery is due or under way",
    async handle({ controls }) {
      await controls.settle();
      return ok({ deliveries: controls.listDeliveries({ status: "pending" }) });
    },
  },
  {
    method: "POST",
    path: "/deliveries/replay",
    says: "Sends several deliveries once more, chosen as in the list",
    takes: deliveryQuery,
    handle: ({ controls, body }) => made({ deliveries: controls.replayAll(readDeliveryQuery(body)) }),
  },
  {
    method: "POST",
    path: "/deliveries/:id/replay",
    says: "Sends a delivery once more, with the same body",
    handle({ controls, params }) {
      const delivery = controls.replay(params["id"] ?? "");
      return delivery === null ? found(false, "delivery") : made({ delivery });
    },
  },
];
