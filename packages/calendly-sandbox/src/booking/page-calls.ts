import type { Context } from "hono";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { eventTypeUri, inviteeUri, type Origins, scheduledEventUri, userUri } from "../http/origin.ts";
import { isTimeZone } from "../slots/zone.ts";
import type { EventType, EventTypeFinding, World } from "../world/index.ts";
import { calendarRange, readRange } from "./calendar-range.ts";
import { changeCallRoutes } from "./change-calls.ts";
import { findOffer, hostZoneOf, isCalendarBroken } from "./offer.ts";
import { refusal } from "./refusal.ts";
import { tongueOf } from "./words/index.ts";

/**
 * The calls that the pages make, under `/api/booking`. Calendly's own are undocumented (contract 9.5): these have their
 * shapes where a shape is known. A refusal is `{ message, failure: { code }, errors? }` with a sentence for the invitee.
 */
export function pageCallRoutes(world: World, originsOf: (request: Request) => Origins): Hono {
  const routes = new Hono().basePath("/api/booking");
  routes.use(
    bodyLimit({ maxSize: 128 * 1024, onError: (c) => c.json(refusal("too_large", "That is too much text."), 413) }),
  );

  routes.get("/profiles/:slug", (c) => {
    const profile = world.findProfile(c.req.param("slug"));
    if (!profile) return c.json(missing, 404);
    return c.json({
      name: profile.name,
      slug: profile.slug,
      type: profile.type,
      avatar_url: profile.avatarUrl,
      timezone: profile.timeZone,
    });
  });

  routes.get("/profiles/:slug/event_types", (c) => {
    const profile = world.findProfile(c.req.param("slug"));
    if (!profile) return c.json(missing, 404);
    return c.json(world.listPublicEventTypes(profile).map(listed));
  });

  routes.get("/event_types/lookup", (c) => {
    const found = lookUp(world, c.req.query());
    if (!found) return c.json(missing, 404);
    const { eventType, host, profile } = found;
    return c.json({
      ...listed(eventType),
      active: eventType.active,
      availability_timezone: hostZoneOf(world, found),
      duration_options: eventType.durationOptions,
      profile: {
        name: profile.name,
        slug: profile.slug,
        type: profile.type,
        owner: userUri(originsOf(c.req.raw), host.id),
      },
      uri: eventTypeUri(originsOf(c.req.raw), eventType.id),
    });
  });

  routes.get("/event_types/:uuid/calendar/range", (c) => range(c, world));

  routes.get("/invitees/:uuid", (c) => {
    const finding = world.findInvitee(c.req.param("uuid"));
    if (!finding) return c.json(missing, 404);
    const { invitee, event } = finding;
    return c.json({
      uuid: invitee.id,
      uri: inviteeUri(originsOf(c.req.raw), { eventId: event.id, inviteeId: invitee.id }),
      full_name: invitee.name,
      email: invitee.email,
      timezone: invitee.timeZone,
      status: invitee.status,
      event: {
        uri: scheduledEventUri(originsOf(c.req.raw), event.id),
        start_time: new Date(event.startAt).toISOString(),
      },
    });
  });

  routes.route("/", changeCallRoutes(world, originsOf));
  routes.all("/*", (c) => c.json(missing, 404));
  return routes;
}

const missing = { message: "not found" };

function range(c: Context, world: World): Response {
  const { timezone = "", range_start = "", range_end = "", duration, rescheduling, share_uuid } = c.req.query();
  const found = findOffer(world, c.req.param("uuid") ?? "", share_uuid ?? null);
  const moved = rescheduling === undefined ? null : world.findInvitee(rescheduling);
  if (!found?.eventType.active) return c.json(missing, 404);
  if (!isTimeZone(timezone)) return c.json(refusal("general", "timezone must be the name of a time zone"), 400);
  const dates = readRange(range_start, range_end);
  if (!dates) {
    return c.json(refusal("general", "range_start and range_end must be dates, in order, at most 62 days apart"), 400);
  }
  const { eventType } = found;
  if (isCalendarBroken(world, eventType)) {
    return c.json(refusal("external_calendar_error", tongueOf(eventType.locale).words.calendarTrouble), 400);
  }
  const minutes = duration === undefined ? eventType.durationMinutes : Number(duration);
  const choices = eventType.durationOptions ?? [eventType.durationMinutes];
  const query = {
    eventTypeId: eventType.id,
    // A booking keeps its duration when it is moved, also one that is not offered any more.
    ...(choices.includes(minutes) || moved !== null ? { duration: minutes } : {}),
    ...(moved === null ? {} : { exceptEventId: moved.event.id }),
    ...(share_uuid === undefined ? {} : { linkCode: share_uuid }),
  };
  return c.json({
    invitee_publisher_error: false,
    availability_timezone: hostZoneOf(world, found),
    ...calendarRange(world, query, dates, timezone),
    diagnostic_data: null,
    current_user: null,
  });
}

function listed(eventType: EventType) {
  return {
    uuid: eventType.id,
    name: eventType.name,
    slug: eventType.slug,
    duration: eventType.durationMinutes,
    color: eventType.color,
    description: eventType.description,
  };
}

function lookUp(world: World, query: Readonly<Record<string, string>>): EventTypeFinding | null {
  const share = query["share_uuid"];
  if (share === undefined) return world.findEventType(query["profile_slug"] ?? "", query["event_type_slug"] ?? "");
  const finding = world.findByLinkCode(share);
  return finding.kind === "open" ? finding : null;
}
