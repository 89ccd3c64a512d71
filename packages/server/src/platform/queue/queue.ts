import { randomUUID } from "node:crypto";
import { is, SQL, sql } from "drizzle-orm";
import { type Db, fromDrizzle, fromPglite, type JobInsert, type JobWithMetadata, PgBoss } from "pg-boss";
import { afterCommit } from "../database/commit-hooks.ts";
import type { Transaction } from "../database/database.ts";
import { openHint } from "../database/hint.ts";
import { rowsOf } from "../database/migrate.ts";
import type { OpenDatabase } from "../database/open.ts";
import { protectTables } from "../database/row-security.ts";
import type { Log } from "../log.ts";
import { bossSchema } from "./boss-schema.ts";
import { definedJobs, type EnqueueOptions, type JobDefinition, type JobHandler, type Queue } from "./job.ts";
import { putBack, runJob, settleWaiting } from "./run.ts";
import { heartbeat, startTakingOver, takeOver } from "./take-over.ts";

/** Where pg-boss copies a job whose last attempt failed. */
export const deadLetterQueue = "punctual.dead-letters";

export interface OpenQueueOptions {
  readonly log: Log;
  /**
   * Seconds between looks at the queue when no notification wakes a worker: for retries, jobs of a later time,
   * and behind poolers, where there are none. New jobs wake the workers at once. Default 2.
   */
  readonly pollSeconds?: number;
}

export interface OpenQueue extends Queue {
  /** Works off jobs in this process until `stop`, which waits for those that run (at most 10 s). */
  startWorker(handlers: readonly JobHandler[]): Promise<{ stop(): Promise<void> }>;
  /** Works off, here and now, everything that is due, and what that enqueues, until nothing is. For tests and the CLI. */
  runDue(handlers: readonly JobHandler[]): Promise<{ readonly ran: number; readonly failed: number }>;
  /** Jobs by what became of them. `dead`: their last attempt failed. */
  counts(): Promise<{ readonly ready: number; readonly active: number; readonly dead: number }>;
  /** True while this process works off jobs. */
  readonly working: boolean;
  /** True when this process should work off jobs and its last look at the queue failed. */
  readonly broken: boolean;
  close(): Promise<void>;
}

/**
 * Opens the queue: pg-boss in a schema of its own on the same database, so that a job and the change that
 * caused it are one transaction.
 */
export async function openQueue(open: OpenDatabase, options: OpenQueueOptions): Promise<OpenQueue> {
  const boss = new PgBoss({
    schema: bossSchema,
    ...connectionOf(open),
    useListenNotify: open.driver.kind === "pglite" || open.driver.keepsSession,
    schedule: false,
    // Maintenance is the workers' business; `startWorker` runs it.
    supervise: true,
    superviseIntervalSeconds: 60,
    monitorVacuum: false,
    reindex: false,
  });
  boss.on("error", (error) => options.log.error({ error }, "queue error"));
  boss.on("warning", (warning) => options.log.debug({ warning: warning.message }, "queue warning"));
  await boss.start();
  // The lock of the directory keeps every other process out; a Postgres is shared, and there jobs have a heartbeat.
  const isShared = open.driver.kind === "postgres";
  if (!isShared) await takeOver(boss, "all that run");
  const known = await ensureQueues(boss, definedJobs(), isShared);
  await open.database.transaction((tx) => protectTables(tx, [bossSchema]));
  const hint = openHint(open.driver, await wakeChannel(boss));
  let working = false;

  async function enqueueMany(
    tx: Transaction,
    job: JobDefinition,
    items: readonly (EnqueueOptions & { readonly data: unknown })[],
  ): Promise<void> {
    if (!known.has(job.name)) throw undefinedJob(job);
    if (items.length === 0) return;
    const jobs = items.map(({ data, key, startAt, priority, group }): JobInsert => {
      job.data.parse(data);
      return {
        data: { data },
        // The queue's policy is 'exclusive': one unfinished job per key. Without a key each job is its own.
        singletonKey: key ?? randomUUID(),
        ...(startAt === undefined ? {} : { startAfter: new Date(startAt.epochMilliseconds) }),
        ...(priority === undefined ? {} : { priority }),
        ...(group === undefined ? {} : { group: { id: group } }),
      };
    });
    await boss.insert(job.name, jobs, { db: within(tx) });
    if (items.some(({ startAt }) => startAt === undefined)) afterCommit(tx, () => hint.send(job.name));
  }

  /** One worker of one kind of job: what it fetched together it ends together, but for what failed or comes back later. */
  async function startOne(handler: JobHandler, pollSeconds: number): Promise<void> {
    let id = "";
    id = await boss.work(
      handler.definition.name,
      {
        includeMetadata: true,
        batchSize: handler.together,
        localGroupConcurrency: 1,
        pollingIntervalSeconds: pollSeconds,
        heartbeatRefreshSeconds: heartbeat.everySeconds,
      },
      async (jobs: JobWithMetadata<{ data: unknown }>[]) => {
        try {
          const ends = await Promise.allSettled(
            jobs.map(async (job) => {
              const outcome = await runJob(handler, job, options.log);
              // pg-boss then finds nothing to complete: the job is no longer active.
              if (outcome.kind === "failed") await boss.fail(job.name, job, { message: outcome.why });
              if (outcome.kind === "later") await putBack(boss, job, outcome.seconds);
            }),
          );
          // One whose end could not be written must not count as done: all are tried again.
          for (const end of ends) if (end.status === "rejected") throw end.reason;
        } finally {
          // Where there was one there may be more: without this a backlog would be worked off at one job for each look.
          boss.notifyWorker(id);
        }
      },
    );
  }

  const insertions = new Map<string, readonly [before: string, after: string]>();
  for (const name of known) insertions.set(name, await insertionOf(boss, name));

  return {
    enqueueing(job, rows) {
      const parts = insertions.get(job.name);
      if (parts === undefined) throw undefinedJob(job);
      const [before, after] = parts;
      const jobs = sql`select coalesce(json_agg(json_build_object(
        'data', json_build_object('data', r.data), 'singletonKey', r.key, 'priority', r.priority)), '[]')::text
        from (${rows}) r`;
      return {
        statement: sql`${sql.raw(before)}(${jobs})${sql.raw(after)}`,
        wake: () => hint.send(job.name),
      };
    },
    enqueue: (tx, job, data, how = {}) => enqueueMany(tx, job, [{ ...how, data }]),
    enqueueMany,
    async startWorker(handlers) {
      const pollSeconds = options.pollSeconds ?? 2;
      for (const handler of handlers) {
        for (let worker = 0; worker < handler.concurrency; worker += 1) await startOne(handler, pollSeconds);
      }
      const takingOver = isShared ? startTakingOver(boss, options.log) : null;
      working = true;
      return {
        async stop() {
          working = false;
          await takingOver?.stop();
          await Promise.all(handlers.map(({ definition }) => boss.offWork(definition.name, { wait: true })));
        },
      };
    },
    runDue: (handlers) => settleWaiting(boss, handlers, options.log),
    async counts() {
      const { rows } = await boss.getDb().executeSql(
        `select count(*) filter (where name <> $1 and state < 'active' and start_after <= now())::int as ready,
                count(*) filter (where name <> $1 and state = 'active')::int as active,
                count(*) filter (where name = $1)::int as dead
           from ${bossSchema}.job`,
        [deadLetterQueue],
      );
      const [row] = rows;
      return { ready: Number(row?.ready ?? 0), active: Number(row?.active ?? 0), dead: Number(row?.dead ?? 0) };
    },
    get working() {
      return working;
    },
    get broken() {
      return working && boss.getWipData({ includeInternal: false }).some(isStuck);
    },
    async close() {
      working = false;
      await hint.close();
      await boss.stop({ graceful: true, timeout: 10_000 });
    },
  };
}

/** The channel on which pg-boss listens for the name of a queue that has work. It names it only in SQL of its own. */
async function wakeChannel(boss: PgBoss): Promise<string> {
  const { rows } = await boss
    .getDb()
    .executeSql(`select 'pgboss_' || left(encode(sha224('${bossSchema}'::bytea), 'hex'), 24) as channel`);
  return String(rows[0]?.channel);
}

function undefinedJob(job: JobDefinition): Error {
  return new Error(`The job ${job.name} was defined after the queue was opened; import it from the feature's index.`);
}

/** pg-boss's own statement that inserts jobs of this name, without the one parameter that holds them as JSON. */
async function insertionOf(boss: PgBoss, name: string): Promise<readonly [before: string, after: string]> {
  const statements: string[] = [];
  const db: Db = {
    executeSql: async (text) => {
      statements.push(text);
      return { rows: [] };
    },
  };
  await boss.insert(name, [{ data: {}, singletonKey: "none" }], { db });
  const [before, after, ...more] = statements.join(";").split("$1");
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error("pg-boss inserts jobs in another way than by one statement with one parameter.");
  }
  return [before, after];
}

/** pg-boss's statements, run inside our transaction. */
function within(tx: Transaction): Db {
  return fromDrizzle(
    {
      async execute(query) {
        if (!is(query, SQL)) throw new TypeError("pg-boss passed a statement that Drizzle did not make.");
        return { rows: [...rowsOf(await tx.execute(query))] };
      },
    },
    sql,
  );
}

function connectionOf({ driver }: OpenDatabase) {
  // On Postgres pg-boss keeps a small pool of its own: it needs one connection of it to listen on.
  return driver.kind === "pglite"
    ? ({ db: fromPglite(driver.pglite), backend: "pglite" } as const)
    : { connectionString: driver.url, max: 4, application_name: "punctual-queue" };
}

/** Makes the queues that are missing and brings the others up to date. Returns the names of all. */
async function ensureQueues(
  boss: PgBoss,
  definitions: readonly JobDefinition[],
  isShared: boolean,
): Promise<ReadonlySet<string>> {
  const existing = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  if (!existing.has(deadLetterQueue)) {
    await boss.createQueue(deadLetterQueue, { deleteAfterSeconds: 90 * 86_400, retentionSeconds: 90 * 86_400 });
  }
  for (const definition of definitions) {
    const { name } = definition;
    const settings = settingsOf(definition, isShared);
    const found = existing.get(name);
    if (found !== undefined && !differs(found, settings)) continue;
    if (found === undefined) await boss.createQueue(name, { policy: "exclusive", ...settings });
    else await boss.updateQueue(name, settings);
    // pg-boss reads a queue's row on first use, by its own connection; PGlite has one, and an enqueueing transaction
    // would hold it while it waits for that read.
    await boss.findJobs(name, { id: "00000000-0000-0000-0000-000000000000" });
  }
  return new Set(definitions.map(({ name }) => name));
}

function settingsOf(definition: JobDefinition, isShared: boolean) {
  return {
    retryLimit: definition.retryLimit,
    retryDelay: definition.retryDelaySeconds,
    retryBackoff: true,
    retryDelayMax: 3600,
    expireInSeconds: definition.expireSeconds,
    ...(isShared ? { heartbeatSeconds: heartbeat.deadAfterSeconds } : {}),
    deadLetter: deadLetterQueue,
    deleteAfterSeconds: 7 * 86_400,
    // We wake the workers ourselves, after the commit: see `afterCommit`.
    notify: false,
  };
}

/** A worker whose newest error is newer than its newest look at the queue. */
function isStuck(worker: { readonly lastErrorOn: number | null; readonly lastFetchedOn: number | null }): boolean {
  return worker.lastErrorOn !== null && worker.lastErrorOn > (worker.lastFetchedOn ?? 0) + 5_000;
}

function differs(existing: object, wanted: Readonly<Record<string, unknown>>): boolean {
  const now = new Map(Object.entries(existing));
  return Object.entries(wanted).some(([key, value]) => now.get(key) !== value);
}
