import { bigserial, index, integer, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import { people } from "./identity.ts";
import { createdAt, punctual } from "./punctual.ts";

/** What changed and whom it concerns; the server-sent event stream reads it by `seq`. */
export const liveChanges = punctual.table(
  "live_changes",
  {
    seq: bigserial("seq", { mode: "number" }).primaryKey(),
    topic: text("topic").notNull(),
    entityId: text("entity_id"),
    /** Ids of the people who may know; admins always may. */
    audience: text("audience").array().notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("live_changes_created").on(t.createdAt)],
);

/** Answers of writes that reach Calendly, so that a repeated request is carried out once. */
export const idempotencyKeys = punctual.table(
  "idempotency_keys",
  {
    personId: text("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    /** SHA-256 of route and body: the same key for something else is refused. */
    requestHash: text("request_hash").notNull(),
    status: integer("status"),
    body: jsonb("body").$type<unknown>(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.key] })],
);
