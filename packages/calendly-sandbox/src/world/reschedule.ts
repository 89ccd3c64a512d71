import { announceInvitee } from "../resources/invitees/announce-invitee.ts";
import type { State } from "../state.ts";
import type { Announce } from "../webhooks/announce.ts";
import { placeInvitee } from "./book.ts";
import { releaseSeat } from "./cancel.ts";
import { parseInstant } from "./check-booking.ts";
import { linkUsedFor, termsByLink } from "./links.ts";
import { findOpeningAt } from "./openings.ts";
import type { RescheduleOutcome } from "./types.ts";

const minute = 60_000;

/**
 * Moves one invitee to another time of the same event type, keeping duration, answers and tracking. In Calendly's words
 * that is a canceled invitee that names the new one, and a new invitee on a new event that names the old one.
 */
export function rescheduleByInvitee(
  state: State,
  announce: Announce,
  request: { readonly inviteeUuid: string; readonly startTime: string; readonly reason?: string | null },
): RescheduleOutcome {
  const { store, clock } = state;
  return store.transaction(() => {
    const invitee = store.invitees.get(request.inviteeUuid);
    const event = invitee === null ? null : store.events.get(invitee.eventId);
    const found = event === null ? null : store.eventTypes.get(event.eventTypeId);
    if (invitee === null || event === null || found === null) return { kind: "not_found" };
    if (invitee.status === "canceled") return { kind: "already_canceled" };
    if (event.startAt <= clock.now()) return { kind: "event_in_past" };
    const startAt = parseInstant(request.startTime);
    if (startAt === null) {
      return { kind: "invalid", details: [{ parameter: "start_time", message: "must be a valid date-time" }] };
    }
    if (startAt === event.startAt) {
      return { kind: "invalid", details: [{ parameter: "start_time", message: "is the time of the event already" }] };
    }

    const link = linkUsedFor(state, event.id);
    const eventType = termsByLink(state, found, link?.code, event.hostId)?.eventType ?? found;
    const duration = Math.round((event.endAt - event.startAt) / minute);
    const alone = event.counter.active <= 1;
    const opening = findOpeningAt(state, {
      eventTypeId: eventType.id,
      startAt,
      duration,
      keepHostId: event.hostId,
      // The event that is left frees its own time, unless others stay in it.
      ...(alone ? { exceptEventId: event.id } : {}),
    });
    if (opening === null) return { kind: "slot_taken" };

    const cancellation = {
      canceled_by: invitee.name,
      canceler_type: "invitee",
      created_at: clock.timestamp(),
      reason: request.reason ?? null,
    } as const;
    const released = releaseSeat(state, event, invitee, cancellation);
    const location =
      "pushedAt" in event.location
        ? { ...event.location, pushedAt: clock.now() + state.settings.conferenceAfter }
        : event.location;
    const guests = event.guests.flatMap((guest) => (guest.inviteeId === invitee.id ? [guest.email] : []));
    const placed = placeInvitee(state, { eventType, opening, location, guests }, invitee, {
      eventId: event.id,
      inviteeId: invitee.id,
    });
    const oldInvitee = {
      ...released.invitee,
      rescheduled: true,
      newInvitee: { eventId: placed.event.id, inviteeId: placed.invitee.id },
    };
    store.invitees.put(oldInvitee);
    // The link goes with the booking: its share still says what the new time may be.
    if (link !== null) store.links.put({ ...link, usedBy: oldInvitee.newInvitee });

    const announcements = [
      () => announceInvitee(state, announce, "invitee.canceled", oldInvitee),
      () => announceInvitee(state, announce, "invitee.created", placed.invitee),
    ];
    if (state.settings.rescheduleOrder === "created_first") announcements.reverse();
    for (const run of announcements) run();
    return { kind: "rescheduled", ...placed, oldInvitee };
  });
}
