import {
  type AppConfig,
  type Availability,
  type Coach,
  type Connection,
  capabilityNames,
  type EventType,
  type Invitee,
  type Session,
  type SessionSummary,
  type WebhookStatus,
} from "@punctual/contract";

/** Records in the shape of the contract, for the tests of this package. Times are around Sat 21 Nov 2026, 14:05 in New York. */
export const now = Date.parse("2026-11-21T19:05:00Z");

export const config: AppConfig = {
  authMode: "local",
  clerkPublishableKey: null,
  identity: { passwords: true, passkeys: true, invitations: true },
  calendly: {
    bookingOrigin: "https://calendly.example",
    widgetScriptUrl: "https://assets.calendly.example/assets/external/widget.js",
    widgetStylesheetUrl: "https://assets.calendly.example/assets/external/widget.css",
  },
  mailbox: true,
  signInHints: [],
};

export const eventType: EventType = {
  id: "ety_coaching",
  coachId: "usr_maya",
  name: "60-minute coaching",
  description: null,
  duration: 60,
  durations: [60],
  kind: "solo",
  active: true,
  secret: false,
  color: "#0e6b74",
  locations: [{ kind: "zoom", detail: null }],
  questions: [],
  schedulingUrl: "https://calendly.example/maya-okafor/60-minute-coaching",
  offered: true,
};

export function invitee(change: Partial<Invitee> = {}): Invitee {
  return {
    id: "inv_jordan",
    sessionId: "ses_next",
    name: "Jordan Blake",
    email: "jordan@realty.example",
    erasedAt: null,
    timeZone: "America/Chicago",
    textReminderNumber: null,
    status: "active",
    bookedAt: "2026-11-18T15:20:00Z",
    bookedBy: null,
    rescheduled: false,
    rescheduledToSessionId: null,
    rescheduledFromSessionId: null,
    noShowAt: null,
    questionsAndAnswers: [
      {
        question: "What would you like to talk about?",
        answer: "Pricing a listing that has been on the market for 60 days.",
      },
    ],
    routingAnswers: [],
    tracking: {},
    payment: null,
    reconfirmation: null,
    cancellation: null,
    cancelUrl: null,
    rescheduleUrl: null,
    ...change,
  };
}

export function summary(change: Partial<SessionSummary> = {}): SessionSummary {
  return {
    id: "ses_next",
    name: "60-minute coaching",
    status: "active",
    phase: "upcoming",
    startAt: "2026-11-21T19:30:00Z",
    endAt: "2026-11-21T20:30:00Z",
    coach: { id: "usr_maya", name: "Maya Okafor", timeZone: "America/New_York" },
    eventTypeId: "ety_coaching",
    location: { kind: "zoom", detail: null, joinUrl: "https://zoom.example/j/123" },
    inviteeCount: { total: 1, active: 1, limit: 1 },
    invitees: [{ id: "inv_jordan", name: "Jordan Blake", timeZone: "America/Chicago", status: "active" }],
    cancellation: null,
    rescheduled: false,
    gone: false,
    ...change,
  };
}

export function session(change: Partial<Session> = {}): Session {
  return {
    ...summary(),
    invitees: [invitee()],
    guests: [{ email: "sam@realty.example" }],
    bookedAt: "2026-11-18T15:20:00Z",
    updatedAt: "2026-11-18T15:20:00Z",
    may: { cancel: { allowed: true, why: null } },
    hosts: [{ name: "Maya Okafor", email: "maya@northside.example" }],
    meetingNotes: null,
    calendar: null,
    history: [
      {
        at: "2026-11-18T15:20:00Z",
        what: "booked",
        who: "Jordan Blake",
        reason: null,
        from: null,
        to: { sessionId: "ses_next", startAt: "2026-11-21T19:30:00Z" },
      },
    ],
    ...change,
  };
}

export function coach(change: Partial<Coach> = {}): Coach {
  return {
    id: "usr_maya",
    name: "Maya Okafor",
    timeZone: "America/New_York",
    avatarUrl: null,
    schedulingUrl: "https://calendly.example/maya-okafor",
    offeredEventTypes: 3,
    durations: [30, 60],
    connection: { state: "active", trouble: null, connectedAt: "2026-10-01T09:00:00Z", details: null },
    email: null,
    upcomingSessions: null,
    ...change,
  };
}

export function connection(change: Partial<Connection> = {}): Connection {
  return {
    state: "active",
    account: {
      name: "Maya Okafor",
      email: "maya@northside.example",
      schedulingUrl: "https://calendly.example/maya-okafor",
      timeZone: "America/New_York",
      avatarUrl: null,
    },
    connectedAt: "2026-10-01T09:00:00Z",
    trouble: null,
    webhook: webhookStatus(),
    backfill: backfill({ sessions: 42 }),
    erasing: false,
    capabilities: capabilityNames.map((name) => ({ name, state: "available" })),
    probedAt: "2026-11-21T08:00:00Z",
    ...change,
  };
}

/** Openings at these instants. */
export function availability(window: URLSearchParams, starts: readonly string[]): Availability {
  return {
    eventTypeId: window.get("eventTypeId") ?? "",
    from: window.get("from") ?? "",
    to: window.get("to") ?? "",
    timeZone: window.get("timeZone") ?? "",
    slots: starts.map((startAt) => ({
      startAt,
      seatsLeft: 1,
      schedulingUrl: `https://calendly.example/maya-okafor/60-minute-coaching/${startAt}`,
    })),
    fetchedAt: "2026-11-21T19:04:00Z",
    stale: false,
    notice: null,
  };
}

/** A backfill that is done. */
export function backfill(over: Partial<Connection["backfill"]> = {}): Connection["backfill"] {
  return {
    state: "done",
    sessions: 3,
    from: "2025-11-21T19:00:00Z",
    reached: "2026-12-12T15:00:00Z",
    startedAt: "2026-11-21T18:00:00Z",
    endedAt: "2026-11-21T18:01:00Z",
    trouble: null,
    ...over,
  };
}

/** A webhook subscription by which deliveries arrive. */
export function webhookStatus(over: Partial<WebhookStatus> = {}): WebhookStatus {
  return {
    state: "active",
    trouble: null,
    scope: "user",
    checkedAt: "2026-11-21T19:00:00Z",
    failingSince: null,
    ...over,
  };
}
