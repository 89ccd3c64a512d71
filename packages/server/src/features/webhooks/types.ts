import type { DeliveryState, RefusalReason } from "@punctual/contract";
import type { Temporal } from "temporal-polyfill";
import type { AuthorizedAdmin } from "../access/index.ts";

/** What became of one POST to the webhook address. */
export type Received =
  | { readonly kind: "stored"; readonly duplicate: boolean }
  | { readonly kind: "signature_invalid" }
  | { readonly kind: "signature_stale" }
  | { readonly kind: "too_large" }
  | { readonly kind: "too_slow" };

/** A delivery as it lies in the inbox. */
export interface StoredDelivery {
  readonly id: string;
  readonly eventName: string;
  readonly bodySealed: string;
  readonly signedAt: Temporal.Instant;
  readonly state: DeliveryState;
  /** How often somebody had it applied again: a job of an earlier round has nothing to do any more. */
  readonly replays: number;
}

/** A delivery on its way into the inbox. */
export interface NewDelivery {
  readonly id: string;
  readonly deliveryKey: string;
  readonly eventName: string;
  /** The Calendly user whose webhook subscription sent it. */
  readonly accountUri: string | null;
  readonly bodySealed: string;
  /** Bytes of the body as it came. */
  readonly size: number;
  readonly signedAt: Temporal.Instant;
  readonly receivedAt: Temporal.Instant;
  readonly state: "received" | "ignored";
  readonly reason: string | null;
}

/** What became of it there. */
export interface Recorded {
  /** It was there already. */
  readonly duplicate: boolean;
}

/** How an attempt to apply a delivery ended. */
export interface Outcome {
  readonly state: "applied" | "ignored" | "failed" | "dead";
  /** A sentence without personal data. */
  readonly reason: string | null;
  /** Whose session or event type it was about, when that came out. */
  readonly coachId: string | null;
}

/** Who may see and replay the inbox: an admin, or whoever runs the command line and so has the database itself. */
export type InboxKeeper = AuthorizedAdmin | { readonly role: "operator" };

/** Which deliveries. */
export interface DeliveryQuery {
  readonly state?: DeliveryState | "trouble" | undefined;
  readonly eventName?: string | undefined;
  readonly coachId?: string | undefined;
  /** The beginning of an id. */
  readonly search?: string | undefined;
}

/** A place in the list, newest first. */
export interface DeliveryPosition {
  readonly receivedAt: Temporal.Instant;
  readonly id: string;
}

/** POSTs that were not let in. */
export interface Refusals {
  readonly reason: RefusalReason;
  readonly count: number;
  readonly lastAt: Temporal.Instant;
}
