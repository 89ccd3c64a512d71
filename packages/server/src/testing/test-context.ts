import { Temporal } from "temporal-polyfill";
import type { Clock } from "../platform/clock.ts";
import type { ServerConfig } from "../platform/config.ts";
import { silentLog } from "../platform/logger.ts";
import { openPlatform, type Platform, type PlatformOverrides } from "../platform/open-platform.ts";
import type { JobHandler } from "../platform/queue/job.ts";
import { testConfig } from "./config.ts";
import { openTestDatabase } from "./test-database.ts";

export interface TestClock extends Clock {
  set(now: string | Temporal.Instant): void;
  advance(duration: Temporal.DurationLike): void;
}

/** A clock that stands still until it is moved. */
export function createTestClock(start: string | Temporal.Instant): TestClock {
  let now = Temporal.Instant.from(start);
  return {
    now: () => now,
    set(to) {
      now = Temporal.Instant.from(to);
    },
    advance(duration) {
      now = now.add(duration);
    },
  };
}

export interface TestContext {
  readonly context: Platform["context"];
  readonly clock: TestClock;
  /** Runs the jobs of these handlers that are due, and what they enqueue, until nothing is. */
  runJobs(handlers: readonly JobHandler[]): Promise<{ readonly ran: number; readonly failed: number }>;
  close(): Promise<void>;
}

/** The platform on a clean database of its own, with a clock that stands still (Saturday 2026-11-21, noon UTC). */
export async function createTestContext(
  options: { readonly now?: string; readonly config?: Partial<ServerConfig> } & Pick<
    PlatformOverrides,
    "fetch" | "sleep"
  > = {},
): Promise<TestContext> {
  const clock = createTestClock(options.now ?? "2026-11-21T12:00:00Z");
  const platform = await openPlatform(testConfig(options.config), {
    clock,
    log: silentLog,
    open: await openTestDatabase(),
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    ...(options.sleep === undefined ? {} : { sleep: options.sleep }),
  });
  return {
    context: platform.context,
    clock,
    runJobs: (handlers) => platform.context.queue.runDue(handlers),
    close: () => platform.close(),
  };
}
