import { sql } from "drizzle-orm";
import { index, integer, jsonb, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../instant.ts";
import { people } from "./identity.ts";
import { createdAt, punctual } from "./punctual.ts";

/** What `GET /users/me` told, in our words. */
export interface StoredAccount {
  readonly userUri: string;
  readonly organizationUri: string;
  readonly name: string;
  readonly email: string;
  readonly slug: string;
  readonly schedulingUrl: string;
  readonly timeZone: string;
  readonly avatarUrl: string | null;
}

/** One thing that an account may or may not be able to do, as a probe found it. */
export interface StoredCapability {
  readonly name: string;
  readonly state: "available" | "missing_scope" | "missing_plan" | "missing_role" | "unknown";
}

export const connectAttempts = punctual.table(
  "connect_attempts",
  {
    id: text("id").primaryKey(),
    /** SHA-256 of the OAuth `state`: the state itself is only ever in the browser. */
    stateHash: text("state_hash").notNull().unique(),
    coachId: text("coach_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    verifierSealed: text("verifier_sealed").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** Set once, by the callback that won. */
    consumedAt: instant("consumed_at"),
    account: jsonb("account").$type<StoredAccount>(),
    tokensSealed: text("tokens_sealed"),
    tokensExpireAt: instant("tokens_expire_at"),
    scopes: text("scopes").array(),
    createdAt: createdAt(),
  },
  (t) => [index("connect_attempts_coach").on(t.coachId)],
);

export const connections = punctual.table(
  "connections",
  {
    id: text("id").primaryKey(),
    coachId: text("coach_id")
      .notNull()
      .unique()
      .references(() => people.id, { onDelete: "cascade" }),
    state: text("state", { enum: ["active", "needs_reconnect", "disconnected"] }).notNull(),
    /** Why it is not active, as a sentence. */
    trouble: text("trouble"),
    account: jsonb("account").$type<StoredAccount>().notNull(),
    userUri: text("user_uri").notNull(),
    organizationUri: text("organization_uri").notNull(),
    scopes: text("scopes").array().notNull(),
    /** Sealed JSON `{ accessToken, refreshToken }`; null once disconnected. */
    tokensSealed: text("tokens_sealed"),
    tokensExpireAt: instant("tokens_expire_at"),
    /** Grows with every refresh: a worker that lost the race sees that it must read again. */
    tokensVersion: integer("tokens_version").notNull().default(0),
    webhookSubscriptionUri: text("webhook_subscription_uri"),
    /** `polling`: this account cannot have webhooks, so it is asked for changes every few minutes. */
    webhookState: text("webhook_state", { enum: ["none", "pending", "active", "failed", "polling"] })
      .notNull()
      .default("none"),
    webhookTrouble: text("webhook_trouble"),
    webhookScope: text("webhook_scope", { enum: ["user", "organization"] }),
    /** When the subscription was last looked at. */
    webhookCheckedAt: instant("webhook_checked_at"),
    /** Since when Calendly fails to deliver here (its `retry_started_at`); null while all is well. */
    webhookRetryStartedAt: instant("webhook_retry_started_at"),
    backfillState: text("backfill_state", { enum: ["none", "running", "done", "failed"] })
      .notNull()
      .default("none"),
    backfillSessions: integer("backfill_sessions").notNull().default(0),
    /** Saved position in Calendly's pages, so that a crashed backfill goes on where it was. */
    backfillCursor: text("backfill_cursor"),
    /** Sessions that start before this are left where they are. */
    backfillFrom: instant("backfill_from"),
    /** Start of the session that was copied last: how far the backfill has come in time. */
    backfillReached: instant("backfill_reached"),
    backfillStartedAt: instant("backfill_started_at"),
    backfillEndedAt: instant("backfill_ended_at"),
    /** Why it failed, as a sentence. */
    backfillTrouble: text("backfill_trouble"),
    /**
     * The coach has asked to disconnect, and whether what was copied stays or goes: nothing new is set up at Calendly
     * from now on. `erase` stands until everything is erased, and with it the row.
     */
    leaving: text("leaving", { enum: ["keep", "erase"] }),
    /** What this account can do and what it lacks; null until it was probed. */
    capabilities: jsonb("capabilities").$type<readonly StoredCapability[]>(),
    probedAt: instant("probed_at"),
    /** When the mirror of this account was last compared with Calendly, recent sessions or all. */
    sweptAt: instant("swept_at"),
    sweptFullyAt: instant("swept_fully_at"),
    connectedAt: instant("connected_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("connections_active_account").on(t.userUri).where(sql`${t.state} <> 'disconnected'`),
    index("connections_state").on(t.state),
  ],
);
