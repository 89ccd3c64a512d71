import { signWebhook } from "@punctual/calendly";
import type { State } from "../state.ts";
import { type PostOutcome, post } from "./post.ts";
import type { Attempt, Delivery, WebhookSubscription } from "./types.ts";

/** A subscription's own key goes before its app's; without either nothing is signed. */
function signingKeyOf(state: State, subscription: WebhookSubscription): string | null {
  if (subscription.signingKey !== null) return subscription.signingKey;
  return subscription.clientId === null
    ? null
    : (state.store.apps.get(subscription.clientId)?.webhookSigningKey ?? null);
}

/** Posts a delivery once, signed. Only a status of 2xx is a success. */
export async function postDelivery(
  state: State,
  delivery: Delivery,
  subscription: WebhookSubscription,
  signal: AbortSignal,
): Promise<PostOutcome> {
  const { clock, settings } = state;
  const body = new TextEncoder().encode(delivery.body);
  const key = signingKeyOf(state, subscription);
  const signedAt = settings.signatureClock === "sandbox" ? clock.now() : Date.now();
  const signature =
    key === null ? null : await signWebhook({ rawBody: body, key, timestamp: Math.floor(signedAt / 1000) });
  return post({
    url: subscription.callbackUrl,
    body,
    headers: {
      "content-type": "application/json",
      "user-agent": "Calendly-Sandbox",
      ...(signature === null ? {} : { "calendly-webhook-signature": signature }),
    },
    connectTimeout: settings.webhookConnectTimeout,
    readTimeout: settings.webhookReadTimeout,
    signal,
  });
}

/** Writes down how an attempt went: delivered, due again after twice the last wait, or given up. */
export function recordAttempt(state: State, deliveryId: string, outcome: PostOutcome, milliseconds: number): void {
  const { store, clock, settings } = state;
  store.transaction(() => {
    const delivery = store.deliveries.get(deliveryId);
    if (delivery === null || delivery.status !== "pending") return;
    const subscription = store.subscriptions.get(delivery.subscriptionId);
    const attempt: Attempt = {
      at: clock.timestamp(),
      status: outcome.kind === "answered" ? outcome.status : null,
      trouble: outcome.kind === "failed" ? outcome.trouble : null,
      milliseconds,
    };
    const attempts = [...delivery.attempts, attempt];
    if (outcome.kind === "answered" && outcome.status >= 200 && outcome.status < 300) {
      store.deliveries.put({ ...delivery, attempts, status: "delivered" });
      if (subscription !== null && subscription.retryStartedAt !== null) {
        store.subscriptions.put({ ...subscription, retryStartedAt: null, updatedAt: attempt.at });
      }
      return;
    }

    const now = clock.now();
    const givenUp = now >= delivery.giveUpAt;
    const dueAt = Math.min(now + settings.webhookFirstRetry * 2 ** (attempts.length - 1), delivery.giveUpAt);
    store.deliveries.put(givenUp ? { ...delivery, attempts, status: "failed" } : { ...delivery, attempts, dueAt });
    if (subscription === null || subscription.state === "disabled") return;
    const retryStartedAt = subscription.retryStartedAt ?? attempt.at;
    // Nothing has arrived for as long as this delivery lived: the subscription is over, for good.
    const over = givenUp && retryStartedAt <= (attempts[0]?.at ?? attempt.at);
    store.subscriptions.put({
      ...subscription,
      retryStartedAt,
      updatedAt: attempt.at,
      state: over ? "disabled" : "active",
    });
    if (over) {
      for (const waiting of store.deliveries.list({ where: { subscription: subscription.id, status: "pending" } })) {
        store.deliveries.put({ ...waiting, status: "failed" });
      }
    }
  });
}
