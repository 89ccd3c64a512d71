import type { JobWithMetadata, PgBoss } from "pg-boss";
import type { Log } from "../log.ts";
import { withoutSecrets } from "../without-secrets.ts";
import { bossSchema } from "./boss-schema.ts";
import { type JobHandler, NotNow } from "./job.ts";
import { startHeartbeat } from "./take-over.ts";

type Outcome =
  | { readonly kind: "done" }
  /** `why` is kept with the job. */
  | { readonly kind: "failed"; readonly why: string }
  /** The job asked to come back. */
  | { readonly kind: "later"; readonly seconds: number };

/** A job that would come back at once would spin; one that stays away for long would be forgotten by whoever waits. */
const soonestSeconds = 1;
const latestSeconds = 3_600;

/** Runs one attempt of one job and writes its one log line. */
export async function runJob(handler: JobHandler, job: JobWithMetadata<{ data: unknown }>, log: Log): Promise<Outcome> {
  const startedAt = performance.now();
  const attempt = job.retryCount + 1;
  const last = job.retryCount >= job.retryLimit;
  const fields = {
    job: handler.definition.name,
    jobId: job.id,
    attempt,
    waitedMs: Math.max(
      0,
      Math.round(job.startedOn.getTime() - Math.max(job.createdOn.getTime(), job.startAfter.getTime())),
    ),
  };
  try {
    await handler.run(job.data.data, { attempt, last, signal: job.signal });
    log.info({ ...fields, outcome: "done", tookMs: took(startedAt) }, "job");
    return { kind: "done" };
  } catch (cause) {
    if (cause instanceof NotNow) {
      const seconds = Math.ceil(Math.min(latestSeconds, Math.max(soonestSeconds, cause.retryAfterSeconds)));
      log.info({ ...fields, outcome: "later", seconds, tookMs: took(startedAt), why: cause.message }, "job");
      return { kind: "later", seconds };
    }
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const failed = { ...fields, outcome: last ? "dead" : "retry", tookMs: took(startedAt), error };
    if (last) log.error(failed, "job");
    else log.warn(failed, "job");
    return { kind: "failed", why: withoutSecrets(error.message) };
  }
}

/**
 * Makes a running job wait again, as the attempt that it is: a claim counts as a further one only where `started_on` is
 * set. One statement, so that a crash leaves either a running job, which expires and is tried again, or a waiting one.
 */
export async function putBack(boss: PgBoss, job: JobWithMetadata<unknown>, seconds: number): Promise<void> {
  await boss.getDb().executeSql(
    `update ${bossSchema}.job
        set state = 'created', started_on = null, start_after = ${bossSchema}.job_now() + $4 * interval '1 second'
      where name = $1 and id = $2::uuid and state = 'active' and retry_count = $3`,
    [job.name, job.id, job.retryCount, seconds],
  );
}

/** Runs every due job of these handlers, one after the other, until a round finds none. */
export async function settleWaiting(
  boss: PgBoss,
  handlers: readonly JobHandler[],
  log: Log,
): Promise<{ ran: number; failed: number }> {
  let ran = 0;
  let failed = 0;
  for (let found = true; found; ) {
    found = false;
    const due = await dueQueues(boss);
    for (const handler of handlers) {
      const { name } = handler.definition;
      if (!due.has(name)) continue;
      const [job] = await boss.fetch<{ data: unknown }>(name, { includeMetadata: true, batchSize: 1 });
      if (job === undefined) continue;
      found = true;
      ran += 1;
      // A fetched job has no signal and no heartbeat: pg-boss gives them to its own workers only.
      const heart = startHeartbeat(boss, job);
      const outcome = await runJob(handler, { ...job, signal: new AbortController().signal }, log);
      heart.stop();
      switch (outcome.kind) {
        case "done":
          await boss.complete(name, job);
          break;
        case "later":
          await putBack(boss, job, outcome.seconds);
          break;
        case "failed":
          failed += 1;
          await boss.fail(name, job, { message: outcome.why });
      }
    }
  }
  return { ran, failed };
}

/** Queues in which something can be fetched now: asking each of them costs a transaction. */
async function dueQueues(boss: PgBoss): Promise<ReadonlySet<string>> {
  const { rows } = await boss
    .getDb()
    .executeSql(
      `select distinct name from ${bossSchema}.job where state in ('created', 'retry') and start_after <= ${bossSchema}.job_now()`,
    );
  return new Set(rows.map(({ name }) => String(name)));
}

function took(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}
