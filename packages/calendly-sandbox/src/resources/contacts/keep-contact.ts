import { randomUUID } from "node:crypto";
import type { State } from "../../state.ts";
import type { Announce } from "../../webhooks/announce.ts";
import type { Invitee, ScheduledEvent, User } from "../../world/records.ts";
import { listCustomFields } from "../custom-fields/endpoints.ts";
import { type Contact, type CustomFieldValue, digitsOf } from "./contact-records.ts";
import { readMeetingDates } from "./meeting-dates.ts";
import { presentContactPayload, presentDeletedContactPayload } from "./present.ts";
import { applyChange, type ContactChange } from "./read-contact.ts";

export type KeepOutcome =
  | { readonly kind: "kept"; readonly contact: Contact }
  /** Another contact of the same user has one of the addresses. */
  | { readonly kind: "address_taken"; readonly email: string };

export function newContact(id: string, owner: User, source: Contact["source"], createdAt: string): Contact {
  return {
    id,
    ownerId: owner.id,
    organizationId: owner.organizationId,
    name: null,
    emails: [],
    phoneNumbers: [],
    timezone: null,
    job_title: null,
    company: null,
    country: null,
    state: null,
    city: null,
    linkedin: null,
    customFields: {},
    listIds: [],
    source,
    createdAt,
    updatedAt: createdAt,
  };
}

function announceContact(
  state: State,
  announce: Announce,
  event: "contact.created" | "contact.updated",
  contact: Contact,
): void {
  announce({
    event,
    organizationId: contact.organizationId,
    userIds: [contact.ownerId],
    payload(origins, at) {
      const fields = listCustomFields(state, contact.organizationId);
      const dates = readMeetingDates(state, contact.ownerId, at)(contact);
      return presentContactPayload({ contact, fields, dates }, origins);
    },
  });
}

function takenAddress({ store }: State, contact: Contact): string | undefined {
  return contact.emails.find(({ email }) =>
    store.contacts
      .list({ where: { owner: contact.ownerId, emails: email.toLowerCase() } })
      .some(({ id }) => id !== contact.id),
  )?.email;
}

function keep(
  state: State,
  announce: Announce,
  event: "contact.created" | "contact.updated",
  contact: Contact,
): KeepOutcome {
  const email = takenAddress(state, contact);
  if (email !== undefined) return { kind: "address_taken", email };
  state.store.contacts.put(contact);
  announceContact(state, announce, event, contact);
  return { kind: "kept", contact };
}

export function createContact(state: State, announce: Announce, owner: User, change: ContactChange): KeepOutcome {
  return state.store.transaction(() => {
    const createdAt = state.clock.timestamp();
    const contact = applyChange(newContact(randomUUID(), owner, "api", createdAt), change, createdAt);
    return keep(state, announce, "contact.created", contact);
  });
}

export function updateContact(state: State, announce: Announce, contact: Contact, change: ContactChange): KeepOutcome {
  return state.store.transaction(() =>
    keep(state, announce, "contact.updated", applyChange(contact, change, state.clock.timestamp())),
  );
}

/** Also out of its Lists, and with what was noted about it. */
export function deleteContact(state: State, announce: Announce, contact: Contact): void {
  const { store, clock } = state;
  store.transaction(() => {
    for (const note of store.notes.list({ where: { contact: contact.id } })) store.notes.delete(note.id);
    store.contacts.delete(contact.id);
    const deletedAt = clock.timestamp();
    announce({
      event: "contact.deleted",
      organizationId: contact.organizationId,
      userIds: [contact.ownerId],
      payload: (origins) => presentDeletedContactPayload(contact, deletedAt, origins),
    });
  });
}

/** What the invitee answered to questions that are fields of a contact. */
function answersOf(state: State, event: ScheduledEvent, invitee: Invitee): Readonly<Record<string, CustomFieldValue>> {
  const answered = listCustomFields(state, event.organizationId).flatMap(({ id, kind }) => {
    if (kind.type !== "invitee_question" || kind.eventTypeId !== event.eventTypeId) return [];
    const answer = invitee.answers.find(({ question }) => question === kind.question)?.answer;
    return answer === undefined ? [] : [[id, answer] as const];
  });
  return Object.fromEntries(answered);
}

function phoneOf(event: ScheduledEvent, invitee: Invitee): string | null {
  return invitee.textReminderNumber ?? (event.location.type === "outbound_call" ? event.location.location : null);
}

/** What a booking tells of a contact: it fills what is empty and takes the newest answers, and overwrites nothing else. */
export function changeByBooking(
  state: State,
  contact: Contact,
  event: ScheduledEvent,
  invitee: Invitee,
): ContactChange | null {
  const phone = phoneOf(event, invitee);
  const isNewPhone = phone !== null && contact.phoneNumbers.every((one) => digitsOf(one) !== digitsOf(phone));
  const answers = Object.entries(answersOf(state, event, invitee)).filter(
    ([id, answer]) => contact.customFields[id] !== answer,
  );
  const change: ContactChange = {
    ...(contact.name === null ? { name: invitee.name } : {}),
    ...(contact.emails.length === 0 ? { emails: [{ email: invitee.email, is_primary: true }] } : {}),
    ...(contact.timezone === null ? { timezone: invitee.timeZone } : {}),
    ...(isNewPhone && contact.phoneNumbers.length === 0 ? { phoneNumbers: [phone] } : {}),
    ...(answers.length === 0 ? {} : { customFields: Object.fromEntries(answers) }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/**
 * Who books becomes a contact of everybody who hosts. A booking alone is no change of a contact: `contact.updated` is
 * told only when the booking brought something that was not known. Called in the booking's transaction.
 */
export function keepBooker(state: State, announce: Announce, event: ScheduledEvent, invitee: Invitee): void {
  const { store, clock, settings } = state;
  if (settings.bookersBecomeContacts === "never") return;
  for (const hostId of event.hostIds) {
    const host = store.users.get(hostId);
    if (host === null) continue;
    const known = store.contacts.first({ where: { owner: hostId, emails: invitee.email.toLowerCase() } });
    const contact = known ?? newContact(randomUUID(), host, "booking", clock.timestamp());
    const change = changeByBooking(state, contact, event, invitee);
    if (change === null) continue;
    if (known === null) keep(state, announce, "contact.created", applyChange(contact, change, contact.createdAt));
    else updateContact(state, announce, known, change);
  }
}
