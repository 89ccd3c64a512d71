import { sql } from "drizzle-orm";
import type { Context } from "./context.ts";
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
      return {
        punctual_jobs_ready: jobs.ready,
        punctual_jobs_active: jobs.active,
        punctual_jobs_dead: jobs.dead,
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
