import { Webhook } from "standardwebhooks";
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import { sealedColumns } from "../../platform/crypto/sealed-columns.ts";
import { postOutside } from "../../platform/outside/post-outside.ts";
import { NotNow } from "../../platform/queue/job.ts";
import { claimMessage, findEndpoint, findMessage } from "./queries.ts";
import { verdictOf } from "./rules.ts";
import { settleMessage } from "./settle-message.ts";
import type { EndpointRow, MessageRow } from "./types.ts";

/** Milliseconds within which a receiver must answer. */
const timeoutMs = 15_000;
/** How long an attempt belongs to the process that makes it: longer than it can take. */
const claimedFor = { seconds: 45 };

/**
 * One attempt to deliver a message, if it is due: signed anew with the present time, by every secret that is in force.
 *
 * @throws {NotNow} until its next attempt is due.
 */
export async function sendMessage(context: Context, messageId: string): Promise<void> {
  const now = context.clock.now();
  const message = await claimMessage(context.database, messageId, { now, until: now.add(claimedFor) });
  if (message === null) return comeBack(context, messageId);
  const endpoint = await findEndpoint(context.database, message.endpointId);
  if (endpoint === null) return;
  const posted = endpoint.enabled
    ? await post(context, endpoint, message)
    : ({ kind: "failed", why: "The endpoint was switched off." } as const);
  const next = await settleMessage(context, message, verdictOf(posted));
  if (next !== null) throw notBefore(next, context.clock.now());
}

async function comeBack(context: Context, messageId: string): Promise<void> {
  const message = await findMessage(context.database, messageId);
  if (message?.state !== "waiting" || message.nextAttemptAt === null) return;
  throw notBefore(message.nextAttemptAt, context.clock.now());
}

function notBefore(at: Temporal.Instant, now: Temporal.Instant): NotNow {
  return new NotNow("The next attempt is due later.", now.until(at).total("seconds"));
}

async function post(context: Context, endpoint: EndpointRow, message: MessageRow) {
  const now = context.clock.now();
  const body = JSON.stringify(message.payload);
  const sentAt = new Date(now.epochMilliseconds);
  const secrets = await openSecrets(context, endpoint, now);
  return postOutside(new URL(endpoint.url), {
    body,
    headers: {
      "content-type": "application/json",
      "user-agent": `Punctual/${context.config.version} (Standard Webhooks)`,
      "webhook-id": message.id,
      "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
      "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(message.id, sentAt, body)).join(" "),
    },
    timeoutMs,
    privateHosts: context.config.outgoingPrivateHosts,
  });
}

/** The endpoint's secret, and the former one for as long as it is in force. */
async function openSecrets(context: Context, endpoint: EndpointRow, now: Temporal.Instant): Promise<string[]> {
  const { endpointSecret, endpointPreviousSecret } = sealedColumns;
  const { id, previousSecretSealed, previousUntil } = endpoint;
  const secrets = [await context.sealer.open(endpoint.secretSealed, endpointSecret.boundTo(id))];
  if (previousSecretSealed !== null && previousUntil !== null && Temporal.Instant.compare(previousUntil, now) > 0) {
    secrets.push(await context.sealer.open(previousSecretSealed, endpointPreviousSecret.boundTo(id)));
  }
  return secrets;
}
