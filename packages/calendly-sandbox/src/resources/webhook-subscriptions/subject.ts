import { type WebhookEventName, type WebhookScope, webhookEventNames, webhookScopes } from "@punctual/calendly";
import { type Answer, denied, insufficientScope, notFound } from "../../http/answer.ts";
import { type Call, isAdmin } from "../../http/endpoint.ts";
import type { Reader } from "../../http/reader.ts";
import { includesScope } from "../../oauth/scopes.ts";
import { missingPlanFor, ruleOf } from "../../webhooks/event-rules.ts";
import { isGroupAdmin } from "../../world/groups.ts";

/** Whose happenings a subscription, a list of them or a sample is about. */
export interface Subject {
  readonly organizationId: string;
  readonly scope: WebhookScope;
  /** Set with scope `user` only; `groupId` with scope `group` only. */
  readonly userId: string | null;
  readonly groupId: string | null;
}

/** Reads `organization`, `scope`, and the `user` or `group` that the scope asks for. Undefined when one is faulty. */
export function readSubject(reader: Reader): Subject | undefined {
  const organizationId = reader.uri("organization", "organizations", { required: true });
  const scope = reader.choice("scope", webhookScopes, { required: true });
  const userId = reader.uri("user", "users", { required: scope === "user" });
  const groupId = reader.uri("group", "groups", { required: scope === "group" });
  if (organizationId === undefined || scope === undefined || reader.details.length > 0) return undefined;
  return {
    organizationId,
    scope,
    userId: scope === "user" ? (userId ?? null) : null,
    groupId: scope === "group" ? (groupId ?? null) : null,
  };
}

/**
 * The refusal of a caller who may not deal with the subject; null for one who may. Members deal with their own, admins
 * with everybody's, a group's admins with the group's.
 */
export function refuseSubject(call: Call, subject: Subject, message?: string): Answer | null {
  const { caller, state } = call;
  if (subject.organizationId !== caller.organizationId) return denied(message);
  if (subject.userId !== null) {
    if (subject.userId === caller.id) return null;
    const user = state.store.users.get(subject.userId);
    if (user === null) return notFound;
    return isAdmin(caller) && user.organizationId === caller.organizationId ? null : denied(message);
  }
  if (subject.groupId === null) return isAdmin(caller) ? null : denied(message);
  const group = state.store.groups.get(subject.groupId);
  if (group === null) return notFound;
  const administers = isAdmin(caller) || isGroupAdmin(state, caller.id, group.id);
  return administers && group.organizationId === caller.organizationId ? null : denied(message);
}

/** Reads event names under `name` and says what the scope does not allow among them. */
export function checkEvents(
  reader: Reader,
  name: string,
  given: readonly string[] | undefined,
  scope: WebhookScope | undefined,
): readonly WebhookEventName[] {
  const events = webhookEventNames.filter((event) => given?.includes(event));
  const fail = (message: string) => reader.details.push({ parameter: name, message });
  if (given !== undefined && (given.length === 0 || given.some((one) => !events.some((event) => event === one)))) {
    fail("must contain supported events only");
  }
  const misplaced = events.find((event) => scope !== undefined && !ruleOf(event).scopes.includes(scope));
  if (misplaced !== undefined) fail(`${misplaced} needs the ${ruleOf(misplaced).scopes.join(" or ")} scope`);
  const crowded = events.length > 1 ? events.find((event) => ruleOf(event).alone) : undefined;
  if (crowded !== undefined) fail(`${crowded} needs a subscription of its own`);
  return events;
}

/** The refusal of a token that may not read what the events tell, or of a plan that does not hold them. */
export function refuseEvents(call: Call, events: readonly WebhookEventName[]): Answer | null {
  const rules = events.map(ruleOf);
  const wanted = rules.map(({ readScope }) => readScope).filter((one) => !includesScope(call.token.scopes, one));
  if (wanted.length > 0) return insufficientScope([...new Set(wanted)]);
  const organization = call.state.store.organizations.get(call.caller.organizationId);
  const upgrade = organization === null ? null : missingPlanFor(events, organization, call.state.settings.planRules);
  return upgrade === null ? null : denied(upgrade);
}
