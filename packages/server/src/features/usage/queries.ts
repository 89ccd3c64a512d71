import { and, asc, count, desc, eq, gte, isNotNull, max, min, notLike, type SQL, sql } from "drizzle-orm";
import type { Database } from "../../platform/database/database.ts";
import { calendlyCalls, connections, people } from "../../platform/database/schema.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import type { Span } from "./types.ts";

const calls = calendlyCalls;
const unsent = sql`${calls.code} in ('held_back', 'circuit_open')`;
const sent = sql`(${calls.code} is null or not ${unsent})`;
const failed = sql`(${calls.code} is not null and not ${unsent})`;
/** The OAuth server counts its own calls. */
const withinLimit = notLike(calls.endpoint, "oauth.%");

const counted = (condition: SQL) => sql<number>`count(*) filter (where ${condition})::int`;
const within = (span: Span) => gte(calls.at, span.from);

/** Calls of the whole programme. */
export async function selectTotals(db: Database, _admin: AuthorizedAdmin, span: Span) {
  const [row] = await db
    .select({
      calls: counted(sent),
      failed: counted(failed),
      throttled: counted(sql`${calls.status} = 429`),
      heldBack: counted(sql`${calls.code} = 'held_back'`),
      notSent: counted(sql`${calls.code} = 'circuit_open'`),
    })
    .from(calls)
    .where(within(span));
  return row ?? { calls: 0, failed: 0, throttled: 0, heldBack: 0, notSent: 0 };
}

/** Calls by part of the span, from 0; parts without any are left out. */
export function selectTimeline(db: Database, _admin: AuthorizedAdmin, span: Span) {
  const part = sql<number>`floor((extract(epoch from ${calls.at}) - ${span.from.epochMilliseconds / 1_000}::float8) / ${span.partSeconds}::float8)::int`;
  return db
    .select({ part: part.as("part"), calls: counted(sent), failed: counted(failed) })
    .from(calls)
    .where(within(span))
    .groupBy(sql`part`);
}

export function selectPurposes(db: Database, _admin: AuthorizedAdmin, span: Span) {
  return db
    .select({ purpose: calls.purpose, calls: counted(sent) })
    .from(calls)
    .where(within(span))
    .groupBy(calls.purpose)
    .orderBy(desc(counted(sent)), asc(calls.purpose));
}

/** Calls by coach, those with the most first. Calls of people who are gone stand together, without a coach. */
export async function selectCoaches(db: Database, _admin: AuthorizedAdmin, span: Span, limit: number) {
  const minutes = db.$with("minutes").as(
    db
      .select({
        coachId: calls.coachId,
        minute: sql<number>`floor(extract(epoch from ${calls.at}) / 60)`.as("minute"),
        calls: counted(sent).as("calls"),
        throttled: counted(sql`${calls.status} = 429`).as("throttled"),
        waited: counted(sql`${calls.waited} and ${sent}`).as("waited"),
        heldBack: counted(sql`${calls.code} = 'held_back'`).as("held_back"),
      })
      .from(calls)
      .where(and(within(span), withinLimit))
      .groupBy(calls.coachId, sql`minute`),
  );
  const total = sql<number>`sum(${minutes.calls})::int`;
  return db
    .with(minutes)
    .select({
      coachId: people.id,
      name: people.name,
      userUri: connections.userUri,
      calls: total,
      peakPerMinute: sql<number>`max(${minutes.calls})::int`,
      throttled: sql<number>`sum(${minutes.throttled})::int`,
      waited: sql<number>`sum(${minutes.waited})::int`,
      heldBack: sql<number>`sum(${minutes.heldBack})::int`,
      coaches: sql<number>`(count(*) over ())::int`,
    })
    .from(minutes)
    .leftJoin(people, eq(people.id, minutes.coachId))
    .leftJoin(connections, eq(connections.coachId, minutes.coachId))
    .groupBy(people.id, people.name, connections.userUri)
    .orderBy(desc(total), asc(people.name))
    .limit(limit);
}

/** Calls by endpoint, with how long answers took. */
export function selectEndpoints(db: Database, _admin: AuthorizedAdmin, span: Span) {
  const answered = sql`filter (where ${calls.status} is not null)`;
  const latency = (share: number) =>
    sql<
      number | null
    >`round(percentile_cont(${share}::float8) within group (order by ${calls.latencyMs}) ${answered})::int`;
  return db
    .select({
      endpoint: calls.endpoint,
      calls: counted(sent),
      failed: counted(failed),
      p50Ms: latency(0.5),
      p95Ms: latency(0.95),
    })
    .from(calls)
    .where(within(span))
    .groupBy(calls.endpoint)
    .orderBy(desc(counted(sent)), asc(calls.endpoint));
}

/** What went wrong, by endpoint and code, the most frequent first. */
export async function selectErrors(db: Database, _admin: AuthorizedAdmin, span: Span, limit: number) {
  const attempts = db.$with("attempts").as(
    db
      .select({ endpoint: calls.endpoint, attempts: count().as("attempts") })
      .from(calls)
      .where(within(span))
      .groupBy(calls.endpoint),
  );
  return db
    .with(attempts)
    .select({
      endpoint: calls.endpoint,
      code: sql<string>`${calls.code}`,
      status: sql<number | null>`mode() within group (order by ${calls.status})`,
      count: sql<number>`count(*)::int`,
      share: sql<number>`(count(*)::float8 / max(${attempts.attempts}))`,
      coaches: sql<number>`count(distinct ${calls.coachId})::int`,
      firstAt: min(calls.at),
      lastAt: max(calls.at),
    })
    .from(calls)
    .innerJoin(attempts, eq(attempts.endpoint, calls.endpoint))
    .where(and(within(span), isNotNull(calls.code)))
    .groupBy(calls.endpoint, calls.code)
    .orderBy(desc(count()), asc(calls.endpoint), asc(calls.code))
    .limit(limit);
}
