import { collection } from "../../http/answer.ts";
import type { Endpoint } from "../../http/endpoint.ts";
import { createReader } from "../../http/reader.ts";
import { isAnswer, readUser } from "../availability/read-user.ts";
import { conferenceKinds, connectedConferences } from "./conferencing.ts";

/** Kinds that anybody can offer; they are never `connected` nor not. */
const plainKinds = ["physical", "outbound_call", "inbound_call", "ask_invitee", "custom"] as const;

/** `GET /locations`: where a user can meet. Conferences say whether their account is connected. */
const listLocations: Endpoint = {
  operation: "listUserLocations",
  handle(call) {
    const user = readUser(call, createReader(call.query));
    if (isAnswer(user)) return user;
    const connected = connectedConferences(call.state, user.id);
    return collection([
      ...conferenceKinds.map((kind) => ({ connected: connected.has(kind), kind })),
      ...plainKinds.map((kind) => ({ kind })),
    ]);
  },
};

export const locationEndpoints: readonly Endpoint[] = [listLocations];
