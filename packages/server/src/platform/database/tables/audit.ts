import { sql } from "drizzle-orm";
import { bigint, bigserial, index, jsonb, text } from "drizzle-orm/pg-core";
import { instant } from "../instant.ts";
import { punctual } from "./punctual.ts";

/** The audit log: append-only, each entry bound to the one before it by its hash. */
export const auditEntries = punctual.table(
  "audit_entries",
  {
    /** Place in the chain: 1, 2, 3, without a gap. */
    seq: bigserial("seq", { mode: "number" }).primaryKey(),
    at: instant("at").notNull(),
    /** Person id, API key id, or `system`. */
    actor: text("actor").notNull(),
    /** Person id on whose behalf the actor acted; null when for themself. */
    onBehalfOf: text("on_behalf_of"),
    action: text("action").notNull(),
    subject: text("subject").notNull(),
    reason: text("reason"),
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull().default({}),
    /** What it was and what it became, secrets and personal data left out. */
    before: jsonb("before").$type<Record<string, unknown>>(),
    after: jsonb("after").$type<Record<string, unknown>>(),
    requestId: text("request_id"),
    /** Hash of the entry before it; 64 zeros for the first. */
    previousHash: text("previous_hash").notNull().default(""),
    /** SHA-256 of this entry in its canonical form, hex. */
    hash: text("hash").notNull().default(""),
  },
  (t) => [
    index("audit_entries_subject").on(t.subject, t.seq),
    index("audit_entries_actor").on(t.actor, t.seq),
    index("audit_entries_action").on(t.action, t.seq),
    index("audit_entries_noun").on(sql`split_part(${t.action}, '.', 1)`, t.seq),
    index("audit_entries_at").on(t.at),
    index("audit_entries_reason")
      .using("gin", sql`to_tsvector('simple', ${t.reason})`)
      .where(sql`${t.reason} is not null`),
  ],
);

/** The end of each organization's chain: whoever appends holds this row, so that the chain never forks. */
export const auditHeads = punctual.table("audit_heads", {
  /** Name of the organization; a deployment serves one, `programme`. */
  organization: text("organization").primaryKey(),
  seq: bigint("seq", { mode: "number" }).notNull(),
  hash: text("hash").notNull(),
});

/** Seals over the chain, by keys that the database does not hold: whoever can write here still cannot make one. */
export const auditCheckpoints = punctual.table("audit_checkpoints", {
  /** The entry that was the last when it was sealed. */
  seq: bigint("seq", { mode: "number" }).primaryKey(),
  hash: text("hash").notNull(),
  at: instant("at").notNull(),
  /** Name of the key of the ring. */
  keyId: text("key_id").notNull(),
  /** HMAC-SHA-256, hex. */
  seal: text("seal").notNull(),
});
