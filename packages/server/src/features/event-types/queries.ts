import { and, asc, eq, getTableColumns, ilike, inArray, isNull, lt, ne, notInArray, type SQL, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { EventTypeReading } from "../../platform/calendly/translate-event-type.ts";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { connections, eventTypes, people } from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";
import type { AuthorizedCoach, Viewer } from "../access/index.ts";
import type { EventTypeRecord } from "./types.ts";

/**
 * What the viewer may see of event types that are not deleted: a coach their own, a realtor those on offer whose coach
 * is connected and may come in, an admin all.
 */
function visibleTo(viewer: Viewer): SQL | undefined {
  switch (viewer.role) {
    case "coach":
      return eq(eventTypes.coachId, viewer.personId);
    case "realtor":
      return and(
        eq(eventTypes.offered, true),
        eq(eventTypes.active, true),
        ne(connections.state, "disconnected"),
        sql`exists (select 1 from ${people} where ${people.id} = ${eventTypes.coachId} and ${people.role} = 'coach' and ${people.suspendedAt} is null)`,
      );
    case "admin":
      return undefined;
  }
}

/**
 * One event type that the viewer may see. A realtor also finds one whose coach has to reconnect: the page is open
 * already, and is told why there is nothing to book instead of 'not found'.
 */
export async function findVisibleEventType(
  db: Queryable,
  viewer: Viewer,
  eventTypeId: string,
): Promise<EventTypeRecord | undefined> {
  const [row] = await db
    .select(getTableColumns(eventTypes))
    .from(eventTypes)
    .innerJoin(connections, eq(connections.id, eventTypes.connectionId))
    .where(and(eq(eventTypes.id, eventTypeId), isNull(eventTypes.deletedAt), visibleTo(viewer)));
  return row;
}

/** A coach's event types by name. A realtor gets none of a coach who cannot be booked now. */
export function selectEventTypes(
  db: Queryable,
  viewer: Viewer,
  filter: { readonly coachId: string; readonly search?: string | undefined },
): Promise<EventTypeRecord[]> {
  return db
    .select(getTableColumns(eventTypes))
    .from(eventTypes)
    .innerJoin(connections, eq(connections.id, eventTypes.connectionId))
    .where(
      and(
        eq(eventTypes.coachId, filter.coachId),
        isNull(eventTypes.deletedAt),
        visibleTo(viewer),
        viewer.role === "realtor" ? eq(connections.state, "active") : undefined,
        filter.search ? ilike(eventTypes.name, `%${filter.search.replace(/[\\%_]/g, "\\$&")}%`) : undefined,
      ),
    )
    .orderBy(asc(eventTypes.name), asc(eventTypes.id));
}

export async function isCoach(db: Queryable, personId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.id, personId), eq(people.role, "coach")));
  return row !== undefined;
}

/** Offers an event type of the coach, or stops offering it; undefined when they have no such one. */
export async function setOffered(
  tx: Transaction,
  coach: AuthorizedCoach,
  change: { readonly eventTypeId: string; readonly offered: boolean },
): Promise<EventTypeRecord | undefined> {
  const [row] = await tx
    .update(eventTypes)
    .set({ offered: change.offered })
    .where(
      and(eq(eventTypes.id, change.eventTypeId), eq(eventTypes.coachId, coach.personId), isNull(eventTypes.deletedAt)),
    )
    .returning();
  return row;
}

/** Which of these event types the coach already had. */
export async function selectKnownUris(tx: Transaction, coachId: string, uris: readonly string[]): Promise<string[]> {
  if (uris.length === 0) return [];
  const rows = await tx
    .select({ uri: eventTypes.uri })
    .from(eventTypes)
    .where(and(eq(eventTypes.coachId, coachId), inArray(eventTypes.uri, [...uris])));
  return rows.map((row) => row.uri);
}

interface Owner {
  readonly coachId: string;
  readonly connectionId: string;
}

/**
 * Keeps one reading. An older reading that arrives late changes nothing; what the coach decided about offering it
 * stays, unless the Calendly account has changed hands.
 */
export async function upsertEventType(
  tx: Transaction,
  owner: Owner,
  reading: EventTypeReading,
  at: { readonly readAt: Temporal.Instant; readonly offeredAtFirst: boolean },
): Promise<void> {
  const { uri, ...told } = reading;
  const changes = { ...owner, ...told, readAt: at.readAt };
  const keptByItsCoach = sql`case when ${eventTypes.coachId} = ${owner.coachId} then ${eventTypes.offered} else ${at.offeredAtFirst}::boolean end`;
  await tx
    .insert(eventTypes)
    .values({ id: newId("ety"), uri, ...changes, offered: at.offeredAtFirst })
    .onConflictDoUpdate({
      target: eventTypes.uri,
      set: { ...changes, offered: keptByItsCoach },
      setWhere: sql`${eventTypes.calendlyUpdatedAt} <= ${reading.calendlyUpdatedAt.toString()}::timestamptz`,
    });
}

/** Marks as deleted what Calendly no longer lists; what a later reading has seen stays. */
export async function markVanished(
  tx: Transaction,
  owner: Owner,
  listed: readonly string[],
  readAt: Temporal.Instant,
): Promise<number> {
  const gone = await tx
    .update(eventTypes)
    .set({ deletedAt: readAt })
    .where(
      and(
        eq(eventTypes.coachId, owner.coachId),
        isNull(eventTypes.deletedAt),
        lt(eventTypes.readAt, readAt),
        listed.length === 0 ? undefined : notInArray(eventTypes.uri, [...listed]),
      ),
    )
    .returning({ id: eventTypes.id });
  return gone.length;
}
