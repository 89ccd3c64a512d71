import { verifyWebhook, webhookSignatureHeader } from "@punctual/calendly";
import { Temporal } from "temporal-polyfill";
import { labelDelivery } from "../../platform/calendly/read-delivery.ts";
import type { Context } from "../../platform/context.ts";
import { readBody } from "../../platform/http/read-body.ts";
import { newId } from "../../platform/ids.ts";
import { recordDelivery } from "./record-deliveries.ts";
import { bodyBinding, textOfBody } from "./rules.ts";
import type { Received } from "./types.ts";

/** Bytes. An invitee's delivery has about 3 KiB; anything near this is not Calendly's. */
const longestBody = 1024 * 1024;
/** Seconds, as in Calendly's sample. */
const tolerance = 180;

/**
 * Takes one delivery in: verifies the signature over the raw bytes, then stores it and enqueues its application in
 * one transaction. Returns only after the commit, so that whatever is acknowledged is safe.
 */
export async function receiveWebhook(context: Context, request: Request): Promise<Received> {
  const read = await readBody(request, longestBody);
  if (read.kind === "too_large") return { kind: "too_large" };
  const rawBody = read.bytes;
  const now = context.clock.now();
  const verified = await verifyWebhook({
    rawBody,
    header: request.headers.get(webhookSignatureHeader),
    keys: context.config.calendly.webhookSigningKeys,
    toleranceSeconds: tolerance,
    now: now.epochMilliseconds,
  });
  if (!verified.ok) {
    context.log.warn({ reason: verified.reason, bytes: rawBody.length }, "webhook refused");
    const untimely = verified.reason === "stale" || verified.reason === "future";
    return { kind: untimely ? "signature_stale" : "signature_invalid" };
  }

  const label = labelDelivery(rawBody);
  const id = newId("dlv");
  const bodySealed = await context.sealer.seal(textOfBody(rawBody), bodyBinding(id));
  const { duplicate } = await recordDelivery(context, {
    id,
    deliveryKey: label.key,
    eventName: label.eventName,
    bodySealed,
    signedAt: Temporal.Instant.fromEpochMilliseconds(verified.signedAt * 1000),
    receivedAt: now,
    state: label.ignoredBecause === null ? "received" : "ignored",
    reason: label.ignoredBecause,
  });
  return { kind: "stored", duplicate };
}
