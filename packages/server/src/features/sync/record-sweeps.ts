import { and, asc, eq, gte, inArray, isNull, lt, max, min, ne, or, type SQL, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { instantFromPostgres } from "../../platform/database/instant.ts";
import {
  connections,
  invitees,
  people,
  type StoredDifference,
  sessions,
  sweeps,
} from "../../platform/database/schema.ts";
import type { Mirrored, SweepRecord, Tie } from "./types.ts";

/** Differences that are kept by name; the others are only counted. */
const keptDifferences = 50;

export async function findSweep(db: Queryable, id: string): Promise<SweepRecord | undefined> {
  const [row] = await db.select().from(sweeps).where(eq(sweeps.id, id));
  return row;
}

/** The sweep where it stands, held until the transaction ends; undefined when it is over or elsewhere. */
export async function lockSweep(
  tx: Transaction,
  at: { readonly id: string; readonly cursor: string },
): Promise<SweepRecord | undefined> {
  const [row] = await tx
    .select()
    .from(sweeps)
    .where(and(eq(sweeps.id, at.id), eq(sweeps.cursor, at.cursor), eq(sweeps.state, "running")))
    .for("update");
  return row;
}

/** The coach's sweeps that run. */
export function selectRunningSweeps(db: Queryable, coachId: string) {
  return db
    .select({ id: sweeps.id, depth: sweeps.depth })
    .from(sweeps)
    .where(and(eq(sweeps.coachId, coachId), eq(sweeps.state, "running")));
}

export async function insertSweep(
  tx: Transaction,
  sweep: Pick<SweepRecord, "id" | "coachId" | "connectionId" | "depth" | "cause" | "cursor" | "fromAt" | "startedAt">,
): Promise<void> {
  await tx.insert(sweeps).values({ ...sweep, state: "running" });
}

/** What one page of a sweep adds. */
export interface SweepStep {
  /** Null after the last page. */
  readonly cursor: string | null;
  readonly sessionsCompared: number;
  readonly inviteesCompared: number;
  readonly differences: readonly StoredDifference[];
  readonly at: Temporal.Instant;
}

/** Moves a locked sweep on, or ends it. */
export async function advanceSweep(tx: Transaction, sweep: SweepRecord, step: SweepStep): Promise<void> {
  const done = step.cursor === null;
  await tx
    .update(sweeps)
    .set({
      cursor: step.cursor,
      sessionsCompared: sweep.sessionsCompared + step.sessionsCompared,
      inviteesCompared: sweep.inviteesCompared + step.inviteesCompared,
      found: sweep.found + step.differences.length,
      repaired: sweep.repaired + step.differences.filter(({ repaired }) => repaired).length,
      differences: [...sweep.differences, ...step.differences].slice(0, keptDifferences),
      ...(done ? { state: "done", endedAt: step.at } : {}),
    })
    .where(eq(sweeps.id, sweep.id));
  if (!done) return;
  await tx
    .update(connections)
    .set({ sweptAt: sweep.startedAt, ...(sweep.depth === "full" ? { sweptFullyAt: sweep.startedAt } : {}) })
    .where(eq(connections.id, sweep.connectionId));
}

/** Puts a sweep back to its beginning: its cursor is one that nobody can read. */
export async function restartSweep(tx: Transaction, id: string, cursor: string): Promise<void> {
  const nothing = { sessionsCompared: 0, inviteesCompared: 0, found: 0, repaired: 0, differences: [] };
  await tx
    .update(sweeps)
    .set({ cursor, ...nothing })
    .where(eq(sweeps.id, id));
}

/** Ends sweeps that did not come to their end; answers whose they were. */
export async function failSweeps(
  tx: Transaction,
  which: { readonly id: string } | { readonly startedBefore: Temporal.Instant },
  failure: { readonly trouble: string; readonly at: Temporal.Instant },
): Promise<readonly { readonly id: string; readonly coachId: string }[]> {
  return tx
    .update(sweeps)
    .set({ state: "failed", trouble: failure.trouble, endedAt: failure.at })
    .where(
      and(
        eq(sweeps.state, "running"),
        "id" in which ? eq(sweeps.id, which.id) : lt(sweeps.startedAt, which.startedBefore),
      ),
    )
    .returning({ id: sweeps.id, coachId: sweeps.coachId });
}

/** Start of the oldest mirrored session of this Calendly user; null when there is none. */
export async function oldestStart(tx: Transaction, account: Account): Promise<Temporal.Instant | null> {
  const [row] = await tx
    .select({ startAt: min(sessions.startAt) })
    .from(sessions)
    .where(hostedBy(account));
  return row?.startAt ?? null;
}

/** The mirrored sessions of these URIs with all their invitees, by URI. Three statements at most, however many. */
export async function readMirrored(db: Queryable, uris: readonly string[]): Promise<Map<string, Mirrored>> {
  if (uris.length === 0) return new Map();
  const rows = await db
    .select()
    .from(sessions)
    .where(inArray(sessions.uri, [...uris]));
  const ids = rows.map(({ id }) => id);
  const people = ids.length === 0 ? [] : await db.select().from(invitees).where(inArray(invitees.sessionId, ids));
  const ties = await readTies(db, people);
  const bySession = new Map<string, Map<string, Readonly<Record<string, unknown>>>>(ids.map((id) => [id, new Map()]));
  for (const person of people) bySession.get(person.sessionId)?.set(person.uri, { ...person });
  return new Map(
    rows.map((row) => [
      row.uri,
      {
        sessionId: row.id,
        updatedAt: row.updatedAt,
        goneAt: row.goneAt,
        location: row.location,
        session: { ...row },
        invitees: bySession.get(row.id) ?? new Map(),
        ties,
      },
    ]),
  );
}

/** Of the links of these invitees those that the other half, which is mirrored too, says as well. */
async function readTies(
  db: Queryable,
  halves: readonly (Tie & { readonly uri: string })[],
): Promise<ReadonlyMap<string, Tie>> {
  const linked = halves.filter((half) => half.oldInviteeUri !== null || half.newInviteeUri !== null);
  const named = linked.flatMap((half) => [half.oldInviteeUri, half.newInviteeUri]).filter((uri) => uri !== null);
  if (named.length === 0) return new Map();
  const rows = await db
    .select({ uri: invitees.uri, oldInviteeUri: invitees.oldInviteeUri, newInviteeUri: invitees.newInviteeUri })
    .from(invitees)
    .where(inArray(invitees.uri, named));
  const others = new Map(rows.map((row) => [row.uri, row]));
  return new Map(
    linked.map(({ uri, oldInviteeUri, newInviteeUri }) => {
      const [before, after] = [others.get(oldInviteeUri ?? ""), others.get(newInviteeUri ?? "")];
      const tie = {
        oldInviteeUri: before?.newInviteeUri === uri ? oldInviteeUri : null,
        newInviteeUri: after?.oldInviteeUri === uri ? newInviteeUri : null,
      };
      return [uri, tie];
    }),
  );
}

/** A coach as a Calendly user: sessions of an account that was connected before are none of this one's business. */
export interface Account {
  readonly coachId: string;
  readonly userUri: string;
}

/**
 * Mirrored sessions that a page of Calendly's list should have held and did not: they start in its window and were booked
 * before it was read. By URI, after the one that was looked into last.
 */
export function selectUnlisted(
  db: Queryable,
  account: Account,
  page: {
    readonly window: { readonly from: Temporal.Instant; readonly to: Temporal.Instant | null };
    readonly listed: readonly string[];
    readonly after: string | null;
    readonly bookedBefore: Temporal.Instant;
    readonly limit: number;
  },
) {
  const { from, to } = page.window;
  return db
    .select({ id: sessions.id, uri: sessions.uri })
    .from(sessions)
    .where(
      and(
        hostedBy(account),
        isNull(sessions.goneAt),
        gte(sessions.startAt, from),
        to === null ? undefined : lt(sessions.startAt, to),
        lt(sessions.calendlyCreatedAt, page.bookedBefore),
        page.after === null ? undefined : sql`${sessions.uri} > ${page.after}`,
        sql`${sessions.uri} <> all(${sql.param([...page.listed])}::text[])`,
      ),
    )
    .orderBy(asc(sessions.uri))
    .limit(page.limit);
}

function hostedBy({ coachId, userUri }: Account): SQL | undefined {
  return and(eq(sessions.coachId, coachId), sql`${sessions.hosts} @> ${JSON.stringify([{ userUri }])}::jsonb`);
}

/** When the sweep before this one began; null when it is the first that came to its end. */
export async function sweptBefore(db: Queryable, sweep: SweepRecord): Promise<Temporal.Instant | null> {
  const [row] = await db
    .select({ startedAt: max(sweeps.startedAt) })
    .from(sweeps)
    .where(
      and(
        eq(sweeps.coachId, sweep.coachId),
        eq(sweeps.state, "done"),
        ne(sweeps.id, sweep.id),
        lt(sweeps.startedAt, sweep.startedAt),
      ),
    );
  return row?.startedAt ?? null;
}

/** An account that can be swept, and when its newest sweep of each depth began. */
export interface SweptCoach {
  readonly coachId: string;
  readonly isPolled: boolean;
  readonly connectedAt: Temporal.Instant;
  readonly recentAt: Temporal.Instant | null;
  readonly fullAt: Temporal.Instant | null;
}

/** Every account that works and is not being copied just now; or that of one coach. */
export async function selectSweptCoaches(db: Queryable, coachId?: string): Promise<SweptCoach[]> {
  const newest = (depth: "recent" | "full") =>
    sql<Temporal.Instant | null>`(
      select ${sweeps.startedAt} from ${sweeps}
      where ${sweeps.coachId} = ${connections.coachId} and ${sweeps.depth} = ${depth}
        and ${sweeps.startedAt} >= ${connections.connectedAt}
      order by ${sweeps.startedAt} desc limit 1)`.mapWith((value: string) => instantFromPostgres(value));
  return (
    db
      .select({
        coachId: connections.coachId,
        isPolled: sql<boolean>`${connections.webhookState} = 'polling'`,
        connectedAt: connections.connectedAt,
        recentAt: newest("recent"),
        fullAt: newest("full"),
      })
      .from(connections)
      // Two tables, or Drizzle would leave the table's name out of the columns above.
      .innerJoin(people, eq(people.id, connections.coachId))
      .where(
        and(
          eq(connections.state, "active"),
          ne(connections.backfillState, "running"),
          coachId === undefined ? undefined : eq(connections.coachId, coachId),
        ),
      )
  );
}

/** Removes old certificates; the newest full one of each coach stays, however old. */
export async function pruneSweeps(
  tx: Transaction,
  age: { readonly before: Temporal.Instant; readonly quietBefore: Temporal.Instant },
): Promise<void> {
  const lastFull = sql`(
    select distinct on (${sweeps.coachId}) ${sweeps.id} from ${sweeps}
    where ${sweeps.depth} = 'full' and ${sweeps.state} = 'done'
    order by ${sweeps.coachId}, ${sweeps.startedAt} desc)`;
  const isQuiet = and(
    eq(sweeps.depth, "recent"),
    eq(sweeps.cause, "schedule"),
    eq(sweeps.state, "done"),
    eq(sweeps.found, 0),
    lt(sweeps.startedAt, age.quietBefore),
  );
  const isOld = and(lt(sweeps.startedAt, age.before), sql`${sweeps.id} not in ${lastFull}`);
  await tx.delete(sweeps).where(and(ne(sweeps.state, "running"), or(isOld, isQuiet)));
}
