import type { Upstream } from "./calendly/upstream.ts";
import type { Clock } from "./clock.ts";
import type { ServerConfig } from "./config.ts";
import type { Sealer } from "./crypto/sealer.ts";
import type { Database } from "./database/database.ts";
import type { Limits } from "./limits/limits.ts";
import type { LiveFeed } from "./live.ts";
import type { Log } from "./log.ts";
import type { Mailer } from "./mail/mailer.ts";
import type { Queue } from "./queue/job.ts";
import type { SecurityCounts } from "./security/count-events.ts";

/** What every use case is handed: the platform, opened. */
export interface Context {
  readonly config: ServerConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: Database;
  readonly queue: Queue;
  readonly sealer: Sealer;
  readonly mailer: Mailer;
  readonly live: LiveFeed;
  /** How Calendly is reached; tests inject faults here. */
  readonly fetch: typeof fetch;
  /** How often, and whether just now: the budgets, circuits and records of calls to Calendly. */
  readonly upstream: Upstream;
  /** How often somebody may do what costs, or what others must be spared. */
  readonly limits: Limits;
  /** Counts what was refused for safety's sake; cheap enough for every refusal. */
  readonly security: SecurityCounts;
}
