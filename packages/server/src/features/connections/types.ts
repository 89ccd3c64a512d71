import type { CalendlyClient } from "@punctual/calendly";
import type { Temporal } from "temporal-polyfill";
import type * as z from "zod";
import type { connections, StoredAccount } from "../../platform/database/schema.ts";
import type { JobDefinition } from "../../platform/queue/job.ts";

/** A connection without its tokens: what every other part of the product may hold. */
export type ConnectionRecord = Omit<typeof connections.$inferSelect, "tokensSealed" | "createdAt">;

/** A pair of tokens in the clear. Lives in memory only, inside this feature. */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** How a coach's Calendly can be reached. The client carries the token; nobody else sees it. */
export type CalendlyAccess =
  | { readonly kind: "ready"; readonly client: CalendlyClient; readonly connection: ConnectionRecord }
  | { readonly kind: "missing" }
  | { readonly kind: "needs_reconnect"; readonly trouble: string };

/** What happens around a connection in features that come after this one. Injected, so that no import points back. */
export interface ConnectionHooks {
  /** Enqueued in the transaction that makes a connection active. */
  readonly afterConnect: readonly JobDefinition<z.ZodType<{ coachId: string }>>[];
  /** Enqueued when a coach has it found out anew what the account allows. */
  readonly afterCheck: readonly JobDefinition<z.ZodType<{ coachId: string }>>[];
  /** Run while the tokens still work. A failure is logged and does not hold the coach back. */
  readonly beforeDisconnect: readonly ((coachId: string) => Promise<void>)[];
}

/** Who asks, as far as the audit trail needs it. */
export interface Asker {
  readonly coachId: string;
  readonly requestId: string;
}

/** What the unfinished part of the OAuth flow knows. */
export interface ConsumedAttempt {
  readonly id: string;
  readonly verifierSealed: string;
}

/** Why a state cannot be consumed. `unknown` covers another person's: the two must look the same. */
export type StateRefusal = "unknown" | "used" | "expired";

export interface AttemptState {
  readonly consumedAt: Temporal.Instant | null;
  readonly expiresAt: Temporal.Instant;
}

/** One try to connect. What Calendly answered is null until it did. */
export interface AttemptRecord {
  readonly id: string;
  readonly coachId: string;
  readonly expiresAt: Temporal.Instant;
  readonly account: StoredAccount | null;
  readonly tokensSealed: string | null;
  readonly tokensExpireAt: Temporal.Instant | null;
  readonly scopes: string[] | null;
}

/** A try that Calendly has answered and that waits for the coach's word. */
export interface AnsweredAttempt extends AttemptRecord {
  readonly account: StoredAccount;
  readonly tokensSealed: string;
  readonly tokensExpireAt: Temporal.Instant;
  readonly scopes: string[];
}
