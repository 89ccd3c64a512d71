import {
  and,
  asc,
  count,
  countDistinct,
  desc,
  eq,
  gte,
  isNotNull,
  isNull,
  max,
  min,
  notLike,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { Database } from "../../platform/database/database.ts";
import { calendlyCalls, connections, people } from "../../platform/database/schema.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import type { Span } from "./types.ts";

const calls = calendlyCalls;
const sent = sql`(${calls.code} is null or ${calls.code} not in ('held_back', 'circuit_open'))`;
/** The OAuth server counts its own calls. */
const withinLimit = notLike(calls.endpoint, "oauth.%");

const counted = (condition: SQL) => sql<number>`count(*) filter (where ${condition})::int`;
const within = (span: Span) => gte(calls.at, span.from);

/** Calls by all that most of a page is counted by, in one pass: a week may have half a million. `part` counts from 0. */
export function selectGroups(db: Database, _admin: AuthorizedAdmin, span: Span) {
  const from = sql`${span.from.toString()}::timestamptz`;
  // Whole numbers throughout: `extract` would answer a numeric, which costs three times as much for each row.
  const bin = sql`date_bin(${`${span.partSeconds} seconds`}::interval, ${calls.at}, ${from})`;
  const binned = db.$with("binned").as(
    db
      .select({
        bin: bin.as("bin"),
        endpoint: calls.endpoint,
        purpose: calls.purpose,
        code: calls.code,
        status: calls.status,
        calls: count().as("calls"),
        firstAt: min(calls.at).as("first_at"),
        lastAt: max(calls.at).as("last_at"),
      })
      .from(calls)
      .where(within(span))
      .groupBy(sql`bin`, calls.endpoint, calls.purpose, calls.code, calls.status),
  );
  return db
    .with(binned)
    .select({
      part: sql<number>`(extract(epoch from ${binned.bin} - ${from}) / ${span.partSeconds}::int)::int`,
      endpoint: binned.endpoint,
      purpose: binned.purpose,
      code: binned.code,
      status: binned.status,
      calls: binned.calls,
      firstAt: binned.firstAt,
      lastAt: binned.lastAt,
    })
    .from(binned);
}

/**
 * Calls by coach, those with the most first. Calls of people who are gone stand together, without a coach: `coachIds` are
 * all that a row is made of.
 */
export async function selectCoaches(db: Database, _admin: AuthorizedAdmin, span: Span, limit: number) {
  const totals = db.$with("totals").as(
    db
      .select({
        coachId: calls.coachId,
        calls: counted(sent).as("calls"),
        throttled: counted(sql`${calls.status} = 429`).as("throttled"),
        waited: counted(sql`${calls.waited} and ${sent}`).as("waited"),
        heldBack: counted(sql`${calls.code} = 'held_back'`).as("held_back"),
      })
      .from(calls)
      .where(and(within(span), withinLimit))
      .groupBy(calls.coachId),
  );
  const total = sql<number>`sum(${totals.calls})::int`;
  return db
    .with(totals)
    .select({
      coachId: people.id,
      name: people.name,
      userUri: connections.userUri,
      coachIds: sql<(string | null)[]>`array_agg(${totals.coachId})`,
      calls: total,
      throttled: sql<number>`sum(${totals.throttled})::int`,
      waited: sql<number>`sum(${totals.waited})::int`,
      heldBack: sql<number>`sum(${totals.heldBack})::int`,
      coaches: sql<number>`(count(*) over ())::int`,
    })
    .from(totals)
    .leftJoin(people, eq(people.id, totals.coachId))
    .leftJoin(connections, eq(connections.coachId, totals.coachId))
    .groupBy(people.id, people.name, connections.userUri)
    .orderBy(desc(total), asc(people.name))
    .limit(limit);
}

/** The most calls of one minute, of each of these coaches. Counted for those who are shown: minutes are many. */
export async function selectPeaks(
  db: Database,
  _admin: AuthorizedAdmin,
  span: Span,
  coachIds: readonly (string | null)[],
): Promise<Map<string | null, number>> {
  const known = coachIds.filter((id) => id !== null);
  const whose = or(
    sql`${calls.coachId} = any(${sql.param(known)}::text[])`,
    known.length < coachIds.length ? isNull(calls.coachId) : undefined,
  );
  const minutes = db.$with("minutes").as(
    db
      .select({ coachId: calls.coachId, calls: counted(sent).as("calls") })
      .from(calls)
      .where(and(within(span), withinLimit, whose))
      .groupBy(calls.coachId, sql`date_bin('1 minute', ${calls.at}, 'epoch')`),
  );
  const rows = await db
    .with(minutes)
    .select({ coachId: minutes.coachId, peak: sql<number>`max(${minutes.calls})::int` })
    .from(minutes)
    .groupBy(minutes.coachId);
  return new Map(rows.map(({ coachId, peak }) => [coachId, peak]));
}

/** How many calls to each endpoint were answered after so many milliseconds. */
export function selectLatencies(db: Database, _admin: AuthorizedAdmin, span: Span) {
  return db
    .select({ endpoint: calls.endpoint, latencyMs: calls.latencyMs, calls: count() })
    .from(calls)
    .where(and(within(span), isNotNull(calls.status)))
    .groupBy(calls.endpoint, calls.latencyMs);
}

/** How many coaches each kind of failure met. */
export function selectConcerned(db: Database, _admin: AuthorizedAdmin, span: Span) {
  return db
    .select({ endpoint: calls.endpoint, code: calls.code, coaches: countDistinct(calls.coachId) })
    .from(calls)
    .where(and(within(span), isNotNull(calls.code)))
    .groupBy(calls.endpoint, calls.code);
}
