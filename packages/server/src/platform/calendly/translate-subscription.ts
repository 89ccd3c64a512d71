import type { WebhookSubscription } from "@punctual/calendly";
import { Temporal } from "temporal-polyfill";
import type { CalendlyOrigins } from "./calendly-origins.ts";
import { canonicalUri } from "./wire-fields.ts";

/** A webhook subscription as Calendly holds it, in our words. */
export interface SubscriptionReading {
  readonly uri: string;
  /** The address that it delivers to. */
  readonly address: string;
  readonly events: readonly string[];
  /** False once Calendly has disabled it, for good. */
  readonly active: boolean;
  /** Since when deliveries fail; null while they arrive. */
  readonly failingSince: Temporal.Instant | null;
  /** RFC 3339; null when Calendly does not say. */
  readonly createdAt: string | null;
}

export function toSubscriptionReading(wire: WebhookSubscription, origins: CalendlyOrigins): SubscriptionReading {
  const createdAt: unknown = wire.created_at;
  return {
    uri: canonicalUri(wire.uri, origins),
    address: wire.callback_url,
    events: wire.events,
    active: wire.state === "active",
    failingSince: instantOrNull(wire.retry_started_at),
    createdAt: typeof createdAt === "string" ? createdAt : null,
  };
}

/** What is no instant says nothing: answers are read tolerantly, so any type may come. */
function instantOrNull(value: unknown): Temporal.Instant | null {
  if (typeof value !== "string") return null;
  try {
    return Temporal.Instant.from(value);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
