import { bigserial, boolean, index, integer, jsonb, text } from "drizzle-orm/pg-core";
import { instant } from "../instant.ts";
import { people } from "./identity.ts";
import { punctual } from "./punctual.ts";

/** One difference that a sweep found. Names of fields, never their values. */
export interface StoredDifference {
  readonly sessionId: string | null;
  readonly kind: "missing" | "changed" | "gone";
  /** Which fields differed, as `session.startAt` or `invitee.status`. */
  readonly fields: readonly string[];
  readonly repaired: boolean;
}

/**
 * Comparisons of the mirror with Calendly. One that is done is a drift certificate: so many were compared, so many
 * differed, so many still do.
 */
export const sweeps = punctual.table(
  "sweeps",
  {
    id: text("id").primaryKey(),
    coachId: text("coach_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    connectionId: text("connection_id").notNull(),
    /** `recent`: what starts around now and later; `full`: all of the history that is mirrored. */
    depth: text("depth", { enum: ["recent", "full"] }).notNull(),
    /** What had it made: the clock, a webhook subscription that was mended, or a person. */
    cause: text("cause", { enum: ["schedule", "gap", "person"] }).notNull(),
    state: text("state", { enum: ["running", "done", "failed"] }).notNull(),
    /** Why it failed, as a sentence. */
    trouble: text("trouble"),
    /** Saved position in Calendly's pages, so that a crashed sweep goes on where it was. */
    cursor: text("cursor"),
    /** Sessions that start before this were not compared. */
    fromAt: instant("from_at").notNull(),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
    sessionsCompared: integer("sessions_compared").notNull().default(0),
    inviteesCompared: integer("invitees_compared").notNull().default(0),
    /** Sessions that differed. */
    found: integer("found").notNull().default(0),
    repaired: integer("repaired").notNull().default(0),
    /** The first 50 of them. */
    differences: jsonb("differences").$type<readonly StoredDifference[]>().notNull().default([]),
  },
  (t) => [index("sweeps_coach").on(t.coachId, t.startedAt), index("sweeps_started").on(t.startedAt, t.id)],
);

/** Every attempt of every call to Calendly, for a week. */
export const calendlyCalls = punctual.table(
  "calendly_calls",
  {
    seq: bigserial("seq", { mode: "number" }).primaryKey(),
    at: instant("at").notNull(),
    coachId: text("coach_id"),
    /** Name in the client's endpoint table, or `oauth.token` and the like. */
    endpoint: text("endpoint").notNull(),
    /** For whom it was: a person who waits, a delivery, a backfill, a sweep, the watch over subscriptions. */
    purpose: text("purpose").notNull(),
    /** 1 for the first try. */
    attempt: integer("attempt").notNull(),
    /** HTTP status; null when no answer came. */
    status: integer("status"),
    /** The client's error code; null when it went well. */
    code: text("code"),
    /** Milliseconds from asking to the end of the answer. */
    latencyMs: integer("latency_ms").notNull(),
    /** What Calendly said was left of the budget. */
    remaining: integer("remaining"),
    /** It was held back for the sake of the budget first. */
    waited: boolean("waited").notNull().default(false),
  },
  (t) => [index("calendly_calls_at").on(t.at), index("calendly_calls_coach").on(t.coachId, t.at)],
);

/** What is known of a Calendly user's rate limit: shared by every process that calls for them. */
export interface StoredBudget {
  /** The current window; null until an answer of Calendly's named a limit. */
  readonly window: {
    /** Calls in a window. */
    readonly limit: number;
    /** What Calendly said was left, the least that any answer of this window named. */
    readonly remaining: number;
    /** Milliseconds since the epoch. */
    readonly endsAt: number;
  } | null;
  /** When each call was let go that has not been answered, in milliseconds since the epoch. */
  readonly inFlight: readonly number[];
}

export const callBudgets = punctual.table("call_budgets", {
  /** Last part of the Calendly user's URI. */
  calendlyUser: text("calendly_user").primaryKey(),
  budget: jsonb("budget").$type<StoredBudget>().notNull(),
  /** Grows with every change: a process that read an older one decides again. */
  version: integer("version").notNull(),
  updatedAt: instant("updated_at").notNull(),
});
