import { type Answer, collection, denied, invalid, resource } from "../../http/answer.ts";
import type { Call, Endpoint } from "../../http/endpoint.ts";
import { type Origins, userUri } from "../../http/origin.ts";
import { createReader, type Reader } from "../../http/reader.ts";
import type { MeetingLimits } from "../../world/types.ts";
import { isAnswer } from "../availability/read-user.ts";

const unlimited = { daily: null, weekly: null, monthly: null };

function presentLimits(limits: MeetingLimits, origins: Origins) {
  return {
    daily_limit: limits.daily,
    monthly_limit: limits.monthly,
    user: userUri(origins, limits.userId),
    weekly_limit: limits.weekly,
  };
}

/** The caller's own limits, and nobody else's: an admin has no say over them either. */
function readLimits(call: Call): MeetingLimits | Answer {
  const reader = createReader(call.query);
  const userId = reader.uri("user", "users", { required: true });
  if (userId === undefined) return invalid(reader.details);
  if (userId !== call.caller.id) return denied();
  return call.state.store.meetingLimits.get(userId) ?? { userId, ...unlimited };
}

const listLimits: Endpoint = {
  operation: "listUserMeetingLimits",
  handle(call) {
    const limits = readLimits(call);
    return isAnswer(limits) ? limits : collection([presentLimits(limits, call.origins)]);
  },
};

/** Left out: unchanged. Null, or nothing in a form: no limit. */
function readLimit(call: Call, reader: Reader, name: string, standing: number | null): number | null {
  if (!Object.hasOwn(call.body, name)) return standing;
  return reader.integer(name, { least: 1, most: 9999 }) ?? null;
}

const updateLimits: Endpoint = {
  operation: "updateUserMeetingLimits",
  handle(call) {
    const limits = readLimits(call);
    if (isAnswer(limits)) return limits;
    const reader = createReader(call.body);
    const changed: MeetingLimits = {
      userId: limits.userId,
      daily: readLimit(call, reader, "daily_limit", limits.daily),
      weekly: readLimit(call, reader, "weekly_limit", limits.weekly),
      monthly: readLimit(call, reader, "monthly_limit", limits.monthly),
    };
    const names = ["daily_limit", "weekly_limit", "monthly_limit"];
    if (names.every((name) => !Object.hasOwn(call.body, name))) {
      return invalid(names.map((parameter) => ({ parameter, message: "is missing" })));
    }
    if (reader.details.length > 0) return invalid(reader.details);
    call.state.store.meetingLimits.put(changed);
    const shown = presentLimits(changed, call.origins);
    return call.state.settings.meetingLimitsEnvelope === "resource" ? resource(shown) : { status: 200, body: shown };
  },
};

export const meetingLimitEndpoints: readonly Endpoint[] = [listLimits, updateLimits];
