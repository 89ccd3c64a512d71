import type { WebhookEventName, WebhookScope } from "@punctual/calendly";
import type { Timestamp } from "../world/records.ts";

export interface WebhookSubscription {
  readonly id: string;
  readonly callbackUrl: string;
  readonly events: readonly WebhookEventName[];
  readonly scope: WebhookScope;
  readonly organizationId: string;
  /** Set with scope `user` only. */
  readonly userId: string | null;
  /** Set with scope `group` only. */
  readonly groupId: string | null;
  readonly creatorId: string;
  /** The OAuth app that made it, whose key then signs; null for a personal token. */
  readonly clientId: string | null;
  /** Its own key, never shown again; goes before the app's. */
  readonly signingKey: string | null;
  /** API origin by which it was made: URIs in its deliveries carry it. */
  readonly origin: string;
  readonly state: "active" | "disabled";
  readonly retryStartedAt: Timestamp | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

/** One try to post a delivery. */
export interface Attempt {
  readonly at: Timestamp;
  /** The receiver's status, or null when there was no answer. */
  readonly status: number | null;
  /** Why there was no answer. */
  readonly trouble: string | null;
  /** Milliseconds of real time. */
  readonly milliseconds: number;
  /** What was sent with the body, the signature of this try included. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** How the receiver's answer begins, at most 2,000 bytes; null when there was none. */
  readonly answer: string | null;
}

/** One webhook for one subscription, with its body as it is signed and sent. */
export interface Delivery {
  readonly id: string;
  /** Grows with every delivery: the order of events. */
  readonly seq: number;
  readonly subscriptionId: string;
  /** Of what it tells. */
  readonly organizationId: string;
  readonly event: WebhookEventName;
  /** Empty when the personal data in it has been deleted. */
  readonly body: string;
  readonly status: "pending" | "delivered" | "failed" | "dropped";
  /** Milliseconds on the sandbox's clock: when it was to be tried first. */
  readonly firstDueAt: number;
  /** Milliseconds on the sandbox's clock: when to try next. */
  readonly dueAt: number;
  /** Milliseconds on the sandbox's clock: when it is given up. */
  readonly giveUpAt: number;
  /** So many later deliveries of the subscription go before it; 0 for one that is not held back. */
  readonly heldFor: number;
  readonly attempts: readonly Attempt[];
  readonly createdAt: Timestamp;
}
