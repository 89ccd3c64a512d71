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

export const inviteeSchema = z.object({
  id: z.string(),
  sessionId: z.string(),
  name: z.string(),
  email: z.string(),
  timeZone: z.string().nullable(),
  status: z.enum(["active", "canceled"]),
  bookedAt: instantSchema,
  /** This invitee moved to another time: the session it moved to, when it is mirrored. */
  rescheduled: z.boolean(),
  rescheduledToSessionId: z.string().nullable(),
  rescheduledFromSessionId: z.string().nullable(),
  noShowAt: instantSchema.nullable(),
  questionsAndAnswers: z.array(z.object({ question: z.string(), answer: z.string() })),
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
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;

export const sessionSchema = sessionSummarySchema.extend({
  invitees: z.array(inviteeSchema),
  guests: z.array(z.object({ email: z.string() })),
  bookedAt: instantSchema,
  updatedAt: instantSchema,
  /** What the caller may do now, and the sentence that says why not. */
  may: z.object({
    cancel: z.object({ allowed: z.boolean(), why: z.string().nullable() }),
  }),
  /** What happened to this session, oldest first. */
  history: z.array(z.object({ at: instantSchema, what: z.string(), who: z.string().nullable() })),
});
export type Session = z.infer<typeof sessionSchema>;

export const sessionSortSchema = z.enum(["start_asc", "start_desc"]);

export const listSessions = defineRoute({
  id: "listSessions",
  method: "GET",
  path: "/api/calendly/scheduled_events",
  access: everyRole,
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
