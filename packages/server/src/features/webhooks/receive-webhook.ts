import { createHmac } from "node:crypto";
import { verifyWebhook, webhookSignatureHeader } from "@punctual/calendly";
import type { RefusalReason } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import { labelDelivery } from "../../platform/calendly/read-delivery.ts";
import type { Context } from "../../platform/context.ts";
import { readBody } from "../../platform/http/read-body.ts";
import { newId } from "../../platform/ids.ts";
import { recordDelivery } from "./record-deliveries.ts";
import { recordRefusal } from "./record-refusal.ts";
import { bodyBinding, isOpaque, textOfBody } from "./rules.ts";
import type { Received } from "./types.ts";

/** Bytes. An invitee's delivery has about 3 KiB; anything near this is not Calendly's. */
const longestBody = 1024 * 1024;
/** Seconds, as in Calendly's sample. */
const tolerance = 180;

/**
 * Takes one delivery in: verifies the signature over the raw bytes, then stores it and enqueues its application in
 * one commit. Returns only after it, so that whatever is acknowledged is safe.
 */
export async function receiveWebhook(context: Context, request: Request): Promise<Received> {
  const read = await readBody(request, longestBody);
  if (read.kind !== "read") return refuse(context, read.kind, null);
  const rawBody = read.bytes;
  const now = context.clock.now();
  const verified = await verifyWebhook({
    rawBody,
    header: request.headers.get(webhookSignatureHeader),
    keys: context.config.calendly.webhookSigningKeys,
    toleranceSeconds: tolerance,
    now: now.epochMilliseconds,
    // Node's own answers at once; Web Crypto's crosses to another thread and back for each of them.
    hmac: (key, bytes) => createHmac("sha256", key).update(bytes).digest(),
  });
  if (!verified.ok) return refuse(context, verified.reason, rawBody.length);

  const label = labelDelivery(rawBody, context.config.calendly);
  const id = newId("dlv");
  const text = textOfBody(rawBody);
  const { duplicate } = await recordDelivery(context, {
    id,
    deliveryKey: label.key,
    eventName: label.eventName,
    accountUri: label.accountUri,
    bodySealed: await context.sealer.seal(text, bodyBinding(id)),
    size: rawBody.length,
    signedAt: Temporal.Instant.fromEpochMilliseconds(verified.signedAt * 1000),
    receivedAt: now,
    state: label.ignoredBecause === null ? "received" : "ignored",
    reason: isOpaque(text) ? "The body is not text in UTF-8, which JSON always is." : label.ignoredBecause,
  });
  return { kind: "stored", duplicate };
}

async function refuse(context: Context, reason: RefusalReason, bytes: number | null): Promise<Received> {
  await recordRefusal(context, reason, bytes);
  switch (reason) {
    case "too_large":
    case "too_slow":
      return { kind: reason };
    case "stale":
    case "future":
      return { kind: "signature_stale" };
    case "missing":
    case "malformed":
    case "mismatch":
      return { kind: "signature_invalid" };
  }
}
