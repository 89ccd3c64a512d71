import type { SQL } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type * as z from "zod";
import type { Transaction } from "../database/database.ts";

/** A kind of background work. Its definition stands apart from its handler, so that anyone may enqueue it. */
export interface JobDefinition<Schema extends z.ZodType = z.ZodType> {
  /** `feature.verb-noun`. */
  readonly name: string;
  readonly data: Schema;
  /** At least 1: a process that is killed over an attempt must not be the end of the job. */
  readonly retryLimit: number;
  /** Seconds before the first retry; doubles each time. */
  readonly retryDelaySeconds: number;
  /** Seconds after which an attempt counts as failed. */
  readonly expireSeconds: number;
}

const defined = new Map<string, JobDefinition>();

/** Declares a kind of job. Its queue exists in every process that loaded the definition. */
export function defineJob<const Schema extends z.ZodType>(definition: JobDefinition<Schema>): JobDefinition<Schema> {
  if (defined.has(definition.name)) throw new Error(`Two jobs are called ${definition.name}.`);
  if (definition.retryLimit < 1) throw new Error(`The job ${definition.name} must have a second attempt.`);
  defined.set(definition.name, definition);
  return definition;
}

/** Every definition that was loaded so far: what `openQueue` makes queues for. */
export function definedJobs(): readonly JobDefinition[] {
  return [...defined.values()];
}

export interface EnqueueOptions {
  /** The same key twice, while the first is unfinished, is one job. */
  readonly key?: string;
  readonly startAt?: Temporal.Instant;
  /** Higher goes first; a waiting person beats a sweep. Default 0. */
  readonly priority?: number;
  /** Of the jobs of one group a process runs one at a time, so that a slow one keeps only its own kind waiting. */
  readonly group?: string;
}

export interface JobAttempt {
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** True when a failure now is final. A `NotNow` is no failure. */
  readonly last: boolean;
  readonly signal: AbortSignal;
}

/**
 * Thrown by a job that cannot do its work yet, through no fault of its own: it comes back after so many seconds, as the
 * same attempt. It is no failure, so a job that catches errors to note what failed must let this one pass, even when
 * its attempt is the last.
 */
export class NotNow extends Error {
  override readonly name = "NotNow";
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface JobHandler {
  readonly definition: JobDefinition;
  /** How many are fetched and ended together; they run side by side, and each has an outcome of its own. */
  readonly together: number;
  /** How many times as many run at once. */
  readonly concurrency: number;
  readonly run: (data: unknown, attempt: JobAttempt) => Promise<void>;
}

/** Ties a handler to a definition, with the data parsed by the definition's schema. */
export function handleJob<Schema extends z.ZodType>(
  definition: JobDefinition<Schema>,
  concurrency: number,
  run: (data: z.output<Schema>, attempt: JobAttempt) => Promise<void>,
  together = 1,
): JobHandler {
  return { definition, concurrency, together, run: (data, attempt) => run(definition.data.parse(data), attempt) };
}

export interface Queue {
  /** Enqueues within the caller's transaction: the job exists exactly when the transaction commits. */
  enqueue<Schema extends z.ZodType>(
    tx: Transaction,
    job: JobDefinition<Schema>,
    data: z.input<Schema>,
    options?: EnqueueOptions,
  ): Promise<void>;
  /** Enqueues several at once, in one statement. */
  enqueueMany<Schema extends z.ZodType>(
    tx: Transaction,
    job: JobDefinition<Schema>,
    items: readonly (EnqueueOptions & { readonly data: z.input<Schema> })[],
  ): Promise<void>;
  /**
   * For a caller who does all of its work in one statement: what enqueues a job for each row of `rows`, a query for
   * `data` (JSON as the job's schema wants it), `key` and `priority`. Call `wake` once the statement has committed.
   */
  enqueueing(job: JobDefinition, rows: SQL): { readonly statement: SQL; wake(): void };
}
