import { randomUUID } from "node:crypto";
import type { WebhookEventName } from "@punctual/calendly";
import { takeWebhookFaults } from "../controls/strike-faults.ts";
import type { Origins } from "../http/origin.ts";
import { createRandom } from "../scenario/random.ts";
import type { State } from "../state.ts";
import { giveUpAt } from "./backoff.ts";
import { listListening } from "./listening.ts";
import { renderDelivery } from "./payload.ts";
import type { Delivery } from "./types.ts";

/** Something that subscriptions can be told of. */
export interface Occurrence {
  readonly event: WebhookEventName;
  readonly organizationId: string;
  /** Whom it concerns: subscriptions of these users and of their groups are told, beside the organization's. */
  readonly userIds: readonly string[];
  /** When the booked event is over, for what tells of one (milliseconds on the sandbox's clock). */
  readonly eventEndsAt?: number;
  /** The payload with URIs under `origins`, as things stand at `at` (milliseconds on the sandbox's clock). */
  readonly payload: (origins: Origins, at: number) => object;
}

/** Enqueues a delivery for every subscription that wants to know. Called inside of the change's transaction. */
export type Announce = (occurrence: Occurrence) => void;

/** How long a delivery that is held back waits for others to go before it, and stays behind the last of them. */
const longestHold = 60_000;
const holdStep = 1_000;

/** The wait before a delivery is sent: the same for the same seed of the scenario and number of the delivery. */
function waitOf({ store, settings }: State, seq: number): number {
  if (settings.webhookJitter <= 0) return settings.webhookDelay;
  const random = createRandom(Number(store.getMeta("seed") ?? 1) * 65_537 + seq);
  return settings.webhookDelay + random.below(Math.floor(settings.webhookJitter) + 1);
}

/** Lets go of what was held back in the subscription until enough others went before it. */
function passHeldBack({ store }: State, subscriptionId: string, dueAt: number): void {
  const held = store.deliveries.list({ where: { subscription: subscriptionId, held: 1, status: "pending" } });
  for (const delivery of held) {
    const heldFor = delivery.heldFor - 1;
    store.deliveries.put({ ...delivery, heldFor, ...(heldFor === 0 ? { dueAt: dueAt + holdStep } : {}) });
  }
}

/** `wake` is called once the deliveries are committed. */
export function createAnnounce(state: State, wake: () => void): Announce {
  const { store, clock, settings } = state;
  return (occurrence) => {
    const { event, eventEndsAt } = occurrence;
    const at = clock.now();
    for (const subscription of listListening(state, occurrence)) {
      const faults = takeWebhookFaults(state, event, subscription.id);
      const delay = Math.max(0, ...faults.map((fault) => fault.delay));
      const heldFor = Math.max(0, ...faults.map((fault) => fault.reorder));
      const dropped = faults.some((fault) => fault.drop);
      const copies = !dropped && faults.some((fault) => fault.double) ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) {
        const seq = store.nextNumber("deliveries");
        const firstDueAt = at + delay + waitOf(state, seq);
        const dueAt = heldFor > 0 ? firstDueAt + longestHold : firstDueAt;
        if (copy === 0 && heldFor === 0 && !dropped) passHeldBack(state, subscription.id, dueAt);
        const delivery: Delivery = {
          id: randomUUID(),
          seq,
          subscriptionId: subscription.id,
          organizationId: occurrence.organizationId,
          event,
          body: renderDelivery(subscription, occurrence, at),
          status: dropped ? "dropped" : "pending",
          firstDueAt,
          dueAt,
          giveUpAt: giveUpAt(settings, firstDueAt, eventEndsAt),
          heldFor,
          attempts: [],
          createdAt: clock.timestamp(),
        };
        store.deliveries.put(delivery);
      }
    }
    store.afterCommit(wake);
  };
}
