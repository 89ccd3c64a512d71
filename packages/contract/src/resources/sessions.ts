import * as z from "zod";
import { instantSchema, pageOf, pageQuery } from "../primitives.ts";
import { defineRoute } from "../route.ts";
import { locationKindSchema } from "./event-types.ts";
import { everyRole } from "./people.ts";

export const sessionStatusSchema = z.enum(["active", "canceled"]);
export const sessionPhaseSchema = z
  .enum(["upcoming", "in_progress", "ended"])
  .describe("Derived from the clock: never stored.");
export type SessionPhase = z.infer<typeof sessionPhaseSchema>;

export const cancellationSchema = z.object({
  canceledBy: z.string().describe("Who canceled, by name."),
  by: z.enum(["host", "invitee"]),
  reason: z.string().nullable(),
  at: instantSchema,
});
export type Cancellation = z.infer<typeof cancellationSchema>;

export const sessionLocationSchema = z.object({
  kind: locationKindSchema,
  detail: z.string().nullable().describe("Address, phone number or text; null when there is none."),
  joinUrl: z.url().nullable(),
});

export const paymentSchema = z
  .object({
    provider: z.string().nullable(),
    amount: z.number().nullable().describe("In the currency's own units."),
    currency: z.string().nullable().describe("ISO 4217."),
    terms: z.string().nullable(),
    successful: z.boolean().nullable(),
  })
  .describe("Calendly's word of a payment.");

const answerSchema = z.object({ question: z.string(), answer: z.string() });

export const inviteeSchema = z.object({
  id: z.string(),
  sessionId: z.string(),
  name: z.string().describe("`Deleted invitee` once Calendly has deleted their data."),
  email: z.string().describe("Empty once Calendly has deleted their data."),
  erasedAt: instantSchema.nullable().describe("When Calendly deleted this person's data; null while it has not."),
  timeZone: z.string().nullable(),
  textReminderNumber: z.string().nullable().describe("Where text reminders go."),
  status: z.enum(["active", "canceled"]),
  bookedAt: instantSchema,
  bookedBy: z.string().nullable().describe("How it was booked: `api`, `instant_book`; null on the booking page."),
  rescheduled: z.boolean().describe("This invitee moved to another time."),
  rescheduledToSessionId: z.string().nullable().describe("The session it moved to, when it is mirrored."),
  rescheduledFromSessionId: z.string().nullable().describe("The session it came from, when it is mirrored."),
  noShowAt: instantSchema.nullable().describe("When they were marked as a no-show; null while they are none."),
  questionsAndAnswers: z.array(answerSchema).describe("In the order of the form."),
  routingAnswers: z
    .array(answerSchema)
    .describe("What they answered in the routing form that led here; empty when they did not come that way."),
  tracking: z
    .record(z.string(), z.string())
    .describe("UTM parameters of the booking, by Calendly's names; only for the host and admins."),
  payment: paymentSchema.nullable(),
  reconfirmation: z
    .object({ confirmedAt: instantSchema.nullable() })
    .nullable()
    .describe("Whether they were asked to confirm that they come, and when they did."),
  cancellation: cancellationSchema.nullable(),
  cancelUrl: z
    .url()
    .nullable()
    .describe("Calendly's own page on which this invitee cancels; only for the invitee themself and the host."),
  rescheduleUrl: z
    .url()
    .nullable()
    .describe("Calendly's own page on which this invitee moves to another time; only for the same two."),
});
export type Invitee = z.infer<typeof inviteeSchema>;

export const sessionSummarySchema = z
  .object({
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
    invitees: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          timeZone: z.string().nullable(),
          status: z.enum(["active", "canceled"]),
        }),
      )
      .describe("Active invitees first; at most 5 in a list. A realtor sees only themself."),
    cancellation: cancellationSchema.nullable(),
    rescheduled: z
      .boolean()
      .describe("True when every invitee moved to another time: the session counts as a move, not as a loss."),
    gone: z.boolean().describe("Calendly has deleted the session's data: what is left here is that it was."),
  })
  .describe("A session: our mirror of one Calendly scheduled event.");
export type SessionSummary = z.infer<typeof sessionSummarySchema>;

const bookedTimeSchema = z
  .object({ sessionId: z.string(), startAt: instantSchema })
  .describe("A time of a session that an invitee had or has; `sessionId` leads there.");

export const sessionEventSchema = z.object({
  at: instantSchema,
  what: z.enum(["booked", "moved", "canceled", "no_show", "gone"]),
  who: z.string().nullable().describe("Who did it, by name; null when Calendly did not say."),
  reason: z.string().nullable(),
  from: bookedTimeSchema
    .nullable()
    .describe("Of a move: the time before and the new one; null where that is not known here."),
  to: bookedTimeSchema.nullable(),
});
export type SessionEvent = z.infer<typeof sessionEventSchema>;

export const sessionSchema = sessionSummarySchema.extend({
  invitees: z.array(inviteeSchema),
  guests: z.array(z.object({ email: z.string() })),
  hosts: z
    .array(z.object({ name: z.string().nullable(), email: z.string().nullable() }))
    .describe("Everybody who hosts, in Calendly's order."),
  meetingNotes: z.string().nullable().describe("The host's notes; only for hosts and admins."),
  calendar: z
    .string()
    .nullable()
    .describe("The kind of calendar that it stands in, as `google`; only for hosts and admins."),
  bookedAt: instantSchema,
  updatedAt: instantSchema,
  may: z
    .object({
      cancel: z.object({ allowed: z.boolean(), why: z.string().nullable() }),
    })
    .describe("What the caller may do now, and the sentence that says why not."),
  history: z
    .array(sessionEventSchema)
    .describe(
      "What happened, oldest first: to this session, and to its invitees' bookings before and after they moved.",
    ),
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
    from: instantSchema.optional().describe("Sessions that start at or after this instant."),
    to: instantSchema.optional().describe("Sessions that start before this instant."),
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
      .max(1000, "Write at most 1,000 characters.")
      .describe("What the invitees are told."),
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
