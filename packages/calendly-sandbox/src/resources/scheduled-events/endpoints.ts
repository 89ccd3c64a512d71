import { type Answer, collection, denied, invalid, notFound, resource } from "../../http/answer.ts";
import { type Call, type Endpoint, isAdmin } from "../../http/endpoint.ts";
import { readPage, readSort } from "../../http/paging.ts";
import { createReader } from "../../http/reader.ts";
import { cancelByHost } from "../../world/cancel.ts";
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

/** Whose events are asked for: ids of hosts, or the refusal. */
function hostsInQuestion(
  call: Call,
  userId: string | undefined,
  organizationId: string | undefined,
): readonly string[] | Answer {
  const { caller, state } = call;
  const user = userId === undefined ? undefined : state.store.users.get(userId);
  if (organizationId !== undefined) {
    if (organizationId !== caller.organizationId || !isAdmin(caller)) return denied();
    if (user === null || (user !== undefined && user.organizationId !== organizationId)) {
      return denied("This user is not in your organization");
    }
    if (user !== undefined) return [user.id];
    return state.store.users.list({ where: { organization: organizationId } }).map((member) => member.id);
  }
  if (user === undefined) {
    return invalid([
      { parameter: "organization", message: "is missing" },
      { parameter: "user", message: "is missing" },
    ]);
  }
  if (user?.id === caller.id) return [caller.id];
  if (user === null || user.organizationId !== caller.organizationId) {
    return denied("This user is not in your organization");
  }
  return denied("Please also specify organization when requesting events for a user within your organization.");
}

const listScheduledEvents: Endpoint = {
  operation: "listScheduledEvents",
  handle(call) {
    const { store, clock } = call.state;
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
    if (groupId !== undefined) return denied();
    const hosts = hostsInQuestion(call, userId, organizationId);
    if ("status" in hosts) return hosts;
    const withInvitee =
      email === undefined
        ? undefined
        : { in: store.invitees.list({ where: { email: email.toLowerCase() } }).map((invitee) => invitee.eventId) };
    const page = readPage(call, reader, store.events, {
      where: {
        hosts: { in: hosts },
        key: withInvitee,
        status,
        start: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
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
