import { lt } from "drizzle-orm";
import type { Context } from "./context.ts";
import { calendlyCalls, idempotencyKeys } from "./database/schema.ts";
import type { OpenLiveFeed } from "./live-feed.ts";

const everyMs = 60 * 60 * 1000;

/**
 * Removes, now and hourly, what is kept for a day or a week only, and whatever features keep for a while (`others`). Several
 * processes may do it side by side.
 */
export function startHousekeeping(
  context: Context & { readonly live: OpenLiveFeed },
  others: readonly ((context: Context) => Promise<void>)[] = [],
): { stop(): Promise<void> } {
  const sweep = async () => {
    const dayAgo = context.clock.now().subtract({ hours: 24 });
    await context.live.prune();
    await context.database.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, dayAgo));
    const weekAgo = context.clock.now().subtract({ hours: 7 * 24 });
    await context.database.delete(calendlyCalls).where(lt(calendlyCalls.at, weekAgo));
    for (const tidy of others) await tidy(context);
  };
  let running: Promise<void> = Promise.resolve();
  const run = () => {
    running = sweep().catch((error: unknown) =>
      context.log.warn({ error }, "housekeeping failed; it is tried again in an hour"),
    );
  };
  run();
  const timer = setInterval(run, everyMs);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      return running;
    },
  };
}
