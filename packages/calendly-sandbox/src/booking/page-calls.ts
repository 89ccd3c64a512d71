import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { eventTypeUri, inviteeUri, type Origins, scheduledEventUri, userUri } from "../http/origin.ts";
import { isTimeZone } from "../slots/zone.ts";
import { parseInstant } from "../world/check-booking.ts";
import type { EventType, InvalidDetail, User, World } from "../world/index.ts";
import { confirmationPath } from "./addresses.ts";
import { bookingBodySchema, readBooking } from "./booking-input.ts";
import { calendarRange, readRange } from "./calendar-range.ts";

const cancelBodySchema = z.object({ reason: z.string().max(10_000).nullable().optional() });
const rescheduleBodySchema = z.object({ event: z.object({ start_time: z.string().max(64) }) });

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
    const host = world.findProfile(c.req.param("slug"));
    if (!host) return c.json({ message: "not found" }, 404);
    return c.json({
      name: host.name,
      slug: host.slug,
      type: "User",
      avatar_url: host.avatarUrl,
      timezone: host.timeZone,
    });
  });

  routes.get("/profiles/:slug/event_types", (c) => {
    const host = world.findProfile(c.req.param("slug"));
    if (!host) return c.json({ message: "not found" }, 404);
    return c.json(world.listPublicEventTypes(host).map(listed));
  });

  routes.get("/event_types/lookup", (c) => {
    const found = lookUp(world, c.req.query());
    if (!found) return c.json({ message: "not found" }, 404);
    const { eventType, host } = found;
    return c.json({
      ...listed(eventType),
      active: eventType.active,
      availability_timezone: world.findSchedule(eventType.scheduleId)?.timeZone ?? host.timeZone,
      duration_options: eventType.durationOptions,
      profile: { name: host.name, slug: host.slug, type: "User", owner: userUri(originsOf(c.req.raw), host.id) },
      uri: eventTypeUri(originsOf(c.req.raw), eventType.id),
    });
  });

  routes.get("/event_types/:uuid/calendar/range", (c) => {
    const found = world.findEventTypeById(c.req.param("uuid"));
    if (!found?.eventType.active) return c.json({ message: "not found" }, 404);
    const { timezone = "", range_start = "", range_end = "", duration, rescheduling } = c.req.query();
    if (!isTimeZone(timezone)) return c.json(refusal("general", "timezone must be the name of a time zone"), 400);
    const range = readRange(range_start, range_end);
    if (!range) {
      return c.json(
        refusal("general", "range_start and range_end must be dates, in order, at most 62 days apart"),
        400,
      );
    }
    const minutes = duration === undefined ? found.eventType.durationMinutes : Number(duration);
    const choices = found.eventType.durationOptions ?? [found.eventType.durationMinutes];
    const moved = rescheduling === undefined ? null : world.findInvitee(rescheduling);
    const query = {
      eventTypeId: found.eventType.id,
      ...(choices.includes(minutes) ? { duration: minutes } : {}),
      ...(moved ? { exceptEventId: moved.event.id } : {}),
    };
    return c.json({
      invitee_publisher_error: false,
      availability_timezone: world.findSchedule(found.eventType.scheduleId)?.timeZone ?? found.host.timeZone,
      ...calendarRange(world, query, range, timezone),
      diagnostic_data: null,
      current_user: null,
    });
  });

  routes.post("/invitees", async (c) => {
    const body = bookingBodySchema.safeParse(await c.req.json().catch(() => null));
    if (!body.success)
      return c.json(refusal("invalid", "The booking could not be read. Please load the page again."), 400);
    const found = world.findEventTypeById(body.data.event_type_uuid);
    if (!found?.eventType.active) {
      return c.json(refusal("not_found", "This event type can no longer be booked."), 404);
    }
    const reading = readBooking(body.data, found.eventType);
    if (reading.kind === "invalid") {
      return c.json({ ...refusal("invalid", "Please check the marked fields."), errors: reading.errors }, 400);
    }
    const outcome = world.book(reading.request);
    switch (outcome.kind) {
      case "booked": {
        const { event, invitee } = outcome;
        const origins = originsOf(c.req.raw);
        return c.json(
          {
            event: { uri: scheduledEventUri(origins, event.id), start_time: new Date(event.startAt).toISOString() },
            invitee: { uuid: invitee.id, uri: inviteeUri(origins, { eventId: event.id, inviteeId: invitee.id }) },
            confirmation_path: confirmationPath(found.host, found.eventType, invitee),
          },
          201,
        );
      }
      case "slot_taken":
        return c.json(takenRefusal, 400);
      case "invalid":
        return c.json(invalidRefusal(outcome.details), 400);
    }
  });

  routes.get("/invitees/:uuid", (c) => {
    const finding = world.findInvitee(c.req.param("uuid"));
    if (!finding) return c.json({ message: "not found" }, 404);
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

  routes.patch("/invitees/:uuid", async (c) => {
    const body = rescheduleBodySchema.safeParse(await c.req.json().catch(() => null));
    if (!body.success || parseInstant(body.data.event.start_time) === null) {
      return c.json(refusal("invalid", "Please choose a time."), 400);
    }
    const outcome = world.rescheduleByInvitee({
      inviteeUuid: c.req.param("uuid"),
      startTime: body.data.event.start_time,
    });
    switch (outcome.kind) {
      case "rescheduled": {
        const { event, invitee } = outcome;
        const finding = world.findInvitee(invitee.id);
        const origins = originsOf(c.req.raw);
        return c.json({
          event: { uri: scheduledEventUri(origins, event.id), start_time: new Date(event.startAt).toISOString() },
          invitee: { uuid: invitee.id, uri: inviteeUri(origins, { eventId: event.id, inviteeId: invitee.id }) },
          confirmation_path: finding ? confirmationPath(finding.host, finding.eventType, invitee) : null,
        });
      }
      case "slot_taken":
        return c.json(takenRefusal, 400);
      case "invalid":
        return c.json(invalidRefusal(outcome.details), 400);
      default:
        return overRefusal(outcome.kind);
    }
  });

  routes.put("/cancellations/:uuid", async (c) => {
    const body = cancelBodySchema.safeParse(await c.req.json().catch(() => ({})));
    if (!body.success) return c.json(refusal("invalid", "The reason can have up to 10,000 characters."), 400);
    const reason = body.data.reason?.trim() || null;
    const outcome = world.cancelByInvitee({ inviteeUuid: c.req.param("uuid"), reason });
    if (outcome.kind !== "canceled") return overRefusal(outcome.kind);
    return c.json({ invitee: { uuid: outcome.invitee.id, status: outcome.invitee.status } });
  });

  routes.all("/*", (c) => c.json({ message: "not found" }, 404));
  return routes;
}

const takenRefusal = refusal("already_filled", "That time is no longer open. Please choose another one.");

/** A form that passed our own checks fails the world's mostly because its time has passed in an open tab. */
function invalidRefusal(details: readonly InvalidDetail[]) {
  if (details.some((detail) => detail.parameter?.includes("start_time"))) return takenRefusal;
  return refusal("invalid", details.map((detail) => `${detail.parameter ?? "booking"} ${detail.message}`).join(" "));
}

function refusal(code: string, message: string) {
  return { message, failure: { code } };
}

function overRefusal(kind: "not_found" | "already_canceled" | "event_in_past"): Response {
  switch (kind) {
    case "not_found":
      return Response.json(refusal(kind, "This booking does not exist."), { status: 404 });
    case "already_canceled":
      return Response.json(refusal(kind, "This booking is canceled already."), { status: 403 });
    case "event_in_past":
      return Response.json(refusal(kind, "This meeting has started already, so it cannot be changed."), {
        status: 403,
      });
  }
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

function lookUp(world: World, query: Readonly<Record<string, string>>): { eventType: EventType; host: User } | null {
  const share = query["share_uuid"];
  if (share === undefined) return world.findEventType(query["profile_slug"] ?? "", query["event_type_slug"] ?? "");
  const finding = world.findByLinkCode(share);
  return finding.kind === "open" ? finding : null;
}
