import { and, asc, desc, eq, gte, inArray, isNull, lt, ne, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Temporal } from "temporal-polyfill";
import type { Queryable } from "../../platform/database/database.ts";
import { connections, people, sweeps } from "../../platform/database/schema.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import type { SweepRecord } from "./types.ts";

const newest = alias(sweeps, "newest");
const full = alias(sweeps, "newest_full");
const running = alias(sweeps, "running");
const latest = alias(sweeps, "latest");

export type DriftRow = Awaited<ReturnType<typeof selectDrift>>[number];

export interface DriftFilter {
  readonly coachId?: string;
  readonly attention?: boolean;
  readonly after?: { readonly name: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** Coaches who are connected, by name, with their newest comparisons: the certificates of each. */
export function selectDrift(db: Queryable, filter: DriftFilter) {
  const certified = certificates(db, filter.coachId);
  return joinCertificates(db, certified)
    .where(
      and(
        filter.after === undefined
          ? undefined
          : sql`(${certified.name}, ${certified.coachId}) > (${filter.after.name}, ${filter.after.id})`,
        filter.attention
          ? or(ne(certified.state, "active"), isNull(newest.id), gte(remaining, 1), eq(latest.state, "failed"))
          : undefined,
      ),
    )
    .orderBy(asc(certified.name), asc(certified.coachId))
    .limit(filter.limit);
}

/** The sums over every coach whose Calendly can be asked. */
export async function selectFleetDrift(db: Queryable) {
  const certified = certificates(db);
  const active = sql`${certified.state} = 'active'`;
  const sum = (column: SQLWrapper) => sql<number>`coalesce(sum(${column}) filter (where ${active}), 0)::int`;
  const at = (edge: "min" | "max") =>
    sql<string | null>`${sql.raw(edge)}(${newest.endedAt}) filter (where ${active})`.mapWith(newest.endedAt);
  const [row] = await db
    .select({
      coaches: sql<number>`count(*) filter (where ${active})::int`,
      coachesCompared: sql<number>`count(${newest.id}) filter (where ${active})::int`,
      coachesUnreachable: sql<number>`count(*) filter (where not ${active})::int`,
      running: sql<number>`count(${running.id})::int`,
      sessionsCompared: sum(newest.sessionsCompared),
      inviteesCompared: sum(newest.inviteesCompared),
      found: sum(newest.found),
      repaired: sum(newest.repaired),
      remaining: sum(remaining),
      oldestAt: at("min"),
      newestAt: at("max"),
    })
    .from(certified)
    .leftJoin(newest, eq(newest.id, certified.newestId))
    .leftJoin(full, eq(full.id, certified.fullId))
    .leftJoin(running, eq(running.id, certified.runningId));
  return row;
}

/** What the newest and the newest full comparison left; one session may be in both, so the larger counts. */
const remaining = sql<number>`greatest(
  coalesce(${newest.found} - ${newest.repaired}, 0), coalesce(${full.found} - ${full.repaired}, 0))`;

/** Which sweeps a coach's certificates are: of the account that is connected now. */
function certificates(db: Queryable, coachId?: string) {
  const pick = (condition: SQL, name: string) =>
    sql<string | null>`(
      select ${sweeps.id} from ${sweeps}
      where ${sweeps.coachId} = ${connections.coachId} and ${sweeps.startedAt} >= ${connections.connectedAt}
        and ${condition}
      order by ${sweeps.startedAt} desc, ${sweeps.id} desc limit 1)`.as(name);
  return db
    .select({
      coachId: connections.coachId,
      name: people.name,
      state: connections.state,
      newestId: pick(sql`${sweeps.state} = 'done'`, "newest_id"),
      fullId: pick(sql`${sweeps.state} = 'done' and ${sweeps.depth} = 'full'`, "full_id"),
      runningId: pick(sql`${sweeps.state} = 'running'`, "running_id"),
      latestId: pick(sql`${sweeps.state} <> 'running'`, "latest_id"),
    })
    .from(connections)
    .innerJoin(people, eq(people.id, connections.coachId))
    .where(
      and(
        inArray(connections.state, ["active", "needs_reconnect"]),
        coachId === undefined ? undefined : eq(connections.coachId, coachId),
      ),
    )
    .as("certified");
}

function joinCertificates(db: Queryable, certified: ReturnType<typeof certificates>) {
  return db
    .select({
      coachId: certified.coachId,
      name: certified.name,
      state: certified.state,
      newest,
      full,
      running,
      latest,
    })
    .from(certified)
    .leftJoin(newest, eq(newest.id, certified.newestId))
    .leftJoin(full, eq(full.id, certified.fullId))
    .leftJoin(running, eq(running.id, certified.runningId))
    .leftJoin(latest, eq(latest.id, certified.latestId));
}

export interface SweepFilter {
  readonly coachId?: string | undefined;
  readonly attention?: boolean;
  readonly after: { readonly startedAt: Temporal.Instant; readonly id: string } | null;
  readonly limit: number;
}

/** Sweeps, newest first, with their coach's name. */
export function selectSweeps(
  db: Queryable,
  _admin: AuthorizedAdmin,
  filter: SweepFilter,
): Promise<{ readonly sweep: SweepRecord; readonly coachName: string }[]> {
  const { after } = filter;
  return db
    .select({ sweep: sweeps, coachName: people.name })
    .from(sweeps)
    .innerJoin(people, eq(people.id, sweeps.coachId))
    .where(
      and(
        filter.coachId === undefined ? undefined : eq(sweeps.coachId, filter.coachId),
        filter.attention ? or(gte(sweeps.found, 1), eq(sweeps.state, "failed")) : undefined,
        after === null
          ? undefined
          : or(
              lt(sweeps.startedAt, after.startedAt),
              and(eq(sweeps.startedAt, after.startedAt), lt(sweeps.id, after.id)),
            ),
      ),
    )
    .orderBy(desc(sweeps.startedAt), desc(sweeps.id))
    .limit(filter.limit);
}

/** The coach with this address; undefined when nobody of that role has it. */
export async function findCoach(
  db: Queryable,
  email: string,
): Promise<{ readonly id: string; readonly name: string } | undefined> {
  const [row] = await db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(eq(people.email, email.trim().toLowerCase()), eq(people.role, "coach")));
  return row;
}
