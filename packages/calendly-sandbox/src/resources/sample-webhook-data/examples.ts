import { formatInstant } from "../../clock.ts";
import { noTracking } from "../../world/check-booking.ts";
import { newEventType } from "../../world/new-event-type.ts";
import type { Cancellation, EventType, Invitee, ScheduledEvent, User } from "../../world/types.ts";
import type { Contact } from "../contacts/contact-records.ts";
import { newContact } from "../contacts/keep-contact.ts";
import type { CustomField } from "../custom-fields/custom-field-records.ts";
import { completeRecap, recapOf } from "../meeting-recaps/keep-recap.ts";
import type { MeetingRecap } from "../meeting-recaps/recap-records.ts";
import type { RoutingSubmission } from "../routing-forms/routing-form-records.ts";

/** Whose examples they are, and when what they tell of happened, in milliseconds. */
export interface Setting {
  readonly host: User;
  readonly at: number;
}

/** Nothing of the kind is stored, so that none of them opens anything. */
const ids = {
  eventType: "5a3b1c1e-0001-4c5a-9e0b-5a11b1e00001",
  event: "5a3b1c1e-0002-4c5a-9e0b-5a11b1e00002",
  invitee: "5a3b1c1e-0003-4c5a-9e0b-5a11b1e00003",
  noShow: "5a3b1c1e-0004-4c5a-9e0b-5a11b1e00004",
  contact: "5a3b1c1e-0005-4c5a-9e0b-5a11b1e00005",
  customField: "5a3b1c1e-0006-4c5a-9e0b-5a11b1e00006",
  recap: "5a3b1c1e-0007-4c5a-9e0b-5a11b1e00007",
  form: "5a3b1c1e-0008-4c5a-9e0b-5a11b1e00008",
  submission: "5a3b1c1e-0009-4c5a-9e0b-5a11b1e00009",
  nameQuestion: "5a3b1c1e-000a-4c5a-9e0b-5a11b1e0000a",
  goalQuestion: "5a3b1c1e-000b-4c5a-9e0b-5a11b1e0000b",
} as const;

const hour = 3_600_000;
const minutes = 30;
const eventName = "Sample meeting";
const question = "What would you like to talk about?";
const somebody = { name: "Jordan Example", email: "jordan@guest.example" };

/** An event type that was made so many hours before. */
export function exampleEventType({ host, at }: Setting, age: number, more: Partial<EventType> = {}): EventType {
  return newEventType({
    id: ids.eventType,
    ownerId: host.id,
    organizationId: host.organizationId,
    name: eventName,
    slug: "sample-meeting",
    color: "#0a7c66",
    description: "An event type that is here to be looked at.",
    durationMinutes: minutes,
    locations: [{ kind: "google_conference" }],
    questions: [
      {
        name: question,
        type: "text",
        position: 0,
        enabled: true,
        required: true,
        answer_choices: [],
        include_other: false,
      },
    ],
    scheduleId: "",
    position: 0,
    createdAt: formatInstant(at - age * hour),
    updatedAt: formatInstant(at),
    ...more,
  });
}

/** A booking whose event starts so many hours from then: made at that moment, or days before an event that is past. */
export function exampleBooking(
  { host, at }: Setting,
  startsIn: number,
): { readonly event: ScheduledEvent; readonly invitee: Invitee } {
  const bookedAt = at - (startsIn < 0 ? 72 * hour : 0);
  const createdAt = formatInstant(bookedAt);
  const startAt = Math.ceil(at / hour) * hour + startsIn * hour;
  const endAt = startAt + minutes * 60_000;
  const event: ScheduledEvent = {
    id: ids.event,
    eventTypeId: ids.eventType,
    hostId: host.id,
    hostIds: [host.id],
    organizationId: host.organizationId,
    name: eventName,
    status: "active",
    startAt,
    endAt,
    blockedFrom: startAt,
    blockedTo: endAt,
    location: { type: "google_conference", pushedAt: bookedAt },
    counter: { total: 1, active: 1, limit: 1 },
    guests: [],
    meetingNotes: null,
    calendarEvent: null,
    cancellation: null,
    createdAt,
    updatedAt: createdAt,
  };
  const invitee: Invitee = {
    id: ids.invitee,
    eventId: event.id,
    ...somebody,
    firstName: null,
    lastName: null,
    status: "active",
    timeZone: host.timeZone,
    answers: [{ question, answer: "The first ninety days", position: 0 }],
    tracking: noTracking,
    textReminderNumber: null,
    rescheduled: false,
    oldInvitee: null,
    newInvitee: null,
    cancellation: null,
    noShow: null,
    schedulingMethod: null,
    scheduledBy: null,
    routingSubmissionId: null,
    createdAt,
    updatedAt: formatInstant(at),
  };
  return { event, invitee };
}

/** The booking, called off by its invitee. */
export function exampleCancellation(setting: Setting): ReturnType<typeof exampleBooking> {
  const { event, invitee } = exampleBooking(setting, 48);
  const at = formatInstant(setting.at);
  const cancellation: Cancellation = {
    canceled_by: invitee.name,
    canceler_type: "invitee",
    created_at: at,
    reason: "Something came up",
  };
  const canceled = { status: "canceled", cancellation, updatedAt: at } as const;
  return {
    event: { ...event, ...canceled, counter: { ...event.counter, active: 0 } },
    invitee: { ...invitee, ...canceled },
  };
}

/** An invitee who did not come, marked at that moment. */
export function exampleNoShow(setting: Setting): ReturnType<typeof exampleBooking> {
  const { event, invitee } = exampleBooking(setting, -24);
  return { event, invitee: { ...invitee, noShow: { id: ids.noShow, createdAt: formatInstant(setting.at) } } };
}

export const exampleCustomField: CustomField = {
  id: ids.customField,
  organizationId: "",
  label: "Licence",
  kind: { type: "text" },
  createdAt: "",
  updatedAt: "",
};

/** A contact that came with a booking so many hours before. */
export function exampleContact({ host, at }: Setting, age: number): Contact {
  return {
    ...newContact(ids.contact, host, "booking", formatInstant(at - age * hour)),
    name: somebody.name,
    emails: [{ email: somebody.email, is_primary: true }],
    phoneNumbers: ["+351210000000"],
    timezone: "Europe/Lisbon",
    job_title: "Agent",
    company: "Example Realty",
    country: "PT",
    city: "Lisbon",
    customFields: { [ids.customField]: "AMI 12345" },
    updatedAt: formatInstant(at),
  };
}

/** The recap of a meeting that is over, made so many hours before. */
export function exampleRecap(
  setting: Setting,
  age: number,
): { readonly recap: MeetingRecap; readonly event: ScheduledEvent } {
  const { event, invitee } = exampleBooking(setting, -age - 2);
  const begun = recapOf(ids.recap, setting.host, event, [invitee], formatInstant(setting.at - age * hour));
  const texts = {
    summary: "Talked about the first ninety days.",
    actionItems: "- Send the checklist",
    discussion: "### The first ninety days\nWhat to begin with.",
  };
  return { recap: completeRecap(begun, texts, formatInstant(setting.at)), event };
}

export function exampleSubmission({ at }: Setting): RoutingSubmission {
  const createdAt = formatInstant(at);
  return {
    id: ids.submission,
    formId: ids.form,
    answers: [
      { questionId: ids.nameQuestion, question: "Your name", answer: somebody.name },
      { questionId: ids.goalQuestion, question: "What is your goal?", answer: "More listings" },
    ],
    tracking: noTracking,
    result: { type: "custom_message", headline: "Thanks for writing", body: "We will call you back." },
    submitter: null,
    createdAt,
    updatedAt: createdAt,
  };
}
