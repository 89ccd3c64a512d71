import { randomUUID } from "node:crypto";
import type { State } from "../state.ts";
import type { ActivityActor } from "./activity-records.ts";
import type { User } from "./records.ts";

/**
 * The categories of the activity log, as Calendly's help page lists them, with the underscores that the wire needs.
 * What is booked, canceled or moved is not logged. Source: help.calendly.com, The activity log.
 */
export type ActivityNamespace =
  | "API"
  | "Availability"
  | "Calendar"
  | "Compliance"
  | "Event_Type"
  | "Groups"
  | "Integrations"
  | "Login"
  | "Permissions"
  | "Routing_Forms"
  | "Settings"
  | "Teams"
  | "User_Management"
  | "User_Profile";

export interface Activity {
  /** Who did it; null for what happens by itself. */
  readonly actor: User | null;
  readonly organizationId: string;
  readonly namespace: ActivityNamespace;
  /** Past participle with what it was done to, in capitals: `Invitation_Sent`. Letters, digits, `-` and `_`. */
  readonly action: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

function describeActor(state: State, user: User | null): ActivityActor {
  if (user === null) return { kind: "system" };
  const relationships = state.store.groupRelationships.list({ where: { user: user.id } });
  const relationship = relationships.find(({ role }) => role === "member") ?? relationships[0];
  const group = relationship === undefined ? null : state.store.groups.get(relationship.groupId);
  return {
    kind: "user",
    userId: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    group:
      group === null || relationship === undefined ? null : { id: group.id, name: group.name, role: relationship.role },
  };
}

/** What users do with what is their own. An unknown user's doings are nobody's to know. */
export function recordOwnActivity(
  state: State,
  userId: string,
  activity: Pick<Activity, "namespace" | "action" | "details">,
): void {
  const actor = state.store.users.get(userId);
  if (actor !== null) recordActivity(state, { ...activity, actor, organizationId: actor.organizationId });
}

/** Appends to an organization's activity log. Called inside of the change's transaction. */
export function recordActivity(state: State, activity: Activity): void {
  const { store, clock } = state;
  store.activity.put({
    id: randomUUID(),
    seq: store.nextNumber("activity"),
    organizationId: activity.organizationId,
    occurredAt: clock.now(),
    actor: describeActor(state, activity.actor),
    namespace: activity.namespace,
    action: activity.action,
    details: activity.details ?? {},
  });
}
