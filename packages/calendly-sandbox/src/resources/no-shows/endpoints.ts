import { denied, invalid, noContent, notFound, resource } from "../../http/answer.ts";
import type { Call, Endpoint } from "../../http/endpoint.ts";
import { inviteeUri } from "../../http/origin.ts";
import { createReader, idInUri } from "../../http/reader.ts";
import { markNoShow, unmarkNoShow } from "../../world/no-show.ts";
import type { Invitee } from "../../world/types.ts";
import { maySee } from "../scheduled-events/endpoints.ts";

function presentNoShow(call: Call, invitee: Invitee) {
  return {
    created_at: invitee.noShow?.createdAt,
    invitee: inviteeUri(call.origins, { eventId: invitee.eventId, inviteeId: invitee.id }),
    uri: `${call.origins.api}/invitee_no_shows/${invitee.noShow?.id}`,
  };
}

function mayMark(call: Call, invitee: Invitee): boolean {
  const event = call.state.store.events.get(invitee.eventId);
  return event !== null && maySee(call, event);
}

/** `POST /invitee_no_shows`: the schema calls `invitee` optional, but without it there is nobody to mark. */
const createNoShow: Endpoint = {
  operation: "createInviteeNoShow",
  handle(call) {
    const reader = createReader(call.body);
    const uri = reader.string("invitee", { required: true });
    if (uri === undefined) return invalid(reader.details);
    const inviteeId = idInUri(uri, "scheduled_events/[A-Za-z0-9_-]{1,64}/invitees");
    if (inviteeId === null) return invalid([{ parameter: "invitee", message: "is not a valid URI" }]);
    const invitee = call.state.store.invitees.get(inviteeId);
    // The address names the event too, and an invitee of another event has another address.
    if (invitee === null || !uri.includes(`/${invitee.eventId}/`)) return notFound;
    if (!mayMark(call, invitee)) return denied();
    const outcome = markNoShow(call.state, call.announce, inviteeId);
    switch (outcome.kind) {
      case "marked":
        return resource(presentNoShow(call, outcome.invitee), 201);
      case "not_started":
        return invalid([{ parameter: "invitee", message: "Event is not started yet" }]);
      case "canceled":
        return invalid([{ parameter: "invitee", message: "Invitee is canceled" }]);
      case "already_marked":
        return invalid([{ parameter: "invitee", message: "Invitee is already marked as a no-show" }]);
      case "not_found":
        return notFound;
    }
  },
};

const getNoShow: Endpoint = {
  operation: "getInviteeNoShow",
  handle(call) {
    const invitee = call.state.store.invitees.first({ where: { no_show: call.params["uuid"] ?? "" } });
    if (invitee === null) return notFound;
    return mayMark(call, invitee) ? resource(presentNoShow(call, invitee)) : denied();
  },
};

const deleteNoShow: Endpoint = {
  operation: "deleteInviteeNoShow",
  handle(call) {
    const id = call.params["uuid"] ?? "";
    const invitee = call.state.store.invitees.first({ where: { no_show: id } });
    if (invitee === null) return notFound;
    if (!mayMark(call, invitee)) return denied();
    unmarkNoShow(call.state, call.announce, id);
    return noContent;
  },
};

export const noShowEndpoints: readonly Endpoint[] = [createNoShow, getNoShow, deleteNoShow];
