import type { JobWithMetadata, PgBoss } from "pg-boss";
import type { Log } from "../log.ts";
import { bossSchema } from "./boss-schema.ts";

/**
 * Of a job that runs, on a database that several processes share. Who is silent for this long is dead, and another takes
 * the job over; who was only held up finds afterwards that the job is no longer theirs to complete.
 */
export const heartbeat = { everySeconds: 4, deadAfterSeconds: 20, lookEverySeconds: 5 } as const;

/** Attempts of a job after which a death is no longer made good: it may be the job that kills. */
const mostAttempts = 25;

/**
 * Makes jobs wait again that a process which is dead had begun. Which these are `known` says: all that run, when the
 * caller is the only process that can be at work on this database, else those whose heart no longer beats.
 *
 * A death is no failure of the job, so it gets an attempt more. It is not the same attempt over again: by its number
 * pg-boss tells the end of this one from a late end of the one before. A job that has been begun often enough is left
 * to pg-boss, which counts what is over its time as failed.
 */
export async function takeOver(boss: PgBoss, known: "all that run" | "by their silence"): Promise<number> {
  const now = `${bossSchema}.job_now()`;
  const silent = `heartbeat_on + heartbeat_seconds * interval '1 second' < ${now}`;
  const { rows } = await boss.getDb().executeSql(
    `update ${bossSchema}.job
        set state = 'retry', start_after = ${now}, retry_limit = greatest(retry_limit, least(retry_limit + 1, $1))
      where state = 'active' and retry_count < greatest(retry_limit, $1) ${known === "all that run" ? "" : `and ${silent}`}
      returning id`,
    [mostAttempts],
  );
  return rows.length;
}

/** Takes over what dead workers had begun, now and every few seconds, beside a worker on a shared database. */
export function startTakingOver(boss: PgBoss, log: Log): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const look = async () => {
    try {
      const jobs = await takeOver(boss, "by their silence");
      if (jobs > 0) log.warn({ jobs }, "jobs of a dead worker were taken over");
    } catch (error) {
      log.warn({ error }, "jobs of dead workers could not be looked for; it is tried again in a moment");
    }
  };
  const run = () => {
    running = running.then(look);
  };
  run();
  const timer = setInterval(run, heartbeat.lookEverySeconds * 1_000);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      return running;
    },
  };
}

/** Says, while a job runs that no worker of pg-boss's runs, that somebody is at it; where heartbeats are kept at all. */
export function startHeartbeat(boss: PgBoss, job: JobWithMetadata<unknown>): { stop(): void } {
  if (!job.heartbeatSeconds) return { stop: () => undefined };
  const beat = () => boss.touch(job.name, job).catch(() => undefined);
  const timer = setInterval(beat, heartbeat.everySeconds * 1_000);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
