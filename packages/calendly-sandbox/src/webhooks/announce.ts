import { randomUUID } from "node:crypto";
import type { WebhookEventName } from "@punctual/calendly";
import { takeWebhookFaults } from "../scenario/faults.ts";
import type { State } from "../state.ts";
import type { Invitee } from "../world/types.ts";
import { type Happening, renderPayload } from "./payload.ts";
import type { Delivery, WebhookSubscription } from "./types.ts";

/** Enqueues a delivery for every subscription that wants to know. Called inside of the change's transaction. */
export type Announce = (event: WebhookEventName, invitee: Invitee) => void;

/** Active subscriptions of the host, and of the host's organization. */
function listening(state: State, happening: Happening): WebhookSubscription[] {
  if (happening.host === null) return [];
  const { id, organizationId } = happening.host;
  return state.store.subscriptions
    .list({ where: { organization: organizationId, state: "active" }, order: { by: "created", direction: "asc" } })
    .filter((one) => one.events.includes(happening.event) && (one.scope === "organization" || one.userId === id));
}

/** `wake` is called once the deliveries are committed. */
export function createAnnounce(state: State, wake: () => void): Announce {
  const { store, clock, settings } = state;
  return (event, invitee) => {
    const scheduledEvent = store.events.get(invitee.eventId);
    if (scheduledEvent === null) return;
    const at = clock.now();
    const happening: Happening = { event, invitee, scheduledEvent, host: store.users.get(scheduledEvent.hostId), at };
    for (const subscription of listening(state, happening)) {
      const faults = takeWebhookFaults(state, event);
      const delay = faults.reduce((most, fault) => Math.max(most, fault.delay), 0);
      const copies = faults.some((fault) => fault.drop) ? 0 : faults.some((fault) => fault.double) ? 2 : 1;
      const delivery: Omit<Delivery, "id" | "seq" | "status"> = {
        subscriptionId: subscription.id,
        event,
        body: renderPayload(subscription, happening),
        dueAt: at + delay,
        giveUpAt: at + delay + settings.webhookGiveUpAfter,
        attempts: [],
        createdAt: clock.timestamp(),
      };
      for (let copy = 0; copy < Math.max(1, copies); copy += 1) {
        const seq = store.nextNumber("deliveries");
        store.deliveries.put({ ...delivery, id: randomUUID(), seq, status: copies === 0 ? "dropped" : "pending" });
      }
    }
    store.afterCommit(wake);
  };
}
