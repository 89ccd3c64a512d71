import { type CalendlyClient, CalendlyError, endpoints, type WebhookSubscription } from "@punctual/calendly";
import { calendlyFailure } from "../../platform/calendly/failure.ts";
import { handledEvents } from "../../platform/calendly/read-delivery.ts";
import type { Context } from "../../platform/context.ts";
import type { JobAttempt } from "../../platform/queue/job.ts";
import { type CalendlyAccess, calendlyFor } from "../connections/index.ts";
import { saveSubscription } from "./queries.ts";
import { callbackUrl } from "./rules.ts";

type Ready = Extract<CalendlyAccess, { kind: "ready" }>;

/**
 * Sees to it that Calendly delivers the coach's events here: one subscription of user scope, adopted when it is there
 * and asks for all that we handle, made anew when it does not or was disabled. Doing so again changes nothing.
 *
 * @throws when Calendly cannot be asked just now; the job tries again, and the connection says so after the last time.
 */
export async function ensureSubscription(
  context: Context,
  coachId: string,
  attempt: Pick<JobAttempt, "last">,
): Promise<void> {
  const access = await calendlyFor(context, coachId);
  if (access.kind !== "ready") return;
  try {
    const subscription = await subscribe(context, access);
    await save(context, access, { uri: subscription.uri, state: "active", trouble: null });
  } catch (error) {
    const failure = calendlyFailure(error);
    const final = failure.kind === "calendly_refused" || failure.kind === "connection_needs_reconnect";
    if (final || attempt.last) await save(context, access, { uri: null, state: "failed", trouble: troubleOf(error) });
    if (!final) throw error;
  }
}

/** Stops the deliveries, while the tokens still work. A subscription that is gone already is as good. */
export async function removeSubscription(context: Context, coachId: string): Promise<void> {
  const access = await calendlyFor(context, coachId, { personWaits: true });
  if (access.kind !== "ready") return;
  const known = access.connection.webhookSubscriptionUri;
  const uri = known ?? (await findOurs(context, access))?.uri ?? null;
  if (uri !== null) await deleteSubscription(access.client, uri);
  await save(context, access, { uri: null, state: "none", trouble: null });
}

async function subscribe(context: Context, access: Ready): Promise<WebhookSubscription> {
  const { client, connection } = access;
  const found = await findOurs(context, access);
  if (found !== null) {
    if (found.state === "active" && handledEvents.every((name) => found.events.includes(name))) return found;
    // A disabled subscription cannot be revived, and the events of one cannot be changed.
    await deleteSubscription(client, found.uri);
  }
  const created = await client.request(endpoints.createWebhookSubscription, {
    body: {
      url: callbackUrl(context.config.publicUrl, connection),
      events: [...handledEvents],
      organization: connection.organizationUri,
      user: connection.userUri,
      scope: "user",
    },
  });
  return created.resource;
}

/** Our subscription at Calendly, also when an earlier attempt made it and crashed before it could remember. */
async function findOurs(context: Context, { client, connection }: Ready): Promise<WebhookSubscription | null> {
  const url = callbackUrl(context.config.publicUrl, connection);
  const pages = client.paginate(endpoints.listWebhookSubscriptions, {
    query: { organization: connection.organizationUri, user: connection.userUri, scope: "user", count: 100 },
  });
  for await (const page of pages) {
    const ours = page.items.find((subscription) => subscription.callback_url === url);
    if (ours !== undefined) return ours;
  }
  return null;
}

async function deleteSubscription(client: CalendlyClient, uri: string): Promise<void> {
  try {
    await client.request(endpoints.deleteWebhookSubscription, { params: { uuid: uri } });
  } catch (error) {
    if (!(error instanceof CalendlyError && error.code === "not_found")) throw error;
  }
}

async function save(
  context: Context,
  { connection }: Ready,
  subscription: {
    readonly uri: string | null;
    readonly state: "none" | "active" | "failed";
    readonly trouble: string | null;
  },
): Promise<void> {
  await context.database.transaction(async (tx) => {
    await saveSubscription(tx, connection.id, { ...subscription, at: context.clock.now() });
    await context.live.publish(tx, { topic: "connection", id: connection.id, audience: [connection.coachId] });
  });
}

/** The cause and the way out, for the coach. */
function troubleOf(error: unknown): string {
  const code = error instanceof CalendlyError ? error.code : "server_error";
  switch (code) {
    case "insufficient_scope":
      return "Punctual was not given the permission to receive webhooks. Connect Calendly again and allow everything it asks for.";
    case "permission_denied":
    case "plan_required":
      return "Calendly does not allow webhooks for this account. Ask the owner of the Calendly organization, then connect again.";
    case "already_exists":
      return "Calendly says that this address is taken by another webhook subscription. Disconnect and connect again.";
    case "unauthenticated":
      return "Calendly no longer accepts the permission that was given to Punctual. Connect Calendly again.";
    case "invalid_argument":
      return "Calendly does not accept the address of this Punctual for webhooks. It must be reachable from the internet.";
    default:
      return "Calendly could not be reached to subscribe to changes. Punctual tries again when you reconnect.";
  }
}
