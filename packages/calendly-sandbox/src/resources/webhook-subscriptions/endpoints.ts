import { collection, denied, invalid, noContent, notFound, resource } from "../../http/answer.ts";
import { type Call, type Endpoint, isAdmin } from "../../http/endpoint.ts";
import { readPage, readSort } from "../../http/paging.ts";
import { createReader } from "../../http/reader.ts";
import type { WebhookSubscription } from "../../webhooks/types.ts";
import { createSubscription } from "./create-subscription.ts";
import { presentSubscription } from "./present.ts";

/** An organization's subscriptions are its admins' to manage, a user's are that user's and the admins'. */
function maySee(call: Call, subscription: WebhookSubscription): boolean {
  if (subscription.organizationId !== call.caller.organizationId) return false;
  return isAdmin(call.caller) || (subscription.scope === "user" && subscription.userId === call.caller.id);
}

const listSubscriptions: Endpoint = {
  operation: "listWebhookSubscriptions",
  handle(call) {
    const { caller, state, origins } = call;
    const reader = createReader(call.query);
    const organizationId = reader.uri("organization", "organizations", { required: true });
    const scope = reader.choice("scope", ["organization", "user", "group"], { required: true });
    const userId = reader.uri("user", "users", { required: scope === "user" });
    const groupId = reader.uri("group", "groups", { required: scope === "group" });
    const order = readSort(reader, { created_at: "created" }, { by: "created", direction: "asc" });
    if (reader.details.length > 0) return invalid(reader.details);
    if (organizationId !== caller.organizationId || groupId !== undefined) return denied();
    if (!isAdmin(caller) && userId !== caller.id) return denied("You do not have permission to perform this action");
    const page = readPage(call, reader, state.store.subscriptions, {
      where: { organization: organizationId, scope, user: userId },
      order,
    });
    if (reader.details.length > 0) return invalid(reader.details);
    return collection(
      page.rows.map((subscription) => presentSubscription(subscription, origins)),
      page.pagination,
    );
  },
};

const getSubscription: Endpoint = {
  operation: "getWebhookSubscription",
  handle(call) {
    const subscription = call.state.store.subscriptions.get(call.params["uuid"] ?? "");
    if (subscription === null) return notFound;
    return maySee(call, subscription) ? resource(presentSubscription(subscription, call.origins)) : denied();
  },
};

/** What was already under way for it is not sent any more. */
const deleteSubscription: Endpoint = {
  operation: "deleteWebhookSubscription",
  handle(call) {
    const { store } = call.state;
    const subscription = store.subscriptions.get(call.params["uuid"] ?? "");
    if (subscription === null) return notFound;
    if (!maySee(call, subscription)) return denied();
    store.transaction(() => {
      store.subscriptions.delete(subscription.id);
      for (const delivery of store.deliveries.list({ where: { subscription: subscription.id, status: "pending" } })) {
        store.deliveries.put({ ...delivery, status: "dropped" });
      }
    });
    return noContent;
  },
};

export const webhookSubscriptionEndpoints: readonly Endpoint[] = [
  createSubscription,
  listSubscriptions,
  getSubscription,
  deleteSubscription,
];
