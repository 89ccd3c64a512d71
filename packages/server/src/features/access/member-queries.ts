import type { Role } from "@punctual/contract";
import { and, asc, desc, eq, getTableColumns, ilike, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { instantFromPostgres } from "../../platform/database/instant.ts";
import { clerkLogins, invitations, loginSessions, people } from "../../platform/database/schema.ts";
import type { AuthorizedAdmin } from "./types.ts";

/** Columns are named with their tables by hand: of a query on one table Drizzle leaves the names off, and `id` would be another's. */
const lastSeen = sql<string | null>`greatest(
  (select max(l.updated_at) from ${loginSessions} l where l.person_id = ${people}.id),
  (select max(c.seen_at) from ${clerkLogins} c where c.person_id = ${people}.id and c.ended_at is null))::text`;

const memberColumns = {
  id: people.id,
  name: people.name,
  email: people.email,
  emailVerified: people.emailVerified,
  role: people.role,
  suspendedAt: people.suspendedAt,
  joinedAt: sql<string>`${people.createdAt}::text`.mapWith(instantFromPostgres),
  lastSeenAt: lastSeen,
};

export interface MemberPosition {
  readonly name: string;
  readonly id: string;
}

/** The programme's people by name. */
export function selectMembers(
  db: Queryable,
  _admin: AuthorizedAdmin,
  query: {
    readonly memberId?: string;
    readonly search?: string | undefined;
    readonly role?: Role | undefined;
    readonly state?: "active" | "suspended" | undefined;
    readonly after?: MemberPosition | null;
    readonly limit: number;
  },
) {
  const part = query.search ? `%${query.search.replace(/[\\%_]/g, "\\$&")}%` : null;
  return db
    .select(memberColumns)
    .from(people)
    .where(
      and(
        query.memberId === undefined ? undefined : eq(people.id, query.memberId),
        part === null ? undefined : or(ilike(people.name, part), ilike(people.email, part)),
        query.role === undefined ? undefined : eq(people.role, query.role),
        query.state === undefined
          ? undefined
          : query.state === "active"
            ? isNull(people.suspendedAt)
            : isNotNull(people.suspendedAt),
        query.after ? sql`(${people.name}, ${people.id}) > (${query.after.name}, ${query.after.id})` : undefined,
      ),
    )
    .orderBy(asc(people.name), asc(people.id))
    .limit(query.limit);
}

export type MemberRow = Awaited<ReturnType<typeof selectMembers>>[number];

/** Locks a person's row until the transaction ends: changes of one person come one after the other. */
export async function lockPerson(tx: Transaction, personId: string) {
  const [row] = await tx.select().from(people).where(eq(people.id, personId)).for("no key update");
  return row;
}

/**
 * Ids of the admins who can sign in, locked until the transaction ends and always in the same order: of two admins who take
 * each other's role away, the second sees what the first has done.
 */
export async function lockAdmins(tx: Transaction): Promise<readonly string[]> {
  const rows = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.role, "admin"), isNull(people.suspendedAt)))
    .orderBy(asc(people.id))
    .for("no key update");
  return rows.map(({ id }) => id);
}

const { secretHash: _hash, ...shownColumns } = getTableColumns(invitations);
const invitationColumns = { ...shownColumns, inviterName: people.name };

export interface InvitationPosition {
  readonly createdAt: Temporal.Instant;
  readonly id: string;
}

/** Invitations, newest first. */
export function selectInvitations(
  db: Queryable,
  _admin: AuthorizedAdmin,
  query: {
    readonly invitationId?: string;
    readonly openOnly: boolean;
    readonly after?: InvitationPosition | null;
    readonly limit: number;
  },
) {
  return db
    .select(invitationColumns)
    .from(invitations)
    .innerJoin(people, eq(people.id, invitations.invitedBy))
    .where(
      and(
        query.invitationId === undefined ? undefined : eq(invitations.id, query.invitationId),
        query.openOnly ? isOpen : undefined,
        query.after
          ? sql`(${invitations.createdAt}, ${invitations.id}) < (${query.after.createdAt.toString()}::timestamptz, ${query.after.id})`
          : undefined,
      ),
    )
    .orderBy(desc(invitations.createdAt), desc(invitations.id))
    .limit(query.limit);
}

export type InvitationRow = Awaited<ReturnType<typeof selectInvitations>>[number];

const isOpen = and(isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt));

/** The invitation that this secret opens, whatever became of it. */
export async function findInvitation(db: Queryable, secretHash: string) {
  const [row] = await db.select(shownColumns).from(invitations).where(eq(invitations.secretHash, secretHash));
  return row;
}

/** The invitation while it is open, for the mail that carries its link. */
export async function findOpenInvitation(db: Queryable, invitationId: string) {
  const [row] = await db
    .select(invitationColumns)
    .from(invitations)
    .innerJoin(people, eq(people.id, invitations.invitedBy))
    .where(and(eq(invitations.id, invitationId), isOpen));
  return row;
}

/** Changes an invitation while it is open; false when it is not. */
export async function changeOpenInvitation(
  tx: Transaction,
  invitationId: string,
  change: Partial<Pick<typeof invitations.$inferInsert, "secretHash" | "expiresAt" | "acceptedAt" | "withdrawnAt">>,
): Promise<boolean> {
  const changed = await tx
    .update(invitations)
    .set(change)
    .where(and(eq(invitations.id, invitationId), isOpen))
    .returning({ id: invitations.id });
  return changed.length > 0;
}

/** Withdraws the open invitation of an address, if there is one. */
export async function withdrawInvitationOf(tx: Transaction, email: string, at: Temporal.Instant): Promise<void> {
  await tx
    .update(invitations)
    .set({ withdrawnAt: at })
    .where(and(eq(invitations.email, email), isOpen));
}

/** Withdraws what is open of an admin who is none any more: their word lets nobody in. */
export async function withdrawInvitationsBy(tx: Transaction, personId: string, at: Temporal.Instant): Promise<void> {
  await tx
    .update(invitations)
    .set({ withdrawnAt: at })
    .where(and(eq(invitations.invitedBy, personId), isOpen));
}

/** False when another transaction has just opened one for the same address. */
export async function insertInvitation(tx: Transaction, invitation: typeof invitations.$inferInsert): Promise<boolean> {
  const made = await tx.insert(invitations).values(invitation).onConflictDoNothing().returning({ id: invitations.id });
  return made.length > 0;
}
