import { type CalendlyClient, CalendlyError, endpoints, isCalendlyError } from "@punctual/calendly";
import { handledEvents } from "../../platform/calendly/read-delivery.ts";
import { type SubscriptionReading, toSubscriptionReading } from "../../platform/calendly/translate-subscription.ts";
import type { Context } from "../../platform/context.ts";
import type { CalendlyAccess } from "../connections/index.ts";
import { callbackUrl, chooseCurrent, type Reach, roundOf, wantedEvents } from "./plan-subscription.ts";

export type Ready = Extract<CalendlyAccess, { kind: "ready" }>;

export interface Settled {
  /** Whole: active, and asking for everything that is wanted. */
  readonly current: SubscriptionReading;
  /** Ours that it takes the place of. They deliver until they are deleted, so that there is no moment without. */
  readonly replaced: readonly SubscriptionReading[];
}

/** Addresses that are tried when Calendly says that one is taken. */
const mostRounds = 4;

/** The events that a subscription of this connection would ask for. */
export function eventsFor({ connection }: Ready, reach: Reach) {
  return wantedEvents(handledEvents, reach, connection.scopes);
}

/**
 * Sees to it that one subscription of ours is whole: adopts one that is there, also when an earlier attempt made it
 * and crashed before it could remember, or makes one and looks whether Calendly lists it. Deletes nothing.
 *
 * @param before Ours as they stand, from {@link listOurs}.
 * @param beforeCreate Asked just before something is set up at Calendly; false keeps it from being.
 * @returns null when `beforeCreate` said no.
 */
export async function settleSubscription(
  context: Context,
  access: Ready,
  reach: Reach,
  before: readonly SubscriptionReading[],
  beforeCreate: () => Promise<boolean>,
): Promise<Settled | null> {
  const wanted = eventsFor(access, reach);
  const standing = chooseCurrent(before, wanted);
  if (standing !== null) return settled(standing, before);
  if (!(await beforeCreate())) return null;
  await create(context, access, reach, before);
  const after = await listOurs(context, access, reach);
  const current = chooseCurrent(after, wanted);
  if (current === null) throw notListed();
  return settled(current, after);
}

/** Our subscriptions of this reach at Calendly, whole or not, and nobody else's. */
export async function listOurs(
  context: Context,
  { client, connection }: Ready,
  reach: Reach,
): Promise<SubscriptionReading[]> {
  const { organizationUri: organization, userUri: user } = connection;
  const whose = reach === "user" ? { organization, user, scope: reach } : { organization, scope: reach };
  const ours: SubscriptionReading[] = [];
  for await (const page of client.paginate(endpoints.listWebhookSubscriptions, { query: { ...whose, count: 100 } })) {
    for (const wire of page.items) {
      const reading = toSubscriptionReading(wire, context.config.calendly);
      if (roundOf(reading.address, context.config.publicUrl, connection) !== null) ours.push(reading);
    }
  }
  return ours;
}

/** A subscription that is gone already is as good as deleted. */
export async function deleteSubscription(client: CalendlyClient, uri: string): Promise<void> {
  try {
    await client.request(endpoints.deleteWebhookSubscription, { params: { uuid: uri } });
  } catch (error) {
    if (!isCalendlyError(error, "not_found")) throw error;
  }
}

/** Makes one at the first address that is free: one that stands, even disabled, keeps its own until it is deleted. */
async function create(
  context: Context,
  access: Ready,
  reach: Reach,
  before: readonly SubscriptionReading[],
): Promise<void> {
  const { client, connection } = access;
  const { publicUrl } = context.config;
  const taken = new Set(before.map(({ address }) => roundOf(address, publicUrl, connection)));
  const rounds = Array.from({ length: before.length + mostRounds }, (_, index) => index + 1);
  const free = rounds.filter((round) => !taken.has(round)).slice(0, mostRounds);
  const { organizationUri: organization, userUri: user } = connection;
  for (const round of free) {
    try {
      await client.request(endpoints.createWebhookSubscription, {
        body: {
          url: callbackUrl(publicUrl, connection, round),
          events: eventsFor(access, reach),
          organization,
          ...(reach === "user" ? { user } : {}),
          scope: reach,
        },
      });
      return;
    } catch (error) {
      if (!isCalendlyError(error, "already_exists") || round === free.at(-1)) throw error;
      // Perhaps another process was quicker, and what it made will do.
      if (chooseCurrent(await listOurs(context, access, reach), eventsFor(access, reach)) !== null) return;
    }
  }
}

function settled(current: SubscriptionReading, found: readonly SubscriptionReading[]): Settled {
  return { current, replaced: found.filter(({ uri }) => uri !== current.uri) };
}

/** Calendly said that it made a subscription and does not list it: nothing may be deleted for its sake. */
function notListed(): CalendlyError {
  return new CalendlyError({
    code: "unexpected_response",
    message: "a subscription that was just made is not listed as active with its events",
    endpoint: "listWebhookSubscriptions",
  });
}
