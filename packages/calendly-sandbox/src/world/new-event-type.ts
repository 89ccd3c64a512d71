import type { EventType } from "./records.ts";

/** What nobody can guess about an event type; the rest takes the value that a new one has at Calendly. */
export type EventTypeBasics = Partial<EventType> &
  Pick<
    EventType,
    | "id"
    | "ownerId"
    | "organizationId"
    | "name"
    | "slug"
    | "durationMinutes"
    | "scheduleId"
    | "position"
    | "createdAt"
    | "updatedAt"
  >;

/** An event type with the usual settings where the basics name none. */
export function newEventType(basics: EventTypeBasics): EventType {
  return {
    type: "StandardEventType",
    teamId: null,
    poolingType: null,
    hostIds: [basics.ownerId],
    active: true,
    secret: false,
    kind: "solo",
    seats: 1,
    durationOptions: null,
    color: "#8247f5",
    description: null,
    internalNote: null,
    locations: null,
    questions: [],
    locale: "en",
    incrementMinutes: 30,
    beforeBufferMinutes: 0,
    afterBufferMinutes: 0,
    minimumNoticeMinutes: 240,
    range: { kind: "rolling", days: 60 },
    dailyLimit: null,
    allowsDoubleBooking: false,
    oneOff: null,
    adminManaged: false,
    isPaid: false,
    bookingMethod: "instant",
    splitsName: false,
    textReminders: false,
    redirect: null,
    cancellationPolicy: null,
    deletedAt: null,
    ...basics,
  };
}
