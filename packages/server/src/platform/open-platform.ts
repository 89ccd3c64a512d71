import { openUpstream } from "./calendly/upstream.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { ServerConfig } from "./config.ts";
import type { Context } from "./context.ts";
import { checkRing } from "./crypto/check-ring.ts";
import { createSealer } from "./crypto/envelope.ts";
import { type OpenDatabase, openDatabase } from "./database/open.ts";
import { openErrorReports, reportingErrors } from "./error-reports.ts";
import { createCounterStore } from "./limits/counter-store.ts";
import { createLimits } from "./limits/limits.ts";
import { defaultLimits, type LimitSettings } from "./limits/settings.ts";
import { type OpenLiveFeed, openLiveFeed } from "./live-feed.ts";
import type { Log } from "./log.ts";
import { createLog } from "./logger.ts";
import { createMailboxMailer } from "./mail/mailbox.ts";
import { createSmtpMailer } from "./mail/smtp.ts";
import { type OpenQueue, openQueue } from "./queue/queue.ts";
import { createSecurityCounts } from "./security/count-events.ts";
import { realSleep, type Sleep } from "./sleep.ts";

/** What the composition root and tests may put in place of the real surroundings. */
export interface PlatformOverrides {
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  readonly log?: Log;
  /** A database that is open already; it is closed with the platform. */
  readonly open?: OpenDatabase;
  /** See `OpenQueueOptions.pollSeconds`. */
  readonly pollSeconds?: number;
  /** How the pauses before and between calls to Calendly pass. */
  readonly sleep?: Sleep;
  /** See `createCallRecorder` and `createSecurityCounts`. */
  readonly recordFlushMs?: number | null;
  /** Over those of the configuration. */
  readonly limits?: Partial<LimitSettings>;
}

/** Milliseconds for which records of calls and counts of refusals wait to be written together. */
const recordFlushMs = 2_000;

/** Milliseconds for which counts of frequent kinds wait until other processes are told. */
const limitReportMs = 1_000;

export interface Platform {
  readonly context: Context & { readonly queue: OpenQueue; readonly live: OpenLiveFeed };
  /** Closes everything in the order that lets running work end. */
  close(): Promise<void>;
}

/**
 * Opens the database, queue, mail and the rest for one process.
 *
 * @throws {StartRefused} with the sentence for the operator.
 */
export async function openPlatform(config: ServerConfig, overrides: PlatformOverrides = {}): Promise<Platform> {
  const clock = overrides.clock ?? systemClock;
  const reports = await openErrorReports(config);
  const plain = overrides.log ?? createLog(config.logLevel);
  const log = reports === null ? plain : reportingErrors(plain, reports);
  const sealer = createSealer(config.encryptionKeys);
  const open = overrides.open ?? (await openDatabase(config.database));
  try {
    await checkRing(open.database, config.encryptionKeys);
    const queue = await openQueue(open, {
      log,
      ...(overrides.pollSeconds === undefined ? {} : { pollSeconds: overrides.pollSeconds }),
    });
    const live = openLiveFeed(open, clock);
    const flushMs = overrides.recordFlushMs === undefined ? recordFlushMs : overrides.recordFlushMs;
    const upstream = openUpstream({
      open,
      clock,
      log,
      sleep: overrides.sleep ?? realSleep,
      flushMs,
    });
    const security = createSecurityCounts(open.database, { clock, log, flushMs });
    const limits = createLimits(
      { ...defaultLimits, ...config.protection.limits, ...overrides.limits },
      {
        // PGlite has one process, and limits must not queue for its one connection.
        store: open.driver.kind === "postgres" ? createCounterStore(open.database) : null,
        clock,
        log,
        reportMs: limitReportMs,
      },
    );
    const mailer =
      config.mail.smtpUrl === null
        ? createMailboxMailer(open.database, config.mail.from, clock)
        : createSmtpMailer(config.mail.smtpUrl, config.mail.from, clock);
    return {
      context: {
        config,
        clock,
        log,
        database: open.database,
        queue,
        sealer,
        mailer,
        live,
        fetch: overrides.fetch ?? fetch,
        upstream,
        security,
        limits,
      },
      async close() {
        upstream.letGo();
        await live.close();
        await queue.close();
        await upstream.close();
        await security.close();
        await limits.report();
        await mailer.close();
        await open.close();
        await reports?.close();
      },
    };
  } catch (error) {
    await open.close();
    throw error;
  }
}
