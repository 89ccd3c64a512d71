import { count, inArray, sql } from "drizzle-orm";
import type { Context } from "./context.ts";
import type { Database } from "./database/database.ts";
import { webhookDeliveries } from "./database/schema.ts";
import type { OpenQueue } from "./queue/queue.ts";

/** What `/readyz` and `/metrics` tell of this process. */
export function readiness(context: Context & { readonly queue: OpenQueue }) {
  return {
    async unready(): Promise<readonly string[]> {
      try {
        await context.database.execute(sql`select 1`);
      } catch {
        return ["The database does not answer."];
      }
      return context.queue.broken ? ["The worker has stopped working."] : [];
    },
    async gauges(): Promise<Readonly<Record<string, number>>> {
      const jobs = await context.queue.counts();
      const deliveries = await countDeliveries(context.database);
      return {
        punctual_jobs_ready: jobs.ready,
        punctual_jobs_active: jobs.active,
        punctual_jobs_dead: jobs.dead,
        punctual_webhooks_waiting: deliveries.get("received") ?? 0,
        punctual_webhooks_failed: deliveries.get("failed") ?? 0,
        punctual_webhooks_dead: deliveries.get("dead") ?? 0,
        punctual_limit_store_failures: context.limits.totals.storeFailures,
        punctual_worker_running: context.queue.working ? 1 : 0,
        punctual_calendly_api_away: context.upstream.circuit("api").state === "closed" ? 0 : 1,
        punctual_calendly_oauth_away: context.upstream.circuit("oauth").state === "closed" ? 0 : 1,
        punctual_calendly_records_dropped: context.upstream.droppedRecords,
        process_resident_memory_bytes: process.memoryUsage.rss(),
        process_uptime_seconds: Math.round(process.uptime()),
      };
    },
  };
}

/** Those that are not done with: what was applied is left out, as that is all of history. */
async function countDeliveries(database: Database): Promise<ReadonlyMap<string, number>> {
  const { state } = webhookDeliveries;
  const rows = await database
    .select({ state, count: count() })
    .from(webhookDeliveries)
    .where(inArray(state, ["received", "failed", "dead"]))
    .groupBy(state);
  return new Map(rows.map((row) => [row.state, row.count]));
}
