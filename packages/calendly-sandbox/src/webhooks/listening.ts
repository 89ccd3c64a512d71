import type { State } from "../state.ts";
import { groupIdsOf } from "../world/groups.ts";
import type { Occurrence } from "./announce.ts";
import type { WebhookSubscription } from "./types.ts";

/**
 * Active subscriptions to an occurrence, oldest first: those of the organization, of the users whom it concerns, and of
 * their groups. A user's subscriptions say nothing once the user has left the organization; what an admin subscribed to
 * for the organization or a group goes on without that admin.
 */
export function listListening(state: State, occurrence: Occurrence): readonly WebhookSubscription[] {
  const { event, organizationId, userIds } = occurrence;
  const { subscriptions, users } = state.store;
  const members = userIds.filter((userId) => users.get(userId)?.organizationId === organizationId);
  const groupIds = [...new Set(userIds.flatMap((userId) => groupIdsOf(state, userId)))];
  const active = { organization: organizationId, state: "active" };
  return [
    ...subscriptions.list({ where: { ...active, scope: "organization" } }),
    ...(members.length === 0 ? [] : subscriptions.list({ where: { ...active, scope: "user", user: { in: members } } })),
    ...(groupIds.length === 0
      ? []
      : subscriptions.list({ where: { ...active, scope: "group", group: { in: groupIds } } })),
  ]
    .filter((subscription) => subscription.events.includes(event))
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}
