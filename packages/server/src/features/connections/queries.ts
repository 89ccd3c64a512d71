import { and, asc, eq, exists, getTableColumns, gt, ilike, isNull, ne, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import {
  connectAttempts,
  connections,
  eventTypes,
  people,
  type StoredCapability,
  sessions,
} from "../../platform/database/schema.ts";
import type { AuthorizedAdmin, AuthorizedRealtor } from "../access/index.ts";
import type { CoachCursor } from "./rules.ts";
import type { AttemptRecord, AttemptState, ConnectionRecord, ConsumedAttempt } from "./types.ts";

const { tokensSealed: _sealed, createdAt: _created, ...recordColumns } = getTableColumns(connections);

/** The coach's connection without its tokens. */
export async function findConnection(db: Queryable, coachId: string): Promise<ConnectionRecord | undefined> {
  const [row] = await db.select(recordColumns).from(connections).where(eq(connections.coachId, coachId));
  return row;
}

/** The coach's connection with its sealed tokens: for this feature only. */
export async function findSealedConnection(db: Queryable, coachId: string) {
  const [row] = await db.select().from(connections).where(eq(connections.coachId, coachId));
  return row;
}

/**
 * The same, locked until the transaction ends: whoever holds it is the only one who renews the tokens. What is applied for
 * the coach meanwhile does not wait for it.
 */
export async function lockSealedConnection(tx: Transaction, coachId: string) {
  const [row] = await tx.select().from(connections).where(eq(connections.coachId, coachId)).for("no key update");
  return row;
}

/** Makes whoever connects this coach wait for one another, also while there is no connection that could be locked. */
export async function lockCoach(tx: Transaction, coachId: string): Promise<void> {
  await tx.select({ id: people.id }).from(people).where(eq(people.id, coachId)).for("no key update");
}

/** Sessions of the coach at this Calendly user that are still to come. Of older rows the hosts may be unknown. */
export async function countUpcoming(
  db: Queryable,
  whose: { readonly coachId: string; readonly userUri: string },
  now: Temporal.Instant,
): Promise<number> {
  return db.$count(
    sessions,
    and(
      eq(sessions.coachId, whose.coachId),
      eq(sessions.status, "active"),
      isNull(sessions.goneAt),
      gt(sessions.startAt, now),
      sql`(${sessions.hosts} = '[]'::jsonb or ${sessions.hosts} @> ${JSON.stringify([{ userUri: whose.userUri }])}::jsonb)`,
    ),
  );
}

/** Keeps what was found out of an account; false when the connection is no longer of that account. */
export async function saveCapabilities(
  tx: Transaction,
  connection: { readonly id: string; readonly userUri: string },
  found: {
    readonly merge: (before: readonly StoredCapability[] | null) => readonly StoredCapability[];
    readonly at: Temporal.Instant;
  },
): Promise<boolean> {
  const [row] = await tx
    .select({ capabilities: connections.capabilities })
    .from(connections)
    .where(
      and(
        eq(connections.id, connection.id),
        eq(connections.userUri, connection.userUri),
        eq(connections.state, "active"),
      ),
    )
    .for("update");
  if (row === undefined) return false;
  await tx
    .update(connections)
    .set({ capabilities: found.merge(row.capabilities), probedAt: found.at })
    .where(eq(connections.id, connection.id));
  return true;
}

/** True when somebody else's connection holds this Calendly account. */
export async function isAccountTaken(db: Queryable, userUri: string, coachId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: connections.id })
    .from(connections)
    .where(
      and(eq(connections.userUri, userUri), ne(connections.state, "disconnected"), ne(connections.coachId, coachId)),
    );
  return row !== undefined;
}

/** Consumes a state: of any number of callbacks with the same one, exactly one gets the attempt. */
export async function consumeAttempt(
  db: Queryable,
  where: { readonly stateHash: string; readonly coachId: string; readonly now: Temporal.Instant },
): Promise<ConsumedAttempt | undefined> {
  const [row] = await db
    .update(connectAttempts)
    .set({ consumedAt: where.now })
    .where(
      and(
        eq(connectAttempts.stateHash, where.stateHash),
        eq(connectAttempts.coachId, where.coachId),
        isNull(connectAttempts.consumedAt),
        gt(connectAttempts.expiresAt, where.now),
      ),
    )
    .returning({ id: connectAttempts.id, verifierSealed: connectAttempts.verifierSealed });
  return row;
}

/** What became of a state of this coach; undefined when they never had it. */
export async function findAttemptState(
  db: Queryable,
  where: { readonly stateHash: string; readonly coachId: string },
): Promise<AttemptState | undefined> {
  const [row] = await db
    .select({ consumedAt: connectAttempts.consumedAt, expiresAt: connectAttempts.expiresAt })
    .from(connectAttempts)
    .where(and(eq(connectAttempts.stateHash, where.stateHash), eq(connectAttempts.coachId, where.coachId)));
  return row;
}

const answeredColumns = {
  id: connectAttempts.id,
  coachId: connectAttempts.coachId,
  account: connectAttempts.account,
  tokensSealed: connectAttempts.tokensSealed,
  tokensExpireAt: connectAttempts.tokensExpireAt,
  scopes: connectAttempts.scopes,
  expiresAt: connectAttempts.expiresAt,
};

/** The coach's attempt, whether or not Calendly has answered it. */
export async function findAttempt(
  db: Queryable,
  where: { readonly attemptId: string; readonly coachId: string },
): Promise<AttemptRecord | undefined> {
  const [row] = await db.select(answeredColumns).from(connectAttempts).where(ownAttempt(where));
  return row;
}

/** Takes the coach's attempt out of the table: of two who do it at once, one gets it. */
export async function takeAttempt(
  db: Queryable,
  where: { readonly attemptId: string; readonly coachId: string },
): Promise<AttemptRecord | undefined> {
  const [row] = await db.delete(connectAttempts).where(ownAttempt(where)).returning(answeredColumns);
  return row;
}

function ownAttempt(where: { readonly attemptId: string; readonly coachId: string }) {
  return and(eq(connectAttempts.id, where.attemptId), eq(connectAttempts.coachId, where.coachId));
}

export interface CoachQuery {
  readonly now: Temporal.Instant;
  readonly coachId?: string;
  readonly search?: string | undefined;
  readonly after?: CoachCursor | undefined;
  readonly limit: number;
}

const standingColumns = {
  webhookState: connections.webhookState,
  webhookTrouble: connections.webhookTrouble,
  webhookScope: connections.webhookScope,
  webhookCheckedAt: connections.webhookCheckedAt,
  webhookRetryStartedAt: connections.webhookRetryStartedAt,
  capabilities: connections.capabilities,
  probedAt: connections.probedAt,
};

export type CoachRow = Awaited<ReturnType<typeof selectCoaches>>[number];

/** Coaches by name, with what they offer. A realtor's query finds only coaches who can be booked. */
export async function selectCoaches(db: Queryable, viewer: AuthorizedRealtor | AuthorizedAdmin, query: CoachQuery) {
  const onOffer = and(
    eq(eventTypes.coachId, people.id),
    eq(eventTypes.offered, true),
    eq(eventTypes.active, true),
    isNull(eventTypes.deletedAt),
  );
  const upcoming = and(eq(sessions.coachId, people.id), eq(sessions.status, "active"), gt(sessions.startAt, query.now));
  return db
    .select({
      id: people.id,
      name: people.name,
      email: people.email,
      state: connections.state,
      trouble: connections.trouble,
      connectedAt: connections.connectedAt,
      account: connections.account,
      ...standingColumns,
      offeredEventTypes: sql<number>`(select count(*)::int from ${eventTypes} where ${onOffer})`,
      durations: sql<number[]>`(
        select coalesce(jsonb_agg(distinct minutes order by minutes), '[]')
        from ${eventTypes} cross join unnest(${eventTypes.durations}) as minutes where ${onOffer})`,
      upcomingSessions: sql<number>`(select count(*)::int from ${sessions} where ${upcoming})`,
    })
    .from(people)
    .leftJoin(connections, eq(connections.coachId, people.id))
    .where(
      and(
        eq(people.role, "coach"),
        query.coachId === undefined ? undefined : eq(people.id, query.coachId),
        query.search ? ilike(people.name, `%${query.search.replace(/[\\%_]/g, "\\$&")}%`) : undefined,
        query.after === undefined
          ? undefined
          : sql`(${people.name}, ${people.id}) > (${query.after.name}, ${query.after.id})`,
        viewer.role === "admin"
          ? undefined
          : and(
              eq(connections.state, "active"),
              isNull(people.suspendedAt),
              exists(db.select({ one: sql`1` }).from(eventTypes).where(onOffer)),
            ),
      ),
    )
    .orderBy(asc(people.name), asc(people.id))
    .limit(query.limit);
}
