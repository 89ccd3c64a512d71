import { type Origins, userUri } from "../../http/origin.ts";
import type { ActivityActor, ActivityEntry } from "../../world/activity-records.ts";
import { groupUri } from "../groups/present.ts";
import { organizationUri } from "../organizations/present.ts";

const capitalized = (word: string) => `${word[0]?.toUpperCase()}${word.slice(1)}`;

function presentActor(actor: ActivityActor, organizationId: string, origins: Origins) {
  if (actor.kind === "system") return { display_name: "Calendly System", type: "System" };
  return {
    alternative_identifier: actor.email,
    display_name: actor.name,
    ...(actor.group === null
      ? {}
      : {
          group: {
            name: actor.group.name,
            role: capitalized(actor.group.role),
            uri: groupUri(origins, actor.group.id),
          },
        }),
    organization: { role: capitalized(actor.role), uri: organizationUri(origins, organizationId) },
    type: "User",
    uri: userUri(origins, actor.userId),
  };
}

/** Times of the log have milliseconds, unlike all others. */
export function presentActivity(entry: ActivityEntry, origins: Origins) {
  return {
    action: entry.action,
    actor: presentActor(entry.actor, entry.organizationId, origins),
    details: entry.details,
    fully_qualified_name: `${entry.namespace}.${entry.action}`,
    namespace: entry.namespace,
    occurred_at: new Date(entry.occurredAt).toISOString(),
    organization: organizationUri(origins, entry.organizationId),
    uri: `${origins.api}/activity_log_entries/${entry.id}`,
  };
}
