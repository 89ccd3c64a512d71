import { collection, denied, invalid, notFound, resource } from "../../http/answer.ts";
import type { Endpoint } from "../../http/endpoint.ts";
import { readPage, readSort } from "../../http/paging.ts";
import { createReader } from "../../http/reader.ts";
import { maySee } from "../scheduled-events/endpoints.ts";
import { bookInvitee } from "./book-invitee.ts";
import { presentInvitee } from "./present.ts";

const listParameters = new Set(["status", "sort", "email", "page_token", "count"]);

const listInvitees: Endpoint = {
  operation: "listEventInvitees",
  handle(call) {
    const { store } = call.state;
    const event = store.events.get(call.params["uuid"] ?? "");
    if (event === null) return notFound;
    if (!maySee(call, event)) return denied("You are not allowed to view this event");
    const unknown = Object.keys(call.query).filter((name) => !listParameters.has(name));
    if (unknown.length > 0) return invalid(unknown.map((parameter) => ({ parameter, message: "is not allowed" })));
    const reader = createReader(call.query);
    const status = reader.choice("status", ["active", "canceled"]);
    const email = reader.email("email");
    const order = readSort(reader, { created_at: "created" }, { by: "created", direction: "asc" });
    const page = readPage(call, reader, store.invitees, {
      where: { event: event.id, status, email: email?.toLowerCase() },
      order,
    });
    if (reader.details.length > 0) return invalid(reader.details);
    return collection(
      page.rows.map((invitee) => presentInvitee(invitee, call.origins)),
      page.pagination,
    );
  },
};

const getInvitee: Endpoint = {
  operation: "getEventInvitee",
  handle(call) {
    const { store } = call.state;
    const event = store.events.get(call.params["event_uuid"] ?? "");
    const invitee = store.invitees.get(call.params["invitee_uuid"] ?? "");
    if (event === null || invitee === null || invitee.eventId !== event.id) return notFound;
    if (!maySee(call, event)) return denied("You do not have permission to view this event");
    return resource(presentInvitee(invitee, call.origins));
  },
};

export const inviteeEndpoints: readonly Endpoint[] = [listInvitees, getInvitee, bookInvitee];
