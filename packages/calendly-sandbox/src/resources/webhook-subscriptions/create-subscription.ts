import { randomUUID } from "node:crypto";
import { type WebhookEventName, webhookEventNames } from "@punctual/calendly";
import { alreadyExists, denied, insufficientScope, invalid, notFound, resource } from "../../http/answer.ts";
import { type Endpoint, isAdmin } from "../../http/endpoint.ts";
import { createReader } from "../../http/reader.ts";
import { includesScope, scopeOfWebhook } from "../../oauth/scopes.ts";
import type { WebhookSubscription } from "../../webhooks/types.ts";
import { presentSubscription } from "./present.ts";

function isCallbackUrl(text: string): boolean {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:";
  } catch {
    return false;
  }
}

/**
 * `POST /webhook_subscriptions`. The address must be new within the organization's or user's subscriptions; each event
 * needs the read scope of its family; the organization's scope needs an admin.
 */
export const createSubscription: Endpoint = {
  operation: "createWebhookSubscription",
  handle({ state, caller, token, body, origins }) {
    const { store, clock } = state;
    const reader = createReader(body);
    const url = reader.string("url", { required: true });
    if (url !== undefined && !isCallbackUrl(url))
      reader.details.push({ parameter: "url", message: "is not a valid URL" });
    const events = reader.strings("events", { required: true });
    const known = new Set<string>(webhookEventNames);
    const names = (events ?? []).filter((event): event is WebhookEventName => known.has(event));
    if (events !== undefined && (names.length === 0 || names.length < events.length)) {
      reader.details.push({ parameter: "events", message: "must contain supported events only" });
    }
    const organizationId = reader.uri("organization", "organizations", { required: true });
    const scope = reader.choice("scope", ["organization", "user", "group"], { required: true });
    const userId = reader.uri("user", "users", { required: scope === "user" });
    const signingKey = reader.string("signing_key") ?? null;
    if (scope === "group") reader.uri("group", "groups", { required: true });
    const organizationOnly = names.filter((name) => name.startsWith("routing_form_submission."));
    if (scope === "user" && organizationOnly.length > 0) {
      reader.details.push({ parameter: "events", message: `${organizationOnly[0]} needs the organization scope` });
    }
    const userOnly = names.filter((name) => name.startsWith("meeting_recap."));
    if (scope === "organization" && userOnly.length > 0) {
      reader.details.push({ parameter: "events", message: `${userOnly[0]} needs the user scope` });
    }
    if (reader.details.length > 0 || url === undefined || scope === undefined) return invalid(reader.details);

    const wanted = [...new Set(names.map(scopeOfWebhook))].filter((one) => !includesScope(token.scopes, one));
    if (wanted.length > 0) return insufficientScope(wanted);
    if (organizationId !== caller.organizationId) return denied();
    if (scope === "group") return notFound;
    if (scope === "organization" && !isAdmin(caller)) return denied();
    const user = userId === undefined ? undefined : store.users.get(userId);
    if (scope === "user" && user?.id !== caller.id) {
      if (!isAdmin(caller) || user?.organizationId !== caller.organizationId) return denied();
    }
    const owner = scope === "user" && user ? user.id : null;
    const standing = store.subscriptions.list({ where: { organization: organizationId, scope, user: owner } });
    if (standing.some((one) => one.callbackUrl === url)) return alreadyExists("Hook with this url already exists");

    const createdAt = clock.timestamp();
    const subscription: WebhookSubscription = {
      id: randomUUID(),
      callbackUrl: url,
      events: [...new Set(names)],
      scope,
      organizationId,
      userId: owner,
      creatorId: caller.id,
      clientId: token.clientId,
      signingKey,
      origin: origins.api,
      state: "active",
      retryStartedAt: null,
      createdAt,
      updatedAt: createdAt,
    };
    store.subscriptions.put(subscription);
    return resource(presentSubscription(subscription, origins), 201);
  },
};
