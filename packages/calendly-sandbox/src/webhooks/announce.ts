import { randomUUID } from "node:crypto";
import type { WebhookEventName } from "@punctual/calendly";
import type { Origins } from "../http/origin.ts";
import { takeWebhookFaults } from "../scenario/faults.ts";
import type { State } from "../state.ts";
import { renderDelivery } from "./payload.ts";
import type { Delivery, WebhookSubscription } from "./types.ts";

/** Something that subscriptions can be told of. */
export interface Occurrence {
  readonly event: WebhookEventName;
  readonly organizationId: string;
  /** Whom it concerns: subscriptions of these users and of their groups are told, beside the organization's. */
  readonly userIds: readonly string[];
  /** The payload with URIs under `origins`, as things stand at `at` (milliseconds on the sandbox's clock). */
  readonly payload: (origins: Origins, at: number) => object;
}

/** Enqueues a delivery for every subscription that wants to know. Called inside of the change's transaction. */
export type Announce = (occurrence: Occurrence) => void;

/** Active subscriptions of the users, and of their organization. */
function listening(state: State, { event, organizationId, userIds }: Occurrence): WebhookSubscription[] {
  return state.store.subscriptions
    .list({ where: { organization: organizationId, state: "active" }, order: { by: "created", direction: "asc" } })
    .filter((one) => one.events.includes(event))
    .filter((one) => one.scope === "organization" || (one.userId !== null && userIds.includes(one.userId)));
}

/** `wake` is called once the deliveries are committed. */
export function createAnnounce(state: State, wake: () => void): Announce {
  const { store, clock, settings } = state;
  return (occurrence) => {
    const { event } = occurrence;
    const at = clock.now();
    for (const subscription of listening(state, occurrence)) {
      const faults = takeWebhookFaults(state, event);
      const delay = faults.reduce((most, fault) => Math.max(most, fault.delay), 0);
      const copies = faults.some((fault) => fault.drop) ? 0 : faults.some((fault) => fault.double) ? 2 : 1;
      const delivery: Omit<Delivery, "id" | "seq" | "status"> = {
        subscriptionId: subscription.id,
        event,
        body: renderDelivery(subscription, occurrence, at),
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
