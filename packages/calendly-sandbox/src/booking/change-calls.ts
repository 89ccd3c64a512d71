import type { Context } from "hono";
import { Hono } from "hono";
import * as z from "zod";
import { inviteeUri, type Origins, scheduledEventUri } from "../http/origin.ts";
import { parseInstant } from "../world/check-booking.ts";
import type { EventType, InvalidDetail, InviteeFinding, World } from "../world/index.ts";
import { confirmationPath } from "./addresses.ts";
import { createAttempts } from "./attempts.ts";
import { bookingBodySchema, readBooking } from "./booking-input.ts";
import { findOffer } from "./offer.ts";
import { redirectAddress } from "./redirect.ts";
import { refusal } from "./refusal.ts";
import { tongueOf, type Words } from "./words/index.ts";

const longestReason = 10_000;
const cancelBodySchema = z.object({ reason: z.string().max(longestReason).nullable().optional() });
const rescheduleBodySchema = z.object({
  event: z.object({ start_time: z.string().max(64) }),
  reason: z.string().max(longestReason).nullable().optional(),
});

/** The page calls that change something: booking, moving, canceling. */
export function changeCallRoutes(world: World, originsOf: (request: Request) => Origins): Hono {
  const routes = new Hono();
  const attempts = createAttempts();

  routes.post("/invitees", async (c) => {
    const body = bookingBodySchema.safeParse(await c.req.json().catch(() => null));
    if (!body.success) return c.json(refusal("invalid", tongueOf("en").words.unreadable), 400);
    const { attempt, event_type_uuid, scheduling_link_uuid } = body.data;
    const earlier = attempts.find(attempt);
    const booked = earlier === null ? null : world.findInvitee(earlier);
    if (booked !== null) return c.json(booking(booked, originsOf(c.req.raw)), 201);

    const found = findOffer(world, event_type_uuid, scheduling_link_uuid ?? null);
    const { words } = tongueOf(found?.eventType.locale ?? "en");
    if (!found?.eventType.active) return c.json(refusal("not_found", words.noLongerBookable), 404);
    const reading = readBooking(body.data, found.eventType, words);
    if (reading.kind === "invalid") {
      return c.json({ ...refusal("invalid", words.checkFields), errors: reading.errors }, 400);
    }
    const outcome = world.book(reading.request);
    switch (outcome.kind) {
      case "booked": {
        attempts.remember(attempt, outcome.invitee.id);
        const finding = world.findInvitee(outcome.invitee.id);
        if (finding === null) return c.json(refusal("not_found", words.missingBookingTitle), 404);
        return c.json(booking(finding, originsOf(c.req.raw)), 201);
      }
      case "slot_taken":
        return c.json(refusal("already_filled", words.timeTaken), 400);
      case "invalid":
        return c.json(invalidRefusal(outcome.details, words), 400);
    }
  });

  routes.patch("/invitees/:uuid", async (c) => {
    const words = wordsFor(world, c);
    const body = rescheduleBodySchema.safeParse(await c.req.json().catch(() => null));
    if (!body.success || parseInstant(body.data.event.start_time) === null) {
      return c.json(refusal("invalid", words.needTime), 400);
    }
    const outcome = world.rescheduleByInvitee({
      inviteeUuid: c.req.param("uuid"),
      startTime: body.data.event.start_time,
      reason: body.data.reason?.trim() || null,
    });
    switch (outcome.kind) {
      case "rescheduled": {
        const finding = world.findInvitee(outcome.invitee.id);
        if (finding === null) return c.json(refusal("not_found", words.missingBookingTitle), 404);
        // A host sends people on who book, not those who only move what they booked.
        return c.json({ ...booking(finding, originsOf(c.req.raw)), redirect_url: null });
      }
      case "slot_taken":
        return c.json(refusal("already_filled", words.timeTaken), 400);
      case "invalid":
        return c.json(invalidRefusal(outcome.details, words), 400);
      default:
        return overRefusal(outcome.kind, words);
    }
  });

  routes.put("/cancellations/:uuid", async (c) => {
    const words = wordsFor(world, c);
    const body = cancelBodySchema.safeParse(await c.req.json().catch(() => ({})));
    if (!body.success) return c.json(refusal("invalid", words.longReason), 400);
    const reason = body.data.reason?.trim() || null;
    const outcome = world.cancelByInvitee({ inviteeUuid: c.req.param("uuid"), reason });
    if (outcome.kind !== "canceled") return overRefusal(outcome.kind, words);
    return c.json({ invitee: { uuid: outcome.invitee.id, status: outcome.invitee.status } });
  });

  return routes;
}

/** What the page needs to show, to tell its parent, and to go on. */
function booking(finding: InviteeFinding, origins: Origins) {
  const { event, eventType, invitee, profile } = finding;
  return {
    event: { uri: scheduledEventUri(origins, event.id), start_time: new Date(event.startAt).toISOString() },
    invitee: { uuid: invitee.id, uri: inviteeUri(origins, { eventId: event.id, inviteeId: invitee.id }) },
    confirmation_path: confirmationPath(profile, eventType, invitee),
    redirect_url: redirectAddress(eventType, finding),
  };
}

function wordsFor(world: World, c: Context): Words {
  const eventType: EventType | undefined = world.findInvitee(c.req.param("uuid") ?? "")?.eventType;
  return tongueOf(eventType?.locale ?? "en").words;
}

/** A form that passed our own checks fails the world's mostly because its time has passed in an open tab. */
function invalidRefusal(details: readonly InvalidDetail[], words: Words) {
  if (details.some((detail) => detail.parameter?.includes("start_time"))) {
    return refusal("already_filled", words.timeTaken);
  }
  return refusal("invalid", details.map((detail) => `${detail.parameter ?? "booking"} ${detail.message}`).join(" "));
}

function overRefusal(kind: "not_found" | "already_canceled" | "event_in_past", words: Words): Response {
  switch (kind) {
    case "not_found":
      return Response.json(refusal(kind, words.missingBookingTitle), { status: 404 });
    case "already_canceled":
      return Response.json(refusal(kind, words.isCanceled), { status: 403 });
    case "event_in_past":
      return Response.json(refusal(kind, words.hasStarted), { status: 403 });
  }
}
