import { isCalendlyError } from "@punctual/calendly";
import type { Temporal } from "temporal-polyfill";
import { calendlyFailure } from "../../platform/calendly/failure.ts";
import type { SubscriptionReading } from "../../platform/calendly/translate-subscription.ts";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import type { StoredCapability } from "../../platform/database/schema.ts";
import { type JobAttempt, NotNow } from "../../platform/queue/job.ts";
import { calendlyFor } from "../connections/index.ts";
import { missedSince, unreachableBecause } from "./plan-subscription.ts";
import {
  claimSubscription,
  isOrganizationCovered,
  type SubscriptionStanding,
  saveSubscription,
  unclaimSubscription,
} from "./record-subscription.ts";
import {
  deleteSubscription,
  eventsFor,
  listOurs,
  type Ready,
  type Settled,
  settleSubscription,
} from "./settle-subscription.ts";

/** What the sync feature offers: a comparison of what may have changed unseen since then. */
export type FillGap = (
  tx: Transaction,
  gap: { readonly coachId: string; readonly since: Temporal.Instant },
) => Promise<void>;

/**
 * Sees to it that Calendly delivers the coach's events here, and looks how deliveries fare. One subscription of user
 * scope, adopted when it is there and whole; made anew, looked at, and only then the old one deleted, when it is not.
 * What a subscription that was disabled or gone did not tell is found by a comparison. Where Calendly does not allow
 * webhooks, the connection says why and is asked for changes instead. Doing so again changes nothing.
 *
 * @throws when Calendly cannot be asked just now; the job tries again, and the connection says so after the last time.
 */
export async function ensureSubscription(
  context: Context,
  coachId: string,
  attempt: Pick<JobAttempt, "last">,
  fillGap: FillGap,
): Promise<void> {
  const access = await calendlyFor(context, coachId, { purpose: "subscription" });
  if (access.kind !== "ready" || access.connection.leaving !== null) return;
  const { connection } = access;
  const impossible = impossibleBecause(context, access);
  if (impossible !== null) {
    await save(context, access, { ...none, state: "polling", trouble: impossible });
    return;
  }
  let before: readonly SubscriptionReading[] = [];
  try {
    before = await listOurs(context, access, "user");
    const settled = await settleSubscription(context, access, "user", before, () => claim(context, access));
    if (settled === null) return;
    const scope = (await settleOrganization(context, access)) ? "organization" : "user";
    await adopt(context, access, { ...settled, before }, scope, fillGap);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal !== null) {
      await save(context, access, keptThough(access, before, refusal));
      return;
    }
    await unclaimSubscription(context.database, connection);
    // Deliveries may well arrive while Calendly's API does not answer: what is active stays so.
    if (attempt.last && !(error instanceof NotNow) && connection.webhookState !== "active") {
      await save(context, access, { ...none, state: "failed", trouble: unreached });
    }
    throw error;
  }
}

const none = { uri: null, scope: null, failingSince: null } as const;
const unreached = "Calendly could not be reached to subscribe to changes. Punctual tries again within ten minutes.";

/** Remembers the subscription, fills the gap it leaves, and deletes what it takes the place of. */
async function adopt(
  context: Context,
  access: Ready,
  settled: Settled & { readonly before: readonly SubscriptionReading[] },
  scope: "user" | "organization",
  fillGap: FillGap,
): Promise<void> {
  const { client, connection } = access;
  const { current, replaced, before } = settled;
  const since = missedSince(
    {
      uri: connection.webhookSubscriptionUri,
      state: connection.webhookState,
      checkedAt: connection.webhookCheckedAt,
      failingSince: connection.webhookRetryStartedAt,
      sweptAt: connection.sweptAt,
      connectedAt: connection.connectedAt,
    },
    before,
    current,
  );
  const standing = {
    uri: current.uri,
    state: "active",
    trouble: null,
    scope,
    failingSince: current.failingSince,
    capability: "available",
  } as const;
  const kept = await save(context, access, standing, async (tx) => {
    if (since !== null) await fillGap(tx, { coachId: connection.coachId, since });
  });
  // The coach left, or changed accounts, while Calendly was asked: what was made for them must not stay behind.
  const superfluous = kept ? replaced : [...replaced, current];
  for (const { uri } of superfluous) await deleteSubscription(client, uri);
  if (replaced.length > 0) {
    context.log.info({ connectionId: connection.id, replaced: replaced.length }, "webhook subscription replaced");
  }
}

/**
 * The organization's own subscription, for what Calendly tells organizations alone. One connection of each
 * organization holds it, one whose account may. That it cannot be had takes nothing from the coach's own.
 */
async function settleOrganization(context: Context, access: Ready): Promise<boolean> {
  const { connection } = access;
  const can = (name: string) => connection.capabilities?.some((one) => one.name === name && one.state === "available");
  if (eventsFor(access, "organization").length === 0 || !can("organization_webhooks") || !can("routing_forms")) {
    return false;
  }
  if (await isOrganizationCovered(context.database, connection)) return false;
  try {
    const before = await listOurs(context, access, "organization");
    const settled = await settleSubscription(context, access, "organization", before, () => claim(context, access));
    if (settled === null) return false;
    for (const { uri } of settled.replaced) await deleteSubscription(access.client, uri);
    return true;
  } catch (error) {
    if (refusalOf(error) === null) throw error;
    context.log.warn({ connectionId: connection.id }, "calendly refused webhooks of the organization");
    return false;
  }
}

/** Says that something is about to be set up at Calendly; false when the coach is leaving. */
function claim(context: Context, { connection }: Ready): Promise<boolean> {
  return claimSubscription(context.database, connection);
}

/** False when the connection is no longer what it was: then nothing is remembered. */
async function save(
  context: Context,
  { connection }: Ready,
  standing: SubscriptionStanding,
  more: (tx: Transaction) => Promise<void> = async () => {},
): Promise<boolean> {
  return context.database.transaction(async (tx) => {
    const saved = await saveSubscription(tx, connection, standing, context.clock.now());
    if (saved === "gone") return false;
    await more(tx);
    if (saved === "changed") {
      await context.live.publish(tx, { topic: "connection", id: connection.id, audience: [connection.coachId] });
    }
    return true;
  });
}

/** What stands in the way whatever Calendly answers, as a sentence. */
function impossibleBecause(context: Context, access: Ready): string | null {
  const { publicUrl, calendly } = context.config;
  if (eventsFor(access, "user").length === 0) return notAllowed;
  return unreachableBecause(publicUrl, calendly.apiUrl);
}

const notAllowed =
  "Punctual was not given the permission to be told of changes. Connect Calendly again and allow everything that it asks for.";

interface Refusal {
  readonly capability: StoredCapability["state"];
  readonly trouble: string;
}

/**
 * A refusal that asking again would not change; null for everything else. A 401 is none: either it ended the
 * connection, or the OAuth server did not answer.
 */
function refusalOf(error: unknown): Refusal | null {
  if (!isCalendlyError(error) || calendlyFailure(error).kind !== "calendly_refused") return null;
  switch (error.code) {
    case "insufficient_scope":
      return { capability: "missing_scope", trouble: notAllowed };
    case "plan_required":
      return {
        capability: "missing_plan",
        trouble:
          "The Calendly plan of this account has no webhooks. With a plan that has them, connect again or press 'Check again'.",
      };
    case "permission_denied":
      return {
        capability: "missing_role",
        trouble:
          "Calendly does not allow webhooks for this account. Ask the owner of the Calendly organization, then press 'Check again'.",
      };
    case "already_exists":
      return {
        capability: "unknown",
        trouble: "Calendly says that our addresses for webhooks are taken. Punctual tries again every day.",
      };
    case "invalid_argument":
      return {
        capability: "unknown",
        trouble:
          "Calendly does not accept the address of this Punctual for webhooks. PUBLIC_URL must be reachable from the internet, by https.",
      };
    default:
      return {
        capability: "unknown",
        trouble: "Calendly refused webhooks for this account. Press 'Check again' later.",
      };
  }
}

/** How the connection stands after a refusal: a subscription that could not be replaced may still deliver. */
function keptThough(
  { connection }: Ready,
  before: readonly SubscriptionReading[],
  { capability, trouble }: Refusal,
): SubscriptionStanding {
  const standing = before.find(({ active }) => active);
  if (standing === undefined) return { ...none, state: "polling", trouble, capability };
  return {
    uri: standing.uri,
    state: "active",
    trouble: `${trouble} Until then some kinds of change arrive late.`,
    scope: connection.webhookScope,
    failingSince: standing.failingSince,
  };
}
