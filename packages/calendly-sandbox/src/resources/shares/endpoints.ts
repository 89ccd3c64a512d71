import { type Answer, collection, denied, invalid, noContent, notFound, resource } from "../../http/answer.ts";
import { type Call, type Endpoint, mayActFor } from "../../http/endpoint.ts";
import { readPage } from "../../http/paging.ts";
import { createReader, type Reader } from "../../http/reader.ts";
import { createShare, deleteShare, type Share, statusOf } from "../../world/share.ts";
import type { EventType, SchedulingLink } from "../../world/types.ts";
import { isAnswer } from "../availability/read-user.ts";
import { presentShare } from "./present.ts";
import { applyChanges, checkOverride, readChanges } from "./read-share.ts";

/** The id of the caller's contact that the share is for; undefined when the request does not speak of it. */
function readContact(call: Call, reader: Reader): string | null | undefined {
  if (!Object.hasOwn(call.body, "contact")) return undefined;
  const contactId = reader.uri("contact", "contacts") ?? null;
  if (contactId !== null && call.state.store.contacts.get(contactId)?.ownerId !== call.caller.id) {
    reader.details.push({ parameter: "contact", message: "does not exist" });
  }
  return contactId;
}

const createShareEndpoint: Endpoint = {
  operation: "createShare",
  handle(call) {
    const { state, caller, body } = call;
    const reader = createReader(body);
    const eventTypeId = reader.uri("event_type", "event_types", { required: true });
    const override = applyChanges({}, readChanges(body, reader));
    const contactId = readContact(call, reader) ?? null;
    if (reader.details.length > 0 || eventTypeId === undefined) return invalid(reader.details);
    const found = call.world.findEventTypeById(eventTypeId);
    if (found === null) return notFound;
    if (!mayActFor(caller, found.host)) return denied();
    const { eventType } = found;
    if (eventType.kind !== "solo" || eventType.poolingType !== null || eventType.oneOff !== null) {
      return invalid([{ parameter: "event_type", message: "must be a one-on-one event type" }]);
    }
    const details = checkOverride(override, eventType);
    if (details.length > 0) return invalid(details);
    const share = createShare(state, { eventTypeId, userId: caller.id, contactId, override });
    return resource(presentShare(state, share, eventType, call.origins), 201);
  },
};

const listShares: Endpoint = {
  operation: "listShares",
  handle(call) {
    const { state, caller, origins } = call;
    const reader = createReader(call.query);
    const userId = reader.uri("user", "users", { required: state.settings.sharesNeedUser });
    const page = readPage(call, reader, state.store.shares, {
      where: { user: caller.id },
      order: [{ by: "created", direction: "desc" }],
    });
    if (reader.details.length > 0) return invalid(reader.details);
    if (userId !== undefined && userId !== caller.id) return denied();
    return collection(
      page.rows.flatMap((share) => {
        const eventType = state.store.eventTypes.get(share.eventTypeId);
        return eventType === null ? [] : [presentShare(state, share, eventType, origins)];
      }),
      page.pagination,
    );
  },
};

interface ShareFinding {
  readonly share: Share;
  readonly link: SchedulingLink;
  readonly eventType: EventType;
}

/** A share that the caller may change, or why not. */
function shareInQuestion(call: Call): ShareFinding | Answer {
  const { state, caller, params } = call;
  const share = state.store.shares.get(params["uuid"] ?? "");
  const eventType = share === null ? null : state.store.eventTypes.get(share.eventTypeId);
  const link = share === null ? null : state.store.links.get(share.linkCode);
  const owner = share === null ? null : state.store.users.get(share.userId);
  if (share === null || link === null || eventType === null || owner === null) return notFound;
  return mayActFor(caller, owner) ? { share, link, eventType } : denied();
}

const updateShare: Endpoint = {
  operation: "updateShare",
  handle(call) {
    const { state } = call;
    const found = shareInQuestion(call);
    if (isAnswer(found)) return found;
    const reader = createReader(call.body);
    const changes = readChanges(call.body, reader);
    const contactId = readContact(call, reader);
    if (reader.details.length > 0) return invalid(reader.details);
    const status = statusOf(state, found.link);
    if (status !== "active") return invalid([{ message: `The share is ${status} and can not be changed` }]);
    const override = applyChanges(found.share.override, changes);
    const details = checkOverride(override, found.eventType);
    if (details.length > 0) return invalid(details);
    const share = { ...found.share, override, ...(contactId === undefined ? {} : { contactId }) };
    state.store.shares.put(share);
    return resource(presentShare(state, share, found.eventType, call.origins));
  },
};

const deleteShareEndpoint: Endpoint = {
  operation: "deleteShare",
  handle(call) {
    const found = shareInQuestion(call);
    if (isAnswer(found)) return found;
    if (statusOf(call.state, found.link) === "booked") {
      return invalid([{ message: "The share is booked and can not be deleted" }]);
    }
    deleteShare(call.state, found.share);
    return noContent;
  },
};

export const shareEndpoints: readonly Endpoint[] = [createShareEndpoint, listShares, updateShare, deleteShareEndpoint];
