import type { Member, Role } from "@punctual/contract";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { readCursor, writeCursor } from "../../platform/cursor.ts";
import type { Queryable } from "../../platform/database/database.ts";
import { instantFromPostgres } from "../../platform/database/instant.ts";
import { type MemberPosition, type MemberRow, selectMembers } from "./member-queries.ts";
import type { AuthorizedAdmin } from "./types.ts";

export interface MemberFilter {
  readonly search?: string | undefined;
  readonly role?: Role | undefined;
  readonly state?: "active" | "suspended" | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export type MemberPage =
  | { readonly kind: "listed"; readonly page: { readonly items: Member[]; readonly nextCursor: string | null } }
  | { readonly kind: "cursor_unknown" };

/** One page of the programme's people, by name. */
export async function listMembers(context: Context, admin: AuthorizedAdmin, filter: MemberFilter): Promise<MemberPage> {
  const after = filter.cursor === undefined ? null : readCursor(placeSchema, filter.cursor);
  if (filter.cursor !== undefined && after === null) return { kind: "cursor_unknown" };
  const { search, role, state, limit } = filter;
  const rows = await selectMembers(context.database, admin, { search, role, state, after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    kind: "listed",
    page: {
      items: shown.map((row) => toMember(row, admin)),
      nextCursor: rows.length > limit && last !== undefined ? writeCursor([last.name, last.id]) : null,
    },
  };
}

/** One person as admins see them; null when there is none of that id. */
export async function findMember(db: Queryable, admin: AuthorizedAdmin, memberId: string): Promise<Member | null> {
  const [row] = await selectMembers(db, admin, { memberId, limit: 1 });
  return row === undefined ? null : toMember(row, admin);
}

function toMember(row: MemberRow, admin: AuthorizedAdmin): Member {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    emailVerified: row.emailVerified,
    role: row.role,
    state: row.suspendedAt === null ? "active" : "suspended",
    suspendedAt: row.suspendedAt?.toString() ?? null,
    joinedAt: row.joinedAt.toString(),
    lastSeenAt: row.lastSeenAt === null ? null : instantFromPostgres(row.lastSeenAt).toString(),
    self: row.id === admin.personId,
  };
}

const placeSchema = z
  .tuple([z.string().regex(/^[^\0]*$/), z.string().regex(/^\w*$/)])
  .transform(([name, id]): MemberPosition => ({ name, id }));
