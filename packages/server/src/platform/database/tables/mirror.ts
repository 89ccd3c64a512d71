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
    inviteesTotal: integer("invitees_total").notNull(),
    inviteesActive: integer("invitees_active").notNull(),
    inviteesLimit: integer("invitees_limit").notNull(),
    cancellation: jsonb("cancellation").$type<StoredCancellation>(),
    calendlyCreatedAt: instant("calendly_created_at").notNull(),
    calendlyUpdatedAt: instant("calendly_updated_at").notNull(),
    /** Counts the changes that people are told about: the SEQUENCE of the calendar invitations. */
    revision: integer("revision").notNull().default(0),
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
    timeZone: text("time_zone"),
    status: text("status", { enum: ["active", "canceled"] }).notNull(),
    questionsAndAnswers: jsonb("questions_and_answers")
      .$type<readonly { readonly question: string; readonly answer: string }[]>()
      .notNull(),
    cancellation: jsonb("cancellation").$type<StoredCancellation>(),
    rescheduled: boolean("rescheduled").notNull().default(false),
    oldInviteeUri: text("old_invitee_uri"),
    newInviteeUri: text("new_invitee_uri"),
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
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    index("invitees_session").on(t.sessionId),
    index("invitees_email").on(t.email, t.sessionId),
    index("invitees_old").on(t.oldInviteeUri),
    index("invitees_new").on(t.newInviteeUri),
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
