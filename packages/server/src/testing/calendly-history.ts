import { Temporal } from "temporal-polyfill";
import type { InviteeSnapshot, SessionChange } from "../platform/calendly/session-snapshot.ts";

/** What happens to one invitee's booking at Calendly, as tests tell it. Instants are ISO 8601. */
export interface BookingStory {
  readonly apiUrl: string;
  readonly hostUri: string;
  readonly eventTypeUri: string;
  /** Last part of the session's URI. */
  readonly session: string;
  /** Last part of the invitee's URI. */
  readonly invitee: string;
  readonly name: string;
  readonly email: string;
  readonly startAt: string;
  readonly bookedAt: string;
  readonly seats?: number;
  /** Everyone who booked so far, and who still comes; 1 and 1 for a session of its own. */
  readonly counter?: { readonly total: number; readonly active: number };
  readonly movedFrom?: string;
  /** URI of the routing form submission that led to it. */
  readonly routedFrom?: string;
}

/** The observation that a booking was made. */
export function booked(story: BookingStory): SessionChange {
  const bookedAt = Temporal.Instant.from(story.bookedAt);
  const startAt = Temporal.Instant.from(story.startAt);
  const sessionUri = `${story.apiUrl}/scheduled_events/${story.session}`;
  return {
    session: {
      uri: sessionUri,
      eventTypeUri: story.eventTypeUri,
      name: "60-minute coaching",
      status: "active",
      startAt,
      endAt: startAt.add({ hours: 1 }),
      location: { kind: "zoom", detail: null, joinUrl: "https://zoom.example/j/1" },
      guests: [],
      hosts: [{ userUri: story.hostUri, email: null, name: null }],
      meetingNotes: null,
      calendarEntry: null,
      inviteesTotal: story.counter?.total ?? 1,
      inviteesActive: story.counter?.active ?? 1,
      inviteesLimit: story.seats ?? 1,
      cancellation: null,
      calendlyCreatedAt: bookedAt,
      calendlyUpdatedAt: bookedAt,
      observedAt: bookedAt,
      lastTold: { calendarEntry: "" },
    },
    invitees: [
      {
        uri: `${sessionUri}/invitees/${story.invitee}`,
        email: story.email,
        name: story.name,
        firstName: null,
        lastName: null,
        timeZone: "America/Chicago",
        textReminderNumber: null,
        status: "active",
        questionsAndAnswers: [],
        cancellation: null,
        tracking: {},
        payment: null,
        reconfirmation: null,
        routingSubmissionUri: story.routedFrom ?? null,
        scheduledByUri: null,
        schedulingMethod: null,
        erasedAt: null,
        rescheduled: false,
        oldInviteeUri: story.movedFrom ?? null,
        newInviteeUri: null,
        noShowUri: null,
        noShowAt: null,
        noShowKnownAt: bookedAt,
        cancelUrl: null,
        rescheduleUrl: null,
        calendlyCreatedAt: bookedAt,
        calendlyUpdatedAt: bookedAt,
        observedAt: bookedAt,
        lastTold: {},
      },
    ],
  };
}

/** The observation that the booking of `change` was canceled: the session too, unless somebody else still comes. */
export function canceled(
  change: SessionChange,
  how: {
    readonly at: string;
    readonly by?: "host" | "invitee";
    readonly movedTo?: string;
    readonly stillComing?: number;
  },
): SessionChange {
  const at = Temporal.Instant.from(how.at);
  const cancellation = {
    canceledBy: how.by === "host" ? "Maya Okafor" : "Jordan Blake",
    by: how.by ?? "invitee",
    reason: how.movedTo === undefined ? "Something came up" : null,
    at: at.toString(),
  } as const;
  const empty = (how.stillComing ?? 0) === 0;
  return {
    ...change,
    session: {
      ...change.session,
      status: empty ? "canceled" : "active",
      inviteesActive: how.stillComing ?? 0,
      cancellation: empty ? cancellation : null,
      calendlyUpdatedAt: at,
      observedAt: at,
    },
    invitees: change.invitees.map(
      (invitee): InviteeSnapshot => ({
        ...invitee,
        status: "canceled",
        cancellation,
        rescheduled: how.movedTo !== undefined,
        newInviteeUri: how.movedTo ?? null,
        noShowKnownAt: at,
        calendlyUpdatedAt: at,
        observedAt: at,
      }),
    ),
  };
}

/** The observation that the invitee of `change` was marked as a no-show, or that the mark was taken back. */
export function noShow(
  change: SessionChange,
  how: { readonly at: string; readonly mark: string | null },
): SessionChange {
  const at = Temporal.Instant.from(how.at);
  return {
    ...change,
    invitees: change.invitees.map((invitee) => ({
      ...invitee,
      noShowUri: how.mark,
      noShowAt: how.mark === null ? null : at,
      noShowKnownAt: at,
      observedAt: at,
    })),
  };
}
