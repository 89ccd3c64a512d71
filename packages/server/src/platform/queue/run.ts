import type { JobWithMetadata, PgBoss } from "pg-boss";
import type { Log } from "../log.ts";
import type { JobHandler } from "./job.ts";

type Outcome = { readonly ok: true } | { readonly ok: false; readonly error: Error };

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
    return { ok: true };
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const failed = { ...fields, outcome: last ? "dead" : "retry", tookMs: took(startedAt), error };
    if (last) log.error(failed, "job");
    else log.warn(failed, "job");
    return { ok: false, error };
  }
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
    for (const handler of handlers) {
      const { name } = handler.definition;
      const [job] = await boss.fetch<{ data: unknown }>(name, { includeMetadata: true, batchSize: 1 });
      if (job === undefined) continue;
      found = true;
      ran += 1;
      // A fetched job has no signal: pg-boss gives one to its own workers only.
      const outcome = await runJob(handler, { ...job, signal: new AbortController().signal }, log);
      if (outcome.ok) await boss.complete(name, job.id);
      else {
        failed += 1;
        await boss.fail(name, job.id, { message: outcome.error.message });
      }
    }
  }
  return { ran, failed };
}

function took(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}
