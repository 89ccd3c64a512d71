import { randomUUID } from "node:crypto";
import { announceInvitee } from "../resources/invitees/announce-invitee.ts";
import { openSubmission } from "../resources/routing-forms/answer-form.ts";
import type { State } from "../state.ts";
import type { Announce } from "../webhooks/announce.ts";
import { calendarEventFor } from "./calendars.ts";
import { checkBooking, completeTracking, parseInstant } from "./check-booking.ts";
import { releaseHold } from "./holds.ts";
import { durationOf } from "./host-slots.ts";
import { termsByLink } from "./links.ts";
import { chooseLocation } from "./location.ts";
import { findOpeningAt } from "./openings.ts";
import { statusOf } from "./share.ts";
import type {
  BookingRequest,
  BookOutcome,
  EventLocation,
  EventType,
  Guest,
  Invitee,
  InviteeLink,
  Opening,
  ScheduledEvent,
} from "./types.ts";

const minute = 60_000;

interface Seat {
  readonly eventType: EventType;
  readonly opening: Opening;
  readonly location: EventLocation;
  readonly guests: readonly string[];
}

/** Takes the seat: a new scheduled event, or one more invitee on a group event that stands at that time. */
function takeSeat(state: State, seat: Seat, inviteeId: string): ScheduledEvent {
  const { store, clock } = state;
  const { eventType, opening } = seat;
  const organizerId = opening.hostIds[0] ?? eventType.ownerId;
  const createdAt = clock.timestamp();
  const guests = seat.guests.map(
    (email): Guest => ({
      email: email.trim(),
      inviteeId,
      left: false,
      created_at: createdAt,
      updated_at: createdAt,
    }),
  );
  const standing =
    eventType.kind === "group"
      ? store.events.first({
          where: { host: organizerId, type: eventType.id, start: opening.startAt, status: "active" },
        })
      : null;
  const event: ScheduledEvent =
    standing === null
      ? {
          id: randomUUID(),
          eventTypeId: eventType.id,
          hostId: organizerId,
          hostIds: opening.hostIds,
          organizationId: eventType.organizationId,
          name: eventType.name,
          status: "active",
          startAt: opening.startAt,
          endAt: opening.endAt,
          blockedFrom: opening.startAt - eventType.beforeBufferMinutes * minute,
          blockedTo: opening.endAt + eventType.afterBufferMinutes * minute,
          location: seat.location,
          counter: { total: 1, active: 1, limit: eventType.seats },
          guests,
          meetingNotes: null,
          calendarEvent: calendarEventFor(state, organizerId),
          cancellation: null,
          createdAt,
          updatedAt: createdAt,
        }
      : {
          ...standing,
          counter: {
            ...standing.counter,
            total: standing.counter.total + 1,
            active: standing.counter.active + 1,
          },
          guests: [...standing.guests, ...guests],
          updatedAt: createdAt,
        };
  store.events.put(event);
  return event;
}

/** The parts of an invitee that a reschedule carries over. */
export type InviteeDetails = Pick<
  Invitee,
  | "email"
  | "name"
  | "firstName"
  | "lastName"
  | "timeZone"
  | "answers"
  | "tracking"
  | "textReminderNumber"
  | "schedulingMethod"
  | "scheduledBy"
  | "routingSubmissionId"
>;

/** Writes the event and its new invitee. The caller has checked that the time is open, in the same transaction. */
export function placeInvitee(
  state: State,
  seat: Seat,
  details: InviteeDetails,
  oldInvitee: InviteeLink | null,
): { readonly event: ScheduledEvent; readonly invitee: Invitee } {
  const inviteeId = randomUUID();
  const event = takeSeat(state, seat, inviteeId);
  const createdAt = state.clock.timestamp();
  const invitee: Invitee = {
    ...details,
    id: inviteeId,
    eventId: event.id,
    status: "active",
    rescheduled: false,
    oldInvitee,
    newInvitee: null,
    cancellation: null,
    noShow: null,
    createdAt,
    updatedAt: createdAt,
  };
  state.store.invitees.put(invitee);
  return { event, invitee };
}

/** Always a full name; its parts only where the event type asks for them, the first word and the rest when one was sent. */
function namesOf(
  { invitee }: BookingRequest,
  { splitsName }: EventType,
): Pick<Invitee, "name" | "firstName" | "lastName"> {
  const given = [invitee.firstName, invitee.lastName].map((part) => part?.trim() || null);
  const name = invitee.name.trim() || given.filter((part) => part !== null).join(" ");
  if (!splitsName) return { name, firstName: null, lastName: null };
  const [first, ...rest] = given[0] ? [] : name.split(/\s+/);
  return { name, firstName: given[0] ?? first ?? null, lastName: given[1] ?? (rest.join(" ") || null) };
}

function detailsOf(state: State, request: BookingRequest, eventType: EventType): InviteeDetails {
  const { invitee } = request;
  const positions = new Map(eventType.questions.map((question) => [question.name, question.position]));
  return {
    email: invitee.email.trim(),
    ...namesOf(request, eventType),
    timeZone: invitee.timezone,
    answers: request.answers
      .filter((answer) => answer.answer.trim() !== "")
      .map((answer) => ({ ...answer, position: positions.get(answer.question) ?? answer.position }))
      .sort((a, b) => a.position - b.position),
    tracking: completeTracking(request.tracking),
    textReminderNumber: invitee.textReminderNumber?.trim() || null,
    schedulingMethod: request.method === "api" ? "api" : null,
    scheduledBy: request.bookedBy ?? null,
    routingSubmissionId: openSubmission(state, request.routingSubmissionId, eventType),
  };
}

const unavailable = (message: string): BookOutcome => ({
  kind: "invalid",
  details: [{ parameter: "event_type", message }],
});

/** Books a time: checks everything, takes the slot, marks a single-use link used, announces the invitee. */
export function book(state: State, announce: Announce, request: BookingRequest): BookOutcome {
  const { store, clock } = state;
  return store.transaction(() => {
    const found = store.eventTypes.get(request.eventTypeId);
    if (found === null || found.deletedAt !== null) return unavailable("does not exist");
    if (!found.active) return unavailable("is not active");
    const isOwnAddress = found.oneOff !== null && request.linkCode === found.oneOff.code;
    const link = request.linkCode === undefined || isOwnAddress ? undefined : store.links.get(request.linkCode);
    if (link === null || (link !== undefined && link.eventTypeId !== found.id)) {
      return unavailable("This link is not valid");
    }
    if (link !== undefined && statusOf(state, link) !== "active") {
      return unavailable("This link has been used or has expired");
    }
    const eventType = termsByLink(state, found, link?.code, found.ownerId)?.eventType ?? found;
    const duration = durationOf(eventType, request.duration);

    const details = [...checkBooking(eventType, request)];
    if (duration === null) details.push({ parameter: "duration", message: "is not offered by this event type" });
    const place = chooseLocation(eventType.locations, request.location, clock.now() + state.settings.conferenceAfter);
    if (place.kind === "refused") details.push(...place.details);
    const startAt = parseInstant(request.startTime);
    if (startAt !== null && startAt <= clock.now()) {
      details.push({ parameter: "start_time", message: "start_time must be in the future" });
    }
    if (details.length > 0 || startAt === null || duration === null || place.kind === "refused") {
      return { kind: "invalid", details };
    }

    const opening = findOpeningAt(state, {
      eventTypeId: eventType.id,
      startAt,
      duration,
      // The API books what available times list; a host who books on the page does it for somebody else.
      onBehalf: request.method === "page" && request.bookedBy !== undefined,
      ...(link === undefined ? {} : { linkCode: link.code }),
      ...(request.holdId === undefined ? {} : { holdId: request.holdId }),
    });
    if (opening === null) return { kind: "slot_taken" };
    const seat = { eventType, opening, location: place.location, guests: request.guests };
    const placed = placeInvitee(state, seat, detailsOf(state, request, eventType), null);
    if (request.holdId !== undefined) releaseHold(state, request.holdId);
    if (link !== undefined) {
      store.links.put({ ...link, usedBy: { eventId: placed.event.id, inviteeId: placed.invitee.id } });
    }
    announceInvitee(state, announce, "invitee.created", placed.invitee);
    return { kind: "booked", ...placed };
  });
}
