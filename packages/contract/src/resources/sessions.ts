import * as z from "zod";
import { instantSchema, pageOf, pageQuery } from "../primitives.ts";
import { defineRoute } from "../route.ts";
import { locationKindSchema } from "./event-types.ts";
import { everyRole } from "./people.ts";

export const sessionStatusSchema = z.enum(["active", "canceled"]);
/** Derived from the clock: never stored. */
export const sessionPhaseSchema = z.enum(["upcoming", "in_progress", "ended"]);
export type SessionPhase = z.infer<typeof sessionPhaseSchema>;

export const cancellationSchema = z.object({
  canceledBy: z.string(),
  by: z.enum(["host", "invitee"]),
  reason: z.string().nullable(),
  at: instantSchema,
});
export type Cancellation = z.infer<typeof cancellationSchema>;

export const sessionLocationSchema = z.object({
  kind: locationKindSchema,
  /** Address, phone number or text; null when there is none. */
  detail: z.string().nullable(),
  joinUrl: z.url().nullable(),
});

/** Calendly's word of a payment. */
export const paymentSchema = z.object({
  provider: z.string().nullable(),
  /** In the currency's own units. */
  amount: z.number().nullable(),
  /** ISO 4217. */
  currency: z.string().nullable(),
  terms: z.string().nullable(),
  successful: z.boolean().nullable(),
});

const answerSchema = z.object({ question: z.string(), answer: z.string() });

export const inviteeSchema = z.object({
  id: z.string(),
  sessionId: z.string(),
  /** `Deleted invitee` once Calendly has deleted their data. */
  name: z.string(),
  /** Empty once Calendly has deleted their data. */
  email: z.string(),
  /** When Calendly deleted this person's data; null while it has not. */
  erasedAt: instantSchema.nullable(),
  timeZone: z.string().nullable(),
  /** Where text reminders go. */
  textReminderNumber: z.string().nullable(),
  status: z.enum(["active", "canceled"]),
  bookedAt: instantSchema,
  /** How it was booked: `api`, `instant_book`; null on the booking page. */
  bookedBy: z.string().nullable(),
  /** This invitee moved to another time: the session it moved to, when it is mirrored. */
  rescheduled: z.boolean(),
  rescheduledToSessionId: z.string().nullable(),
  rescheduledFromSessionId: z.string().nullable(),
  noShowAt: instantSchema.nullable(),
  /** In the order of the form. */
  questionsAndAnswers: z.array(answerSchema),
  /** What they answered in the routing form that led here; empty when they did not come that way. */
  routingAnswers: z.array(answerSchema),
  /** UTM parameters of the booking, by Calendly's names; only for the host and admins. */
  tracking: z.record(z.string(), z.string()),
  payment: paymentSchema.nullable(),
  /** Whether they were asked to confirm that they come, and when they did. */
  reconfirmation: z.object({ confirmedAt: instantSchema.nullable() }).nullable(),
  cancellation: cancellationSchema.nullable(),
  /** Calendly's own pages for this invitee; only for the invitee themself and the host. */
  cancelUrl: z.url().nullable(),
  rescheduleUrl: z.url().nullable(),
});
export type Invitee = z.infer<typeof inviteeSchema>;

/** A session: our mirror of one Calendly scheduled event. */
export const sessionSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  status: sessionStatusSchema,
  phase: sessionPhaseSchema,
  startAt: instantSchema,
  endAt: instantSchema,
  coach: z.object({ id: z.string(), name: z.string(), timeZone: z.string().nullable() }),
  eventTypeId: z.string().nullable(),
  location: sessionLocationSchema.nullable(),
  inviteeCount: z.object({ total: z.number().int(), active: z.number().int(), limit: z.number().int() }),
  /** Active invitees first; at most 5 in a list. A realtor sees only themself. */
  invitees: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      timeZone: z.string().nullable(),
      status: z.enum(["active", "canceled"]),
    }),
  ),
  cancellation: cancellationSchema.nullable(),
  /** True when every invitee moved to another time: the session counts as a move, not as a loss. */
  rescheduled: z.boolean(),
  /** Calendly has deleted the session's data: what is left here is that it was. */
  gone: z.boolean(),
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;

/** A time of a session that an invitee had or has; `sessionId` leads there. */
const bookedTimeSchema = z.object({ sessionId: z.string(), startAt: instantSchema });

export const sessionEventSchema = z.object({
  at: instantSchema,
  what: z.enum(["booked", "moved", "canceled", "no_show", "gone"]),
  /** Who did it, by name; null when Calendly did not say. */
  who: z.string().nullable(),
  reason: z.string().nullable(),
  /** Of a move: the time before and the new one; null where that is not known here. */
  from: bookedTimeSchema.nullable(),
  to: bookedTimeSchema.nullable(),
});
export type SessionEvent = z.infer<typeof sessionEventSchema>;

export const sessionSchema = sessionSummarySchema.extend({
  invitees: z.array(inviteeSchema),
  guests: z.array(z.object({ email: z.string() })),
  /** Everybody who hosts, in Calendly's order. */
  hosts: z.array(z.object({ name: z.string().nullable(), email: z.string().nullable() })),
  /** The host's notes; only for hosts and admins. */
  meetingNotes: z.string().nullable(),
  /** The kind of calendar that it stands in, as `google`; only for hosts and admins. */
  calendar: z.string().nullable(),
  bookedAt: instantSchema,
  updatedAt: instantSchema,
  /** What the caller may do now, and the sentence that says why not. */
  may: z.object({
    cancel: z.object({ allowed: z.boolean(), why: z.string().nullable() }),
  }),
  /** What happened, oldest first: to this session, and to its invitees' bookings before and after they moved. */
  history: z.array(sessionEventSchema),
});
export type Session = z.infer<typeof sessionSchema>;

export const sessionSortSchema = z.enum(["start_asc", "start_desc"]);

export const listSessions = defineRoute({
  id: "listSessions",
  method: "GET",
  path: "/api/calendly/scheduled_events",
  access: everyRole,
  scope: "sessions:read",
  tag: "Sessions",
  summary: "Sessions that the caller may see: a coach hosts them, a realtor booked them, an admin sees all.",
  query: z.strictObject({
    status: sessionStatusSchema.optional(),
    phase: sessionPhaseSchema.optional(),
    coachId: z.string().max(64).optional(),
    eventTypeId: z.string().max(64).optional(),
    /** Sessions that start at or after this instant. */
    from: instantSchema.optional(),
    /** Sessions that start before this instant. */
    to: instantSchema.optional(),
    search: z.string().trim().max(100).optional(),
    sort: sessionSortSchema.default("start_asc"),
    ...pageQuery,
  }),
  status: 200,
  response: pageOf(sessionSummarySchema),
  problems: [],
});

const sessionParams = z.strictObject({ uuid: z.string().min(1).max(64) });

export const getSession = defineRoute({
  id: "getSession",
  method: "GET",
  path: "/api/calendly/sessions/{uuid}",
  access: everyRole,
  scope: "sessions:read",
  tag: "Sessions",
  summary: "One session by our id or by the last part of its Calendly URI.",
  params: sessionParams,
  status: 200,
  response: sessionSchema,
  problems: ["not_found"],
});

export const listInvitees = defineRoute({
  id: "listInvitees",
  method: "GET",
  path: "/api/events/{uuid}/invitees",
  access: everyRole,
  scope: "sessions:read",
  tag: "Sessions",
  summary: "The invitees of a session. A realtor sees only themself.",
  params: sessionParams,
  status: 200,
  response: z.object({ items: z.array(inviteeSchema) }),
  problems: ["not_found"],
});

export const cancelSession = defineRoute({
  id: "cancelSession",
  method: "POST",
  path: "/api/calendly/cancel_event/{uuid}",
  access: ["coach", "admin"],
  scope: "sessions:write",
  tag: "Sessions",
  summary:
    "Cancel a session at Calendly, for all its invitees, with a reason that they are told. Takes an `Idempotency-Key`.",
  params: sessionParams,
  body: z.strictObject({
    reason: z
      .string()
      .trim()
      .min(3, "Write a reason of at least 3 characters: the invitee will read it.")
      .max(1000, "Write at most 1,000 characters."),
  }),
  status: 200,
  response: sessionSchema,
  problems: [
    "not_found",
    "session_over",
    "session_already_canceled",
    "connection_missing",
    "connection_needs_reconnect",
    "calendly_unavailable",
    "calendly_rate_limited",
    "calendly_refused",
    "idempotency_key_reused",
  ],
  reachesCalendly: true,
});
