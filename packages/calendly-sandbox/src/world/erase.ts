import type { State } from "../state.ts";
import { noTracking } from "./check-booking.ts";
import { eraseCommunicationsAbout, eraseCommunicationsWith } from "./communications.ts";
import type { DueTask } from "./due-work.ts";
import type { EventLocation, Invitee } from "./types.ts";

const erasedName = "Deleted Invitee";

/** One address for each erased person's booking: Calendly's fields stay texts, and nobody can be reached by them. */
const erasedEmail = (id: string) => `deleted-${id.slice(0, 8).toLowerCase()}@deleted.invalid`;

function eraseInvitee(state: State, invitee: Invitee): Invitee {
  const erased: Invitee = {
    ...invitee,
    email: erasedEmail(invitee.id),
    name: erasedName,
    firstName: null,
    lastName: null,
    answers: [],
    textReminderNumber: null,
    tracking: noTracking,
    cancellation: eraseCancellation(invitee.cancellation),
    updatedAt: state.clock.timestamp(),
  };
  state.store.invitees.put(erased);
  return erased;
}

/** Who called off and why can name the person; that somebody did is a fact about the event. */
function eraseCancellation(cancellation: Invitee["cancellation"]): Invitee["cancellation"] {
  return cancellation === null || cancellation.canceler_type === "host"
    ? cancellation
    : { ...cancellation, canceled_by: erasedName, reason: null };
}

/** The phone number or place that the invitee gave. */
function eraseLocation(location: EventLocation): EventLocation {
  if (location.type === "outbound_call") return { ...location, location: null };
  return location.type === "ask_invitee" ? { ...location, location: "" } : location;
}

/** Takes people out of every event they booked or were a guest of; the events stay, as numbers about the past. */
function eraseInvitees(state: State, task: Extract<DueTask, { kind: "erase_invitees" }>): void {
  const { store } = state;
  const gone = new Set(task.emails);
  eraseCommunicationsWith(state, task.organizationId, task.emails);
  for (const invitee of store.invitees.list({ where: { email: { in: task.emails } } })) {
    const event = store.events.get(invitee.eventId);
    if (event?.organizationId !== task.organizationId) continue;
    eraseInvitee(state, invitee);
    store.events.put({
      ...event,
      location: eraseLocation(event.location),
      cancellation: eraseCancellation(event.cancellation),
      updatedAt: state.clock.timestamp(),
    });
  }
  // Guests are written on the event alone, so every event is looked at, one host's after the other's.
  for (const host of store.users.list()) {
    for (const event of store.events.list({ where: { host: host.id } })) {
      if (event.organizationId !== task.organizationId) continue;
      const guests = event.guests.filter((guest) => !gone.has(guest.email.toLowerCase()));
      if (guests.length < event.guests.length) {
        store.events.put({ ...event, guests, updatedAt: state.clock.timestamp() });
      }
    }
  }
}

/** Removes events with everybody who was invited to them: afterwards they are not found. */
function eraseEvents(state: State, task: Extract<DueTask, { kind: "erase_events" }>): void {
  const { store } = state;
  for (const event of store.events.list({ where: { start: { from: task.from, to: task.to } } })) {
    if (event.organizationId !== task.organizationId) continue;
    for (const invitee of store.invitees.list({ where: { event: event.id } })) store.invitees.delete(invitee.id);
    eraseCommunicationsAbout(state, event.id);
    store.events.delete(event.id);
  }
}

/** Carries out one task that has fallen due. */
export function performDueTask(state: State, task: DueTask): void {
  if (task.kind === "erase_invitees") eraseInvitees(state, task);
  else eraseEvents(state, task);
}
