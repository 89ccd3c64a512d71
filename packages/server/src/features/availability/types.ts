import type { Slot } from "@punctual/contract";
import type { Temporal } from "temporal-polyfill";
import type { CalendlyFailure } from "../../platform/calendly/failure.ts";

/** Two instants, the end exclusive. */
export interface Window {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

/** A slot ready to be sent, with its start in milliseconds for quick filtering. */
export interface CachedSlot {
  readonly startMs: number;
  readonly slot: Slot;
}

/** Why openings could not be read. */
export type OpeningsFailure = CalendlyFailure | { readonly kind: "connection_missing" };
