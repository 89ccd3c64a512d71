import type { webhookDeliveries } from "../../platform/database/schema.ts";

/** What became of one POST to the webhook address. */
export type Received =
  | { readonly kind: "stored"; readonly duplicate: boolean }
  | { readonly kind: "signature_invalid" }
  | { readonly kind: "signature_stale" }
  | { readonly kind: "too_large" };

/** A delivery as it lies in the inbox. */
export interface StoredDelivery {
  readonly id: string;
  readonly eventName: string;
  readonly bodySealed: string;
  readonly state: "received" | "applied" | "ignored" | "failed" | "dead";
}

/** A delivery on its way into the inbox. */
export type NewDelivery = typeof webhookDeliveries.$inferInsert;

/** What became of it there. */
export interface Recorded {
  /** It was there already. */
  readonly duplicate: boolean;
}
