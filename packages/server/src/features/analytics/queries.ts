import { type SQL, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Database } from "../../platform/database/database.ts";
import { connections, invitees, people, sessions, webhookDeliveries } from "../../platform/database/schema.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import type { Weeks } from "./rules.ts";

/** All counts of the programme in one round trip. A week's sessions are those that start in it. */
export async function selectOverview(db: Database, _admin: AuthorizedAdmin, at: Weeks & { now: Temporal.Instant }) {
  const [row] = await db
    .select({
      coaches: count(sql`from ${people} where ${people.role} = 'coach'`),
      coachesConnected: count(sql`from ${connections} where ${connections.state} = 'active'`),
      coachesNeedingReconnect: count(sql`from ${connections} where ${connections.state} = 'needs_reconnect'`),
      realtors: count(sql`from ${people} where ${people.role} = 'realtor'`),
      sessionsThisWeek: count(sessionsBetween("active", at.thisWeek, at.nextWeek)),
      sessionsLastWeek: count(sessionsBetween("active", at.lastWeek, at.thisWeek)),
      upcomingSessions: count(sessionsBetween("active", at.now, null)),
      canceledThisWeek: count(sql`${sessionsBetween("canceled", at.thisWeek, at.nextWeek)} and not ${movedAway}`),
      deliveriesReceived: count(sql`from ${webhookDeliveries}`),
      deliveriesApplied: count(sql`from ${webhookDeliveries} where ${webhookDeliveries.state} = 'applied'`),
      deliveriesFailed: count(sql`from ${webhookDeliveries} where ${webhookDeliveries.state} in ('failed', 'dead')`),
      lastReceivedAt: sql<
        string | null
      >`(select max(${webhookDeliveries.receivedAt}) at time zone 'utc' from ${webhookDeliveries})::text`,
    })
    .from(sql`(select 1) as once`);
  return row;
}

function count(fromWhere: SQL): SQL<number> {
  return sql<number>`(select count(*)::int ${fromWhere})`;
}

/** Everybody went to another time: that is one move, counted where they went, and no cancellation. */
const movedAway = sql`coalesce(
  (select bool_and(${invitees.rescheduled}) from ${invitees} where ${invitees.sessionId} = ${sessions.id}), false)`;

/** What Calendly has deleted counts no more: there it does not either. */
function sessionsBetween(status: "active" | "canceled", from: Temporal.Instant, to: Temporal.Instant | null): SQL {
  const until = to === null ? sql`` : sql` and ${sessions.startAt} < ${to.toString()}::timestamptz`;
  return sql`from ${sessions} where ${sessions.goneAt} is null and ${sessions.status} = ${status} and ${sessions.startAt} >= ${from.toString()}::timestamptz${until}`;
}
