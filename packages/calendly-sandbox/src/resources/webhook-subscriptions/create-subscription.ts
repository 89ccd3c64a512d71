import { randomUUID } from "node:crypto";
import { alreadyExists, invalid, resource } from "../../http/answer.ts";
import type { Call, Endpoint } from "../../http/endpoint.ts";
import { createReader } from "../../http/reader.ts";
import type { WebhookSubscription } from "../../webhooks/types.ts";
import { presentSubscription } from "./present.ts";
import { checkEvents, readSubject, refuseEvents, refuseSubject, type Subject } from "./subject.ts";

function isCallbackUrl(text: string): boolean {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:";
  } catch {
    return false;
  }
}

/** Whether the address is taken. A disabled subscription keeps its address until it is deleted. */
function isTaken({ state }: Call, subject: Subject, url: string): boolean {
  const { organizationId, scope, userId, groupId } = subject;
  const among = state.settings.webhookUrlUniqueWithin === "owner" ? { scope, user: userId, group: groupId } : {};
  const standing = state.store.subscriptions.list({ where: { organization: organizationId, ...among } });
  return standing.some((one) => one.callbackUrl === url);
}

/**
 * `POST /webhook_subscriptions`. A member may subscribe for themself, an admin for any member, a group or the
 * organization; each event needs the read scope of its family, and some a plan.
 */
export const createSubscription: Endpoint = {
  operation: "createWebhookSubscription",
  handle(call) {
    const { state, caller, token, origins } = call;
    const reader = createReader(call.body);
    const url = reader.string("url", { required: true, longest: 2_000 });
    if (url !== undefined && !isCallbackUrl(url)) {
      reader.details.push({ parameter: "url", message: "is not a valid URL" });
    }
    const given = reader.strings("events", { required: true });
    const signingKey = reader.string("signing_key", { longest: 1_000 }) ?? null;
    const subject = readSubject(reader);
    const events = checkEvents(reader, "events", given, subject?.scope);
    if (reader.details.length > 0 || url === undefined || subject === undefined) return invalid(reader.details);

    const refusal = refuseSubject(call, subject) ?? refuseEvents(call, events);
    if (refusal !== null) return refusal;
    if (isTaken(call, subject, url)) return alreadyExists("Hook with this url already exists");

    const createdAt = state.clock.timestamp();
    const subscription: WebhookSubscription = {
      id: randomUUID(),
      callbackUrl: url,
      events,
      ...subject,
      creatorId: caller.id,
      clientId: token.clientId,
      signingKey,
      origin: origins.api,
      state: "active",
      retryStartedAt: null,
      createdAt,
      updatedAt: createdAt,
    };
    state.store.subscriptions.put(subscription);
    return resource(presentSubscription(subscription, origins), 201);
  },
};
