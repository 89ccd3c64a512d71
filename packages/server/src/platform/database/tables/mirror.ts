import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../instant.ts";
import { eventTypes } from "./event-types.ts";
import { people } from "./identity.ts";
import { createdAt, punctual } from "./punctual.ts";

export interface StoredCancellation {
  readonly canceledBy: string;
  readonly by: "host" | "invitee";
  readonly reason: string | null;
  readonly at: string;
}

export interface StoredSessionLocation {
  readonly kind: string;
  readonly detail: string | null;
  readonly joinUrl: string | null;
}

/** A Calendly user on the session. */
export interface StoredHost {
  readonly userUri: string;
  readonly email: string | null;
  readonly name: string | null;
}

/** The entry in the host's own calendar. */
export interface StoredCalendarEntry {
  readonly kind: string;
  readonly externalId: string;
}

/** What Calendly knows of an invitee's payment. */
export interface StoredPayment {
  readonly externalId: string | null;
  readonly provider: string | null;
  /** In the currency's own units, as Calendly gives it. */
  readonly amount: number | null;
  /** ISO 4217. */
  readonly currency: string | null;
  readonly terms: string | null;
  readonly successful: boolean | null;
}

/** Whether an invitee was asked to confirm that they come, and when they did. RFC 3339 instants. */
export interface StoredReconfirmation {
  readonly createdAt: string | null;
  readonly confirmedAt: string | null;
}

/** An answer as given, to the question as it was worded then. */
export interface StoredAnswer {
  readonly question: string;
  readonly answer: string;
  /** Place of the question on the form; null when Calendly did not say. */
  readonly position?: number | null;
}

/** When Calendly showed the record as it is here: of two observations of one `calendly_updated_at`, the later counts. */
const observedAt = () => instant("observed_at").notNull().default(sql`'epoch'`);

/** Fields that the newest observation did not carry, each with the version of the one that told it last; "" for none. */
const lastTold = () => jsonb("last_told").$type<Readonly<Record<string, string>>>().notNull().default({});

export const sessions = punctual.table(
  "sessions",
  {
    id: text("id").primaryKey(),
    uri: text("uri").notNull().unique(),
    coachId: text("coach_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    eventTypeUri: text("event_type_uri").notNull(),
    name: text("name").notNull(),
    status: text("status", { enum: ["active", "canceled"] }).notNull(),
    startAt: instant("start_at").notNull(),
    endAt: instant("end_at").notNull(),
    location: jsonb("location").$type<StoredSessionLocation>(),
    guests: jsonb("guests").$type<readonly string[]>().notNull().default([]),
    /** Everybody who hosts, in Calendly's order. */
    hosts: jsonb("hosts").$type<readonly StoredHost[]>().notNull().default([]),
    /** The host's notes on the meeting, as plain text. */
    meetingNotes: text("meeting_notes"),
    calendarEntry: jsonb("calendar_entry").$type<StoredCalendarEntry>(),
    inviteesTotal: integer("invitees_total").notNull(),
    inviteesActive: integer("invitees_active").notNull(),
    inviteesLimit: integer("invitees_limit").notNull(),
    cancellation: jsonb("cancellation").$type<StoredCancellation>(),
    calendlyCreatedAt: instant("calendly_created_at").notNull(),
    calendlyUpdatedAt: instant("calendly_updated_at").notNull(),
    observedAt: observedAt(),
    lastTold: lastTold(),
    /** Counts the changes that people are told about: the SEQUENCE of the calendar invitations. */
    revision: integer("revision").notNull().default(0),
    /** When it was found that Calendly no longer knows the session (its data was deleted there). */
    goneAt: instant("gone_at"),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    index("sessions_start").on(t.startAt, t.id),
    index("sessions_coach_start").on(t.coachId, t.startAt, t.id),
    index("sessions_event_type_start").on(t.eventTypeUri, t.startAt, t.id),
    index("sessions_canceled_start").on(t.startAt, t.id).where(sql`${t.status} = 'canceled'`),
  ],
);

/**
 * Sessions that Calendly said it does not know before the mirror had them. A delivery from before may still be under way;
 * of it the mirror takes what it would have left of a session that it had.
 */
export const goneSessions = punctual.table("gone_sessions", {
  uri: text("uri").primaryKey(),
  goneAt: instant("gone_at").notNull(),
});

export const invitees = punctual.table(
  "invitees",
  {
    id: text("id").primaryKey(),
    uri: text("uri").notNull().unique(),
    sessionId: text("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    /** Lower case: how a realtor's verified address is matched. */
    email: text("email").notNull(),
    name: text("name").notNull(),
    /** Null where the form asks for one name. */
    firstName: text("first_name"),
    lastName: text("last_name"),
    timeZone: text("time_zone"),
    /** Where text reminders go; E.164 as Calendly gives it. */
    textReminderNumber: text("text_reminder_number"),
    status: text("status", { enum: ["active", "canceled"] }).notNull(),
    questionsAndAnswers: jsonb("questions_and_answers").$type<readonly StoredAnswer[]>().notNull(),
    cancellation: jsonb("cancellation").$type<StoredCancellation>(),
    rescheduled: boolean("rescheduled").notNull().default(false),
    oldInviteeUri: text("old_invitee_uri"),
    newInviteeUri: text("new_invitee_uri"),
    /**
     * What all bookings of one chain of reschedules have in common: the URI of its first invitee, as far back as it is
     * known. An invitee who never moved is a chain of one.
     */
    chainUri: text("chain_uri").notNull().default(""),
    /** How often the chain had moved when this invitee was booked: 0 for the first. */
    chainMoves: integer("chain_moves").notNull().default(0),
    /** UTM parameters and the like, by Calendly's names. */
    tracking: jsonb("tracking").$type<Readonly<Record<string, string>>>().notNull().default({}),
    payment: jsonb("payment").$type<StoredPayment>(),
    reconfirmation: jsonb("reconfirmation").$type<StoredReconfirmation>(),
    routingSubmissionUri: text("routing_submission_uri"),
    /** The Calendly user who was logged in when booking; null for everybody else. */
    scheduledByUri: text("scheduled_by_uri"),
    /** How it was booked: `api`, `instant_book`; null on the booking page. */
    schedulingMethod: text("scheduling_method"),
    /** When it was found that Calendly has deleted this invitee's data. */
    erasedAt: instant("erased_at"),
    noShowUri: text("no_show_uri"),
    noShowAt: instant("no_show_at"),
    /**
     * The instant as of which the two columns above hold; null when nobody looked yet. Marking and revoking
     * leave Calendly's `updated_at` alone, so without it a late delivery would bring back a revoked no-show.
     */
    noShowKnownAt: instant("no_show_known_at"),
    cancelUrl: text("cancel_url"),
    rescheduleUrl: text("reschedule_url"),
    calendlyCreatedAt: instant("calendly_created_at").notNull(),
    calendlyUpdatedAt: instant("calendly_updated_at").notNull(),
    observedAt: observedAt(),
    lastTold: lastTold(),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    index("invitees_session").on(t.sessionId),
    index("invitees_email").on(t.email, t.sessionId),
    index("invitees_old").on(t.oldInviteeUri),
    index("invitees_new").on(t.newInviteeUri),
    index("invitees_chain").on(t.chainUri),
    index("invitees_routing").on(t.routingSubmissionUri).where(sql`${t.routingSubmissionUri} is not null`),
  ],
);

/** A booking that a realtor's page reported, until the mirror has it. */
export const bookings = punctual.table(
  "bookings",
  {
    id: text("id").primaryKey(),
    realtorId: text("realtor_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    eventTypeId: text("event_type_id")
      .notNull()
      .references(() => eventTypes.id, { onDelete: "cascade" }),
    inviteeUri: text("invitee_uri").notNull(),
    eventUri: text("event_uri").notNull(),
    state: text("state", { enum: ["confirming", "confirmed", "failed"] }).notNull(),
    trouble: text("trouble"),
    startedAt: instant("started_at").notNull(),
    settledAt: instant("settled_at"),
  },
  (t) => [
    uniqueIndex("bookings_realtor_invitee").on(t.realtorId, t.inviteeUri),
    index("bookings_invitee").on(t.inviteeUri),
  ],
);

/** What somebody answered in a routing form, and where it led them. */
export const routingSubmissions = punctual.table(
  "routing_submissions",
  {
    id: text("id").primaryKey(),
    uri: text("uri").notNull().unique(),
    formUri: text("form_uri").notNull(),
    /** The coach whose connection told of it first. */
    coachId: text("coach_id").references(() => people.id, { onDelete: "cascade" }),
    /** The invitee that it became; null while nothing was booked. */
    inviteeUri: text("invitee_uri"),
    answers: jsonb("answers").$type<readonly StoredAnswer[]>().notNull(),
    tracking: jsonb("tracking").$type<Readonly<Record<string, string>>>().notNull().default({}),
    /** Where the respondent was sent: the kind, and the address or message. */
    result: jsonb("result").$type<{ readonly kind: string; readonly value: string | null }>(),
    calendlyCreatedAt: instant("calendly_created_at").notNull(),
    calendlyUpdatedAt: instant("calendly_updated_at").notNull(),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [index("routing_submissions_invitee").on(t.inviteeUri), index("routing_submissions_coach").on(t.coachId)],
);
