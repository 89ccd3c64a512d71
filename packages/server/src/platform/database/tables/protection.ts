import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../instant.ts";
import { people } from "./identity.ts";
import { createdAt, punctual } from "./punctual.ts";

/** Counters of limits that several processes share. Not logged: a database that falls over forgets them, and commits wait for no disk. */
export const limitCounters = punctual.table(
  "limit_counters",
  {
    /** Hash of what is counted: addresses are personal. */
    key: text("key").primaryKey(),
    /** Which slice of time `points` belongs to; `previous` to the one before it. */
    slice: bigint("slice", { mode: "number" }).notNull(),
    points: integer("points").notNull(),
    previous: integer("previous").notNull(),
    /** Milliseconds since 1970. */
    expire: bigint("expire", { mode: "number" }).notNull(),
  },
  (t) => [index("limit_counters_expire").on(t.expire)],
);

/** What was refused for safety's sake, counted by minute, kind and source. */
export const securityCounts = punctual.table(
  "security_counts",
  {
    /** The minute's beginning. */
    minute: instant("minute").notNull(),
    /** `sign_in_failed`, `access_denied`, `limit_hit`, `signature_failed`, `token_failed`... */
    kind: text("kind").notNull(),
    /** Where it came from: an address, shortened to its network; empty when unknown. */
    source: text("source").notNull(),
    /** Whom or what it was about: person id, route id; empty when unknown. */
    subject: text("subject").notNull(),
    count: integer("count").notNull(),
  },
  (t) => [primaryKey({ columns: [t.minute, t.kind, t.source, t.subject] })],
);

/** Thresholds that were passed: one row for each time, open until it is quiet again. */
export const securityAlerts = punctual.table(
  "security_alerts",
  {
    id: text("id").primaryKey(),
    kind: text("kind").notNull(),
    /** How many within the window when it began, and at most since. */
    count: integer("count").notNull(),
    threshold: integer("threshold").notNull(),
    since: instant("since").notNull(),
    /** When it was quiet again. */
    until: instant("until"),
    notifiedAt: instant("notified_at"),
  },
  (t) => [
    index("security_alerts_since").on(t.since),
    uniqueIndex("security_alerts_open").on(t.kind).where(sql`${t.until} is null`),
  ],
);

/** Keys by which other services call; the secret itself is shown once and kept nowhere. */
export const apiKeys = punctual.table(
  "api_keys",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    /** First characters of the secret, to tell keys apart; null for a key that only signs. */
    prefix: text("prefix"),
    /** SHA-256 of the secret: it has 256 random bits, so a fast hash is enough. */
    secretHash: text("secret_hash").unique(),
    /** Public key (PEM) by which signed requests are verified; null for a bearer key. */
    publicKey: text("public_key"),
    scopes: text("scopes").array().notNull(),
    /** The admin in whose name the key acts. */
    personId: text("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    expiresAt: instant("expires_at").notNull(),
    lastUsedAt: instant("last_used_at"),
    revokedAt: instant("revoked_at"),
    /** The key that this one replaces. */
    rotatedFrom: text("rotated_from"),
    createdAt: createdAt(),
  },
  (t) => [index("api_keys_person").on(t.personId), index("api_keys_created").on(t.createdAt, t.id)],
);

/** Nonces of signed requests that were taken: the same signature is taken once. */
export const signatureNonces = punctual.table(
  "signature_nonces",
  {
    keyId: text("key_id")
      .notNull()
      .references(() => apiKeys.id, { onDelete: "cascade" }),
    nonce: text("nonce").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.keyId, t.nonce] }), index("signature_nonces_expires").on(t.expiresAt)],
);

/** Addresses of other systems that are told what happens here (Standard Webhooks). */
export const outgoingEndpoints = punctual.table("outgoing_endpoints", {
  id: text("id").primaryKey(),
  url: text("url").notNull(),
  description: text("description").notNull(),
  /** What it wants to be told: `session.booked`... */
  kinds: text("kinds").array().notNull(),
  enabled: boolean("enabled").notNull().default(true),
  /** Why it was switched off, as a sentence. */
  trouble: text("trouble"),
  /** Sealed; messages are signed by it. */
  secretSealed: text("secret_sealed").notNull(),
  /** Sealed; messages are signed by this one too until `previousUntil`. */
  previousSecretSealed: text("previous_secret_sealed"),
  previousUntil: instant("previous_until"),
  /** Since when every attempt fails; null while all is well. */
  failingSince: instant("failing_since"),
  createdBy: text("created_by").notNull(),
  createdAt: createdAt(),
});

/** One message to one endpoint, and what became of it. */
export const outgoingMessages = punctual.table(
  "outgoing_messages",
  {
    /** The `webhook-id`: the same for every attempt. */
    id: text("id").primaryKey(),
    endpointId: text("endpoint_id")
      .notNull()
      .references(() => outgoingEndpoints.id, { onDelete: "cascade" }),
    kind: text("kind").notNull(),
    /** Our id of what it is about. */
    subject: text("subject").notNull(),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    state: text("state", { enum: ["waiting", "delivered", "failed"] }).notNull(),
    attempts: integer("attempts").notNull().default(0),
    /** HTTP status of the latest attempt; null when there was no answer. */
    lastStatus: integer("last_status"),
    /** Why the latest attempt failed, as a sentence. */
    lastTrouble: text("last_trouble"),
    nextAttemptAt: instant("next_attempt_at"),
    settledAt: instant("settled_at"),
    createdAt: createdAt(),
  },
  (t) => [
    index("outgoing_messages_endpoint").on(t.endpointId, t.createdAt, t.id),
    index("outgoing_messages_waiting").on(t.nextAttemptAt).where(sql`${t.state} = 'waiting'`),
  ],
);

/** Which keys of the ring are in use, and a value that each has sealed: a wrong key is noticed at the start. */
export const ringKeys = punctual.table("ring_keys", {
  id: text("id").primaryKey(),
  /** A fixed word, sealed with this key. */
  proof: text("proof").notNull(),
  createdAt: createdAt(),
});
