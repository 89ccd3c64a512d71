import { type Answer, collection, denied, invalid, notFound, resource } from "../../http/answer.ts";
import { type Call, type Endpoint, isAdmin } from "../../http/endpoint.ts";
import { readPage, readSort } from "../../http/paging.ts";
import { createReader } from "../../http/reader.ts";
import type { Settings } from "../../settings.ts";
import type { State } from "../../state.ts";
import type { Query } from "../../store/table.ts";
import { cancelByHost } from "../../world/cancel.ts";
import { isGroupAdmin, memberIdsOfGroup } from "../../world/groups.ts";
import type { ScheduledEvent, User } from "../../world/types.ts";
import { presentScheduledEvent } from "./present.ts";

/** Hosts see their own events; admins see everybody's of the organization. */
export function maySee(call: Call, event: ScheduledEvent): boolean {
  if (event.hostIds.includes(call.caller.id)) return true;
  return isAdmin(call.caller) && event.organizationId === call.caller.organizationId;
}

function hostsOf(call: Call, event: ScheduledEvent): readonly User[] {
  return event.hostIds.flatMap((id) => call.state.store.users.get(id) ?? []);
}

interface Asked {
  readonly userId: string | undefined;
  readonly organizationId: string | undefined;
  readonly groupId: string | undefined;
}

/** Members, and those who have left: what was booked with them stays the organization's to see. */
function hasBeenIn({ store }: State, user: User, organizationId: string): boolean {
  if (user.organizationId === organizationId) return true;
  return store.formerMemberships
    .list({ where: { user: user.id } })
    .some((one) => one.organizationId === organizationId);
}

/** Whose events are asked for, as conditions: an organization's, with those of former members, or some hosts'. */
function eventsInQuestion(
  { caller, state }: Call,
  { userId, organizationId, groupId }: Asked,
): { readonly conditions: NonNullable<Query["where"]> } | { readonly refusal: Answer } {
  const refuse = (message?: string) => ({ refusal: denied(message) });
  const user = userId === undefined ? undefined : state.store.users.get(userId);
  const group = groupId === undefined ? undefined : state.store.groups.get(groupId);
  if (group !== undefined && group?.organizationId !== caller.organizationId) return refuse();
  if (organizationId === undefined) {
    if (group !== undefined) {
      return refuse("Please also specify organization when requesting events for a group within your organization.");
    }
    if (user === undefined) {
      const missing = ["organization", "user"].map((parameter) => ({ parameter, message: "is missing" }));
      return { refusal: invalid(missing) };
    }
    if (user?.id === caller.id) return { conditions: { hosts: { in: [caller.id] } } };
    if (user === null || user.organizationId !== caller.organizationId) {
      return refuse("This user is not in your organization");
    }
    return refuse("Please also specify organization when requesting events for a user within your organization.");
  }
  const isGroupsAdmin = group !== undefined && isGroupAdmin(state, caller.id, group.id);
  if (organizationId !== caller.organizationId || !(isAdmin(caller) || isGroupsAdmin)) return refuse();
  if (user === null || (user !== undefined && !hasBeenIn(state, user, organizationId))) {
    return refuse("This user is not in your organization");
  }
  const members = group === undefined ? null : memberIdsOfGroup(state, group.id);
  const hosts = user === undefined ? members : (members ?? [user.id]).filter((id) => id === user.id);
  return { conditions: { organization: organizationId, hosts: hosts === null ? undefined : { in: hosts } } };
}

/** Bounds in milliseconds, as a condition: from the first inclusive to the second exclusive. */
function startBetween(bounds: Settings["eventBounds"], from: number | undefined, to: number | undefined) {
  return {
    ...(from === undefined ? {} : { from: bounds === "open" ? from + 1 : from }),
    ...(to === undefined ? {} : { to: bounds === "closed" ? to + 1 : to }),
  };
}

const listScheduledEvents: Endpoint = {
  operation: "listScheduledEvents",
  handle(call) {
    const { store, clock, settings } = call.state;
    const reader = createReader(call.query);
    const userId = reader.uri("user", "users");
    const organizationId = reader.uri("organization", "organizations");
    const email = reader.email("invitee_email");
    const status = reader.choice("status", ["active", "canceled"]);
    const from = reader.instant("min_start_time");
    const to = reader.instant("max_start_time");
    const groupId = reader.uri("group", "groups");
    const order = readSort(reader, { start_time: "start" }, { by: "start", direction: "asc" });
    if (reader.details.length > 0) return invalid(reader.details);
    const question = eventsInQuestion(call, { userId, organizationId, groupId });
    if ("refusal" in question) return question.refusal;
    const withInvitee =
      email === undefined
        ? undefined
        : { in: store.invitees.list({ where: { email: email.toLowerCase() } }).map((invitee) => invitee.eventId) };
    const page = readPage(call, reader, store.events, {
      where: {
        ...question.conditions,
        key: withInvitee,
        status,
        start: startBetween(settings.eventBounds, from, to),
      },
      order,
    });
    if (reader.details.length > 0) return invalid(reader.details);
    const now = clock.now();
    return collection(
      page.rows.map((event) => presentScheduledEvent(event, hostsOf(call, event), call.origins, now)),
      page.pagination,
    );
  },
};

const getScheduledEvent: Endpoint = {
  operation: "getScheduledEvent",
  handle(call) {
    const { store, clock } = call.state;
    const event = store.events.get(call.params["uuid"] ?? "");
    if (event === null) return notFound;
    if (!maySee(call, event)) return denied("You are not allowed to view this event");
    return resource(presentScheduledEvent(event, hostsOf(call, event), call.origins, clock.now()));
  },
};

const cancelScheduledEvent: Endpoint = {
  operation: "cancelScheduledEvent",
  handle(call) {
    const event = call.state.store.events.get(call.params["uuid"] ?? "");
    if (event === null) return notFound;
    if (!maySee(call, event)) return denied("You are not allowed to cancel this event");
    const reader = createReader(call.body);
    const reason = reader.string("reason", { longest: 10_000 }) ?? null;
    if (reader.details.length > 0) return invalid(reader.details);
    const outcome = cancelByHost(call.state, call.announce, {
      eventId: event.id,
      canceledBy: call.caller.name,
      reason,
    });
    switch (outcome.kind) {
      case "canceled":
        return resource(outcome.cancellation, 201);
      case "already_canceled":
        return denied("Event is already canceled");
      case "event_in_past":
        return denied("Event in the past");
      case "not_found":
        return notFound;
    }
  },
};

export const scheduledEventEndpoints: readonly Endpoint[] = [
  listScheduledEvents,
  getScheduledEvent,
  cancelScheduledEvent,
];
