import { type Scope, sameUri } from "@punctual/calendly";
import type { Temporal } from "temporal-polyfill";
import type { SubscriptionReading } from "../../platform/calendly/translate-subscription.ts";
import { holdsScope } from "../connections/index.ts";

const callbackPath = "/api/calendly/webhooks";

/**
 * The address that Calendly delivers a connection's webhooks to. Calendly wants each subscription's to be unique, so
 * one that takes the place of another while that one still stands has a later `round`.
 */
export function callbackUrl(
  publicUrl: string,
  connection: { readonly id: string; readonly userUri: string },
  round = 1,
): string {
  const url = new URL(callbackPath, publicUrl);
  // A hint for whoever reads Calendly's list, never an authority: that is the signature alone.
  url.searchParams.set("connection", connection.id);
  url.searchParams.set("account", connection.userUri.split("/").at(-1) ?? "");
  if (round > 1) url.searchParams.set("round", String(round));
  return url.href;
}

/** The round of an address that we gave to this connection's subscription; null for everybody else's. */
export function roundOf(address: string, publicUrl: string, connection: { readonly id: string }): number | null {
  const url = URL.parse(address);
  if (url === null || url.origin !== new URL(publicUrl).origin || url.pathname !== callbackPath) return null;
  if (url.searchParams.get("connection") !== connection.id) return null;
  const round = Number(url.searchParams.get("round") ?? "1");
  return Number.isSafeInteger(round) && round >= 1 ? round : null;
}

/** What a subscription is made for: a coach's own events, or what Calendly tells whole organizations alone. */
export type Reach = "user" | "organization";

const families: readonly { readonly prefix: string; readonly reach: Reach; readonly scope: Scope }[] = [
  { prefix: "invitee", reach: "user", scope: "scheduled_events:read" },
  { prefix: "event_type.", reach: "user", scope: "event_types:read" },
  // Only there, and only alone: https://developer.calendly.com/api-docs/calendly-api/webhooks/create-webhook-subscription
  { prefix: "routing_form_submission.", reach: "organization", scope: "routing_forms:read" },
];

/** The events that a subscription asks for: all that we handle and that the granted scopes allow. */
export function wantedEvents<Name extends string>(
  handled: readonly Name[],
  reach: Reach,
  granted: readonly string[],
): Name[] {
  return handled.filter((name) => {
    const family = families.find(({ prefix }) => name.startsWith(prefix));
    return family?.reach === reach && holdsScope(granted, family.scope);
  });
}

/** Of several subscriptions of ours the newest that is whole: active, and asking for all that is wanted. */
export function chooseCurrent(
  found: readonly SubscriptionReading[],
  wanted: readonly string[],
): SubscriptionReading | null {
  const whole = found.filter(({ active, events }) => active && wanted.every((name) => events.includes(name)));
  return whole.toSorted((a, b) => (a.createdAt ?? "").localeCompare(b.createdAt ?? "")).at(-1) ?? null;
}

/** How the subscription stood when it was last looked at. */
export interface KnownSubscription {
  readonly uri: string | null;
  readonly state: "none" | "pending" | "active" | "failed" | "polling";
  readonly checkedAt: Temporal.Instant | null;
  readonly failingSince: Temporal.Instant | null;
  /** When the mirror was last compared. */
  readonly sweptAt: Temporal.Instant | null;
  readonly connectedAt: Temporal.Instant;
}

/**
 * Since when changes may have been missed, now that deliveries arrive by `current`; null when none can have been.
 *
 * A subscription that was disabled delivered nothing since its failing spell began. One that is gone may have gone
 * right after it was last seen. Where there was none, the last comparison is the last that is certain. A spell that
 * ended by itself is told again by Calendly, but only as its retries come due, which may take a day.
 */
export function missedSince(
  known: KnownSubscription,
  before: readonly SubscriptionReading[],
  current: SubscriptionReading,
): Temporal.Instant | null {
  if (known.uri !== null && sameUri(known.uri, current.uri)) {
    return current.failingSince === null ? known.failingSince : null;
  }
  const left = before.find(({ uri }) => known.uri !== null && sameUri(uri, known.uri));
  if (left !== undefined) {
    return left.active ? null : (left.failingSince ?? known.failingSince ?? known.checkedAt ?? known.connectedAt);
  }
  if (known.uri !== null) return known.failingSince ?? known.checkedAt ?? known.connectedAt;
  return known.state === "none" ? null : (known.sweptAt ?? known.connectedAt);
}

/**
 * Start of the earliest session that a gap since then can have changed. What is over can still be marked as a no-show,
 * and Calendly is asked for sessions by their start, not by when they changed.
 */
export function sessionsFrom(since: Temporal.Instant): Temporal.Instant {
  return since.subtract({ hours: 30 * 24 });
}

/**
 * Why Calendly cannot deliver here whatever it is asked, as a sentence; null when it can. Only a Calendly on this very
 * machine, as the sandbox is, reaches an address that exists on this machine alone.
 */
export function unreachableBecause(publicUrl: string, apiUrl: string): string | null {
  const { hostname } = new URL(publicUrl);
  if (!isPrivateHost(hostname) || isPrivateHost(new URL(apiUrl).hostname)) return null;
  return `Calendly cannot deliver to ${hostname}, which is an address of this machine alone. It will once PUBLIC_URL is an address that can be reached from the internet.`;
}

/** Loopback and the private ranges of RFC 1918 and RFC 4193. */
function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "");
  return (
    /(^|\.)localhost$/.test(host) ||
    /^(127|10|0)\./.test(host) ||
    /^192\.168\./.test(host) ||
    /^172\.(1[6-9]|2\d|3[01])\./.test(host) ||
    /^(::1|::|f[cd][0-9a-f]{2}:.*)$/.test(host)
  );
}
