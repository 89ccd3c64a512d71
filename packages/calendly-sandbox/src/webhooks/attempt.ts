import { signWebhook } from "@punctual/calendly";
import type { State } from "../state.ts";
import { nextTryAt } from "./backoff.ts";
import type { Post, PostOutcome } from "./post.ts";
import type { Attempt, Delivery, WebhookSubscription } from "./types.ts";

/** A subscription's own key goes before its app's; without either nothing is signed. */
function signingKeyOf(state: State, subscription: WebhookSubscription): string | null {
  if (subscription.signingKey !== null) return subscription.signingKey;
  return subscription.clientId === null
    ? null
    : (state.store.apps.get(subscription.clientId)?.webhookSigningKey ?? null);
}

/** One try, as it went. */
export interface Tried {
  readonly outcome: PostOutcome;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Of real time. */
  readonly milliseconds: number;
}

/** Posts a delivery once, signed. */
export async function postDelivery(
  state: State,
  delivery: Delivery,
  subscription: WebhookSubscription,
  by: { readonly post: (post: Post) => Promise<PostOutcome>; readonly signal: AbortSignal },
): Promise<Tried> {
  const { clock, settings } = state;
  const body = new TextEncoder().encode(delivery.body);
  const key = signingKeyOf(state, subscription);
  const signedAt = settings.signatureClock === "sandbox" ? clock.now() : Date.now();
  const signature =
    key === null ? null : await signWebhook({ rawBody: body, key, timestamp: Math.floor(signedAt / 1000) });
  const requestHeaders = {
    "Content-Type": "application/json",
    "User-Agent": "Calendly-Sandbox",
    ...(signature === null ? {} : { "Calendly-Webhook-Signature": signature }),
  };
  const startedAt = performance.now();
  const outcome = await by.post({
    url: subscription.callbackUrl,
    body,
    headers: requestHeaders,
    connectTimeout: settings.webhookConnectTimeout,
    readTimeout: settings.webhookReadTimeout,
    certificates: settings.webhookCertificates,
    signal: by.signal,
  });
  return { outcome, requestHeaders, milliseconds: Math.round(performance.now() - startedAt) };
}

/** Whether nothing has arrived for as long as a subscription is given: since the delivery was first tried, or at all. */
function isOver(state: State, delivery: Delivery, attempts: readonly Attempt[], retryStartedAt: string): boolean {
  const limit = state.settings.webhookGiveUpAfter;
  const now = state.clock.now();
  if (now - Date.parse(retryStartedAt) >= limit) return true;
  const [first] = attempts;
  return now >= delivery.firstDueAt + limit && first !== undefined && retryStartedAt <= first.at;
}

/**
 * Writes down how a try went: delivered (only by a status of 2xx), due again, or given up. A subscription to which
 * nothing was delivered for a day is disabled for good, and what waits for it fails with it.
 */
export function recordAttempt(state: State, deliveryId: string, tried: Tried): void {
  const { store, clock, settings } = state;
  const { outcome, requestHeaders, milliseconds } = tried;
  store.transaction(() => {
    const delivery = store.deliveries.get(deliveryId);
    if (delivery === null || delivery.status !== "pending") return;
    const subscription = store.subscriptions.get(delivery.subscriptionId);
    const attempt: Attempt = {
      at: clock.timestamp(),
      status: outcome.kind === "answered" ? outcome.status : null,
      trouble: outcome.kind === "failed" ? outcome.trouble : null,
      milliseconds,
      requestHeaders,
      answer: outcome.kind === "answered" ? outcome.answer : null,
    };
    const attempts = [...delivery.attempts, attempt];
    if (outcome.kind === "answered" && outcome.status >= 200 && outcome.status < 300) {
      store.deliveries.put({ ...delivery, attempts, status: "delivered" });
      if (subscription !== null && subscription.retryStartedAt !== null) {
        store.subscriptions.put({ ...subscription, retryStartedAt: null, updatedAt: attempt.at });
      }
      return;
    }

    const { firstDueAt, giveUpAt } = delivery;
    const dueAt = nextTryAt(settings, { failures: attempts.length, now: clock.now(), firstDueAt, giveUpAt });
    store.deliveries.put(
      dueAt === null ? { ...delivery, attempts, status: "failed" } : { ...delivery, attempts, dueAt },
    );
    if (subscription === null || subscription.state === "disabled") return;
    const retryStartedAt = subscription.retryStartedAt ?? attempt.at;
    const over = isOver(state, delivery, attempts, retryStartedAt);
    store.subscriptions.put({
      ...subscription,
      retryStartedAt,
      updatedAt: attempt.at,
      state: over ? "disabled" : "active",
    });
    if (!over) return;
    for (const waiting of store.deliveries.list({ where: { subscription: subscription.id, status: "pending" } })) {
      store.deliveries.put({ ...waiting, status: "failed" });
    }
  });
}
