import { sql } from "drizzle-orm";
import { index, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "../instant.ts";
import { punctual } from "./punctual.ts";

/** The inbox: append-only. A row is committed before Calendly is answered 200. */
export const webhookDeliveries = punctual.table(
  "webhook_deliveries",
  {
    id: text("id").primaryKey(),
    /** Event name, payload URI and its `updated_at`, hashed: Calendly sends no delivery id. */
    deliveryKey: text("delivery_key").notNull().unique(),
    eventName: text("event_name").notNull(),
    /** The raw body, sealed: it holds personal data. Empty once it was erased, or older than what is kept. */
    bodySealed: text("body_sealed").notNull(),
    signedAt: instant("signed_at").notNull(),
    receivedAt: instant("received_at").notNull(),
    /** How often the same delivery came again. */
    duplicates: integer("duplicates").notNull().default(0),
    state: text("state", { enum: ["received", "applied", "ignored", "failed", "dead"] }).notNull(),
    /** Why it was ignored or failed, without personal data. */
    reason: text("reason"),
    attempts: integer("attempts").notNull().default(0),
    appliedAt: instant("applied_at"),
    /** When the latest attempt ended, whatever came of it. */
    settledAt: instant("settled_at"),
    /** Bytes of the body as it came. */
    size: integer("size").notNull().default(0),
    /** The coach whose session or event type it was about, once that is known. */
    coachId: text("coach_id"),
    /** The Calendly user whose webhook subscription it came by; null where the body does not say. */
    accountUri: text("account_uri"),
    /** How often somebody had it applied again, and when last. */
    replays: integer("replays").notNull().default(0),
    replayedAt: instant("replayed_at"),
  },
  (t) => [
    index("webhook_deliveries_received").on(t.receivedAt, t.id),
    index("webhook_deliveries_state").on(t.state, t.receivedAt, t.id),
    // The two are partial, so that taking a delivery in seldom writes to them: whose it is comes out later, and of the
    // frequent names a page of the list is near the top anyway.
    index("webhook_deliveries_coach").on(t.coachId, t.receivedAt, t.id).where(sql`${t.coachId} is not null`),
    index("webhook_deliveries_rare_name")
      .on(t.eventName, t.receivedAt, t.id)
      .where(sql`${t.eventName} <> 'invitee.created' and ${t.eventName} <> 'invitee.canceled'`),
  ],
);

/** POSTs to the webhook address that were refused, counted by hour and reason. Nothing that they carried is kept. */
export const webhookRefusals = punctual.table(
  "webhook_refusals",
  {
    /** The hour's beginning. */
    hour: instant("hour").notNull(),
    reason: text("reason", {
      enum: ["missing", "malformed", "mismatch", "stale", "future", "too_large", "too_slow"],
    }).notNull(),
    count: integer("count").notNull(),
    lastAt: instant("last_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.hour, t.reason] })],
);
