import { webhookEventNames } from "@punctual/calendly";
import { formatInstant } from "../../clock.ts";
import { invalid } from "../../http/answer.ts";
import type { Call, Endpoint } from "../../http/endpoint.ts";
import { userUri } from "../../http/origin.ts";
import { createReader } from "../../http/reader.ts";
import { memberIdsOfGroup } from "../../world/groups.ts";
import type { User } from "../../world/types.ts";
import {
  checkEvents,
  readSubject,
  refuseEvents,
  refuseSubject,
  type Subject,
} from "../webhook-subscriptions/subject.ts";
import { samples } from "./samples.ts";

/** Whose happenings the sample tells of: the user's, a group member's, or the caller's. */
function hostOf({ state, caller }: Call, { userId, groupId }: Subject): User {
  const id = userId ?? (groupId === null ? null : memberIdsOfGroup(state, groupId)[0]) ?? caller.id;
  return state.store.users.get(id) ?? caller;
}

/**
 * `GET /sample_webhook_data`. What a delivery to such a subscription would look like, to whoever may make one. The
 * envelope comes bare, without `resource`, and only its ids lead nowhere.
 */
const getSample: Endpoint = {
  operation: "getSampleWebhookData",
  handle(call) {
    const reader = createReader(call.query);
    const event = reader.choice("event", webhookEventNames, { required: true });
    const subject = readSubject(reader);
    if (event !== undefined) checkEvents(reader, "event", [event], subject?.scope);
    if (event === undefined || subject === undefined || reader.details.length > 0) return invalid(reader.details);
    const refusal = refuseSubject(call, subject) ?? refuseEvents(call, [event]);
    if (refusal !== null) return refusal;
    const at = call.state.clock.now();
    const body = {
      created_at: formatInstant(Math.floor(at / 1000) * 1000),
      created_by: userUri(call.origins, call.caller.id),
      event,
      payload: samples[event]({ host: hostOf(call, subject), at }, call.origins),
    };
    return { status: 200, body };
  },
};

export const sampleWebhookDataEndpoints: readonly Endpoint[] = [getSample];
