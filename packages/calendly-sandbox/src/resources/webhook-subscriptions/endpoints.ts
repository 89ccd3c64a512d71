import { collection, denied, invalid, noContent, notFound, resource } from "../../http/answer.ts";
import { type Call, type Endpoint, isAdmin } from "../../http/endpoint.ts";
import { readPage, readSort } from "../../http/paging.ts";
import { createReader } from "../../http/reader.ts";
import type { WebhookSubscription } from "../../webhooks/types.ts";
import { isGroupAdmin } from "../../world/groups.ts";
import { createSubscription } from "./create-subscription.ts";
import { presentSubscription } from "./present.ts";
import { readSubject, refuseSubject } from "./subject.ts";

const listSubscriptions: Endpoint = {
  operation: "listWebhookSubscriptions",
  handle(call) {
    const { state, origins } = call;
    const reader = createReader(call.query);
    const subject = readSubject(reader);
    const order = readSort(reader, { created_at: "created" }, { by: "created", direction: "asc" });
    if (reader.details.length > 0 || subject === undefined) return invalid(reader.details);
    const refusal = refuseSubject(call, subject, "You do not have permission to perform this action");
    if (refusal !== null) return refusal;
    const { organizationId, scope, userId, groupId } = subject;
    const page = readPage(call, reader, state.store.subscriptions, {
      where: { organization: organizationId, scope, user: userId, group: groupId },
      order,
    });
    if (reader.details.length > 0) return invalid(reader.details);
    return collection(
      page.rows.map((subscription) => presentSubscription(subscription, origins)),
      page.pagination,
    );
  },
};

/** Also of users who have left and groups that are gone: somebody must be able to remove what they leave behind. */
function mayManage({ state, caller }: Call, subscription: WebhookSubscription): boolean {
  const { organizationId, userId, groupId } = subscription;
  if (organizationId !== caller.organizationId) return false;
  if (isAdmin(caller) || userId === caller.id) return true;
  return groupId !== null && isGroupAdmin(state, caller.id, groupId);
}

const getSubscription: Endpoint = {
  operation: "getWebhookSubscription",
  handle(call) {
    const subscription = call.state.store.subscriptions.get(call.params["uuid"] ?? "");
    if (subscription === null) return notFound;
    return mayManage(call, subscription) ? resource(presentSubscription(subscription, call.origins)) : denied();
  },
};

/** What was already under way for it is not sent any more. */
const deleteSubscription: Endpoint = {
  operation: "deleteWebhookSubscription",
  handle(call) {
    const { store } = call.state;
    const subscription = store.subscriptions.get(call.params["uuid"] ?? "");
    if (subscription === null) return notFound;
    if (!mayManage(call, subscription)) return denied();
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
