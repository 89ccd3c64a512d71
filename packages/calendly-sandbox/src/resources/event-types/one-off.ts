import { denied, invalid, notFound, resource } from "../../http/answer.ts";
import type { Endpoint } from "../../http/endpoint.ts";
import { createReader, idInUri, type Reader } from "../../http/reader.ts";
import { dayOf, dayOfDate } from "../../slots/calendar.ts";
import { isTimeZone, zoneOf } from "../../slots/zone.ts";
import { completeDate } from "../../world/check-rules.ts";
import { newLinkCode } from "../../world/links.ts";
import { withProfile } from "../../world/profile.ts";
import type { DateSetting } from "../../world/types.ts";
import { presentEventType } from "./present.ts";
import { minutes, readLocation, readName } from "./read-event-type.ts";
import { userToActFor } from "./write-event-types.ts";

const nameLimit = 55;
/** The host is the tenth. */
const coHostLimit = 9;
const longestRange = 365;
const spotLimit = 100;
const settingTypes = ["date_range", "days_in_future", "spots"] as const;

function readDate(reader: Reader, name: string, fail: (parameter: string, message: string) => void): string | null {
  const text = reader.string(name, { required: true });
  const date = text === undefined ? null : completeDate(text);
  if (text !== undefined && date === null) fail(name, "must be a valid date");
  return date;
}

/** `today` is a day number in the type's zone, `now` milliseconds. Undefined when something is wrong. */
function readDateSetting(parent: Reader, today: number, now: number): DateSetting | undefined {
  const reader = parent.object("date_setting", { required: true });
  const type = reader?.choice("type", settingTypes, { required: true });
  if (reader === undefined || type === undefined) return undefined;
  const fail = (parameter: string, message: string): undefined => {
    reader.details.push({ parameter: `date_setting.${parameter}`, message });
    return undefined;
  };
  if (type === "date_range") {
    const startDate = readDate(reader, "start_date", fail);
    const endDate = readDate(reader, "end_date", fail);
    if (startDate === null || endDate === null) return undefined;
    if (endDate < startDate) return fail("end_date", "must not be before start_date");
    if (dayOfDate(endDate) - dayOfDate(startDate) >= longestRange) {
      return fail("end_date", `must be less than ${longestRange} days after start_date`);
    }
    if (dayOfDate(endDate) < today) return fail("end_date", "must not be in the past");
    return { type, startDate, endDate };
  }
  if (type === "days_in_future") {
    const days = reader.integer("days", { least: 0, most: longestRange, required: true });
    const onlyWeekdays = reader.boolean("only_weekdays");
    if (onlyWeekdays === undefined && !reader.has("only_weekdays")) fail("only_weekdays", "is missing");
    return days === undefined || onlyWeekdays === undefined ? undefined : { type, days, onlyWeekdays };
  }
  const items = reader.objects("spots");
  if (items === undefined || items.length === 0) {
    return reader.has("spots") && items === undefined ? undefined : fail("spots", "is missing");
  }
  if (items.length > spotLimit) return fail("spots", `size cannot be greater than ${spotLimit}`);
  const spots = items.map((item, at) => {
    const startAt = item.instant("start_time", { required: true }) ?? Number.NaN;
    const endAt = item.instant("end_time", { required: true }) ?? Number.NaN;
    if (endAt <= startAt) fail(`spots[${at}].start_time`, "start_time must be before end_time");
    else if (startAt <= now) fail(`spots[${at}].start_time`, "start_time must be in the future");
    return { startAt, endAt };
  });
  return { type, spots };
}

/** `POST /one_off_event_types`: for one booking, at an address of its own. Co-hosts must all be free. */
export const createOneOffEventType: Endpoint = {
  operation: "createOneOffEventType",
  handle(call) {
    const { body, state, caller, world } = call;
    const reader = createReader(body);
    const name = readName(body, reader, { required: true, longest: nameLimit });
    const hostId = reader.uri("host", "users", { required: true });
    const durationMinutes = reader.integer("duration", { ...minutes, required: true });
    const coHosts = (reader.strings("co_hosts") ?? []).map((uri, at) => {
      const id = idInUri(uri, "users");
      if (id === null) reader.details.push({ parameter: `co_hosts[${at}]`, message: "is not a valid URI" });
      return id ?? "";
    });
    const zone = reader.string("timezone");
    const isKnownZone = zone === undefined || isTimeZone(zone);
    if (!isKnownZone) reader.details.push({ parameter: "timezone", message: "is not a valid time zone" });
    const timeZone = (isKnownZone ? zone : undefined) ?? state.store.users.get(hostId ?? "")?.timeZone ?? "UTC";
    const now = state.clock.now();
    const dateSetting = readDateSetting(reader, dayOf(zoneOf(timeZone), now), now);
    const place = reader.object("location");
    const location = place === undefined ? null : readLocation(place);
    if (
      reader.details.length > 0 ||
      name === undefined ||
      hostId === undefined ||
      durationMinutes === undefined ||
      dateSetting === undefined
    ) {
      return invalid(reader.details);
    }

    const host = userToActFor(call, hostId);
    if ("status" in host) return host;
    const hostIds = [...new Set([hostId, ...coHosts])];
    if (hostIds.length > 1 + coHostLimit) {
      return invalid([{ parameter: "co_hosts", message: `size cannot be greater than ${coHostLimit}` }]);
    }
    const users = hostIds.map((id) => state.store.users.get(id));
    if (users.some((user) => user?.organizationId !== caller.organizationId)) {
      return denied("This user is not in your organization");
    }
    const eventType = world.createEventType({
      type: "AdhocEventType",
      ownerId: hostId,
      name,
      durationMinutes,
      hostIds,
      poolingType: hostIds.length > 1 ? "collective" : null,
      secret: true,
      locations: location === null ? null : [location],
      minimumNoticeMinutes: 0,
      range: { kind: "indefinite" },
      oneOff: { code: newLinkCode(), timeZone, dateSetting },
      byUserId: caller.id,
    });
    const found = eventType === null ? null : withProfile(state, eventType);
    return found === null ? notFound : resource(presentEventType(found, call.origins), 201);
  },
};
