import { type CalendlyClient, CalendlyError, endpoints, type Invitee, type ScheduledEvent } from "@punctual/calendly";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import { translateReading } from "../../platform/calendly/translate-session.ts";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import type { JobAttempt } from "../../platform/queue/job.ts";
import { calendlyFor, findConnection } from "../connections/index.ts";
import { afterApplied, applyChange, urisOf } from "./apply-change.ts";
import { lockUris, realtorsOf, saveBackfill } from "./queries.ts";
import type { Applied } from "./types.ts";

/** How far back sessions are copied, in hours. */
const history = { hours: 90 * 24 };
/** Sessions in one page; each costs one more call for its invitees. */
const pageSize = 50;
/** Calls for invitees under way at once. */
const parallel = 4;

/** Where a backfill stands. The window goes along: Calendly's page tokens belong to the query that made them. */
const positionSchema = z.object({ minStartAt: z.string(), pageToken: z.string().nullable() });
type Position = z.infer<typeof positionSchema>;

export type EnqueuePage = (
  tx: Transaction,
  page: { readonly coachId: string; readonly cursor: string },
) => Promise<void>;

/** Begins to copy what the coach's Calendly account holds: everything that starts from 90 days ago on. */
export async function startBackfill(context: Context, coachId: string, enqueuePage: EnqueuePage): Promise<void> {
  const now = context.clock.now();
  const cursor = write({ minStartAt: now.subtract(history).toString(), pageToken: null });
  await context.database.transaction(async (tx) => {
    const started = await saveBackfill(tx, coachId, { from: null, state: "running", cursor, sessions: 0, at: now });
    if (started === null) return;
    await enqueuePage(tx, { coachId, cursor });
    await context.live.publish(tx, { topic: "connection", id: started.connectionId, audience: [coachId] });
  });
}

/**
 * Copies one page of sessions and enqueues the next. The page's sessions, the place to go on and the next job are
 * committed together, so that a crash repeats at most this page, which changes nothing.
 *
 * @throws when Calendly cannot be asked just now; the job tries again, and the connection says so after the last time.
 */
export async function backfillPage(
  context: Context,
  page: { readonly coachId: string; readonly cursor: string },
  attempt: Pick<JobAttempt, "last" | "signal">,
  enqueuePage: EnqueuePage,
): Promise<void> {
  const { coachId, cursor } = page;
  const connection = await findConnection(context.database, coachId);
  // Another backfill began meanwhile, or this page is done: its successor is on its way.
  if (connection === undefined || connection.backfillCursor !== cursor) return;
  const access = await calendlyFor(context, coachId);
  if (access.kind !== "ready") return fail(context, coachId, cursor);

  const position = positionSchema.parse(JSON.parse(cursor));
  let read: { changes: SessionChange[]; next: string | null };
  try {
    read = await readPage(context, access.client, connection.userUri, position, attempt.signal);
  } catch (error) {
    if (error instanceof CalendlyError && error.code === "invalid_argument" && position.pageToken !== null) {
      // A page token that Calendly has forgotten: what was copied is found again, unchanged.
      return startBackfill(context, coachId, enqueuePage);
    }
    if (attempt.last) await fail(context, coachId, cursor);
    throw error;
  }
  const { changes, next } = read;
  const nextCursor = next === null ? null : write({ ...position, pageToken: next });
  const applied = await context.database.transaction(async (tx) => {
    await lockUris(tx, changes.flatMap(urisOf));
    const saved = await saveBackfill(tx, coachId, {
      from: cursor,
      state: nextCursor === null ? "done" : "running",
      cursor: nextCursor,
      sessions: connection.backfillSessions + changes.length,
      at: context.clock.now(),
    });
    if (saved === null) return [];
    // What happened since the coach connected is news, though the backfill may see it before its webhook does.
    const options = { notify: { since: connection.connectedAt }, quietly: true };
    const results: Applied[] = [];
    for (const change of changes) results.push(await applyChange(context, tx, change, options));
    if (nextCursor !== null) await enqueuePage(tx, { coachId, cursor: nextCursor });
    await context.live.publish(tx, { topic: "connection", id: saved.connectionId, audience: [coachId] });
    await publishPage(context, tx, coachId, results);
    return results;
  });
  for (const result of applied) afterApplied(context, result);
}

/** One notice for the whole page: one for each session would make every open list read 50 times. */
async function publishPage(
  context: Context,
  tx: Transaction,
  coachId: string,
  results: readonly Applied[],
): Promise<void> {
  const changed = results.flatMap((result) => (result.kind === "applied" && result.changed ? [result.sessionId] : []));
  if (changed.length === 0) return;
  const realtors = [...(await realtorsOf(tx, changed)).values()].flat();
  await context.live.publish(tx, { topic: "sessions", id: null, audience: [...new Set([coachId, ...realtors])] });
}

async function readPage(
  context: Context,
  client: CalendlyClient,
  userUri: string,
  position: Position,
  signal: AbortSignal,
): Promise<{ changes: SessionChange[]; next: string | null }> {
  const pages = client.paginate(
    endpoints.listScheduledEvents,
    { query: { user: userUri, min_start_time: position.minStartAt, sort: "start_time:asc", count: pageSize }, signal },
    { pageToken: position.pageToken },
  );
  const first = await pages.next();
  if (first.done) return { changes: [], next: null };
  const { items, nextPageToken } = first.value;
  const changes: SessionChange[] = [];
  for (let index = 0; index < items.length; index += parallel) {
    const batch = items.slice(index, index + parallel);
    changes.push(...(await Promise.all(batch.map((event) => readWithInvitees(context, client, event, signal)))));
  }
  return { changes, next: nextPageToken };
}

/** A scheduled event that was read, together with all its invitees, as a change of the mirror. */
export async function readWithInvitees(
  context: Context,
  client: CalendlyClient,
  event: ScheduledEvent,
  signal?: AbortSignal,
): Promise<SessionChange> {
  // Taken before the call: what happens during it must not look older than it is.
  const observedAt = context.clock.now();
  const invitees: Invitee[] = [];
  const pages = client.paginate(endpoints.listEventInvitees, {
    params: { uuid: event.uri },
    query: { count: 100 },
    ...(signal === undefined ? {} : { signal }),
  });
  for await (const page of pages) invitees.push(...page.items);
  return translateReading(event, invitees, observedAt, context.config.calendly);
}

async function fail(context: Context, coachId: string, cursor: string): Promise<void> {
  await context.database.transaction(async (tx) => {
    const at = context.clock.now();
    const saved = await saveBackfill(tx, coachId, { from: cursor, state: "failed", cursor, sessions: null, at });
    if (saved === null) return;
    await context.live.publish(tx, { topic: "connection", id: saved.connectionId, audience: [coachId] });
  });
}

function write(position: Position): string {
  return JSON.stringify({
    minStartAt: Temporal.Instant.from(position.minStartAt).toString(),
    pageToken: position.pageToken,
  });
}
