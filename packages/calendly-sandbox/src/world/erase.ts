import { beginRecap, finishRecap } from "../resources/meeting-recaps/keep-recap.ts";
import type { State } from "../state.ts";
import type { Announce } from "../webhooks/announce.ts";
import { recordActivity } from "./activity.ts";
import { noTracking } from "./check-booking.ts";
import { eraseCommunicationsAbout, eraseCommunicationsWith } from "./communications.ts";
import type { DueTask } from "./due-work.ts";
import { eraseDeliveriesAbout, eraseDeliveriesWith } from "./erase-deliveries.ts";
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

type InviteesTask = Extract<DueTask, { kind: "erase_invitees" }>;

/** Contacts go whole, with what was noted about them. */
function eraseContacts({ store }: State, task: InviteesTask): void {
  for (const contact of store.contacts.list({ where: { emails: { in: task.emails } } })) {
    if (contact.organizationId !== task.organizationId) continue;
    for (const note of store.notes.list({ where: { contact: contact.id } })) store.notes.delete(note.id);
    store.contacts.delete(contact.id);
  }
}

/** What was taken down of a meeting quotes whoever spoke in it. */
function eraseRecaps({ store, clock }: State, task: InviteesTask): void {
  for (const recap of store.meetingRecaps.list({ where: { attendees: { in: task.emails } } })) {
    if (recap.organizationId !== task.organizationId) continue;
    const attendees = recap.attendees.map((attendee) =>
      task.emails.includes(attendee.user_email.toLowerCase())
        ? { ...attendee, user_email: erasedEmail(recap.id), user_name: erasedName }
        : attendee,
    );
    const nothing = { summary: null, actionItems: null, discussion: null, transcript: null };
    store.meetingRecaps.put({ ...recap, ...nothing, attendees, updatedAt: clock.timestamp() });
  }
}

/** Answers to a routing form in which an address stands. */
function eraseSubmissions({ store, clock }: State, task: InviteesTask): void {
  for (const form of store.routingForms.list({ where: { organization: task.organizationId } })) {
    for (const submission of store.routingSubmissions.list({ where: { form: form.id } })) {
      if (!submission.answers.some(({ answer }) => task.emails.includes(answer?.trim().toLowerCase() ?? ""))) continue;
      const answers = submission.answers.map((answer) => ({ ...answer, answer: null }));
      store.routingSubmissions.put({ ...submission, answers, tracking: noTracking, updatedAt: clock.timestamp() });
    }
  }
}

/** Takes people out of every event they booked or were a guest of; the events stay, as numbers about the past. */
function eraseInvitees(state: State, task: InviteesTask): void {
  const { store } = state;
  const gone = new Set(task.emails);
  eraseCommunicationsWith(state, task.organizationId, task.emails);
  eraseDeliveriesWith(state, task.organizationId, task.emails);
  eraseContacts(state, task);
  eraseRecaps(state, task);
  eraseSubmissions(state, task);
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
  const { organizationId, from, to } = task;
  const events = store.events.list({ where: { organization: organizationId, start: { from, to } } });
  eraseDeliveriesAbout(state, organizationId, new Set(events.map(({ id }) => id)));
  for (const event of events) {
    for (const invitee of store.invitees.list({ where: { event: event.id } })) store.invitees.delete(invitee.id);
    eraseCommunicationsAbout(state, event.id);
    for (const recap of store.meetingRecaps.list({ where: { event: event.id } })) store.meetingRecaps.delete(recap.id);
    store.events.delete(event.id);
  }
}

function recordDeletion(state: State, organizationId: string): void {
  recordActivity(state, { actor: null, organizationId, namespace: "Compliance", action: "Data_Deletion_Completed" });
}

/** Carries out one task that has fallen due. */
export function performDueTask(state: State, announce: Announce, task: DueTask): void {
  switch (task.kind) {
    case "erase_invitees":
      eraseInvitees(state, task);
      recordDeletion(state, task.organizationId);
      break;
    case "erase_events":
      eraseEvents(state, task);
      recordDeletion(state, task.organizationId);
      break;
    case "begin_recap":
      beginRecap(state, task.eventId);
      break;
    case "finish_recap":
      finishRecap(state, announce, task.eventId);
      break;
  }
}
