import { type Invitation, instantSchema } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { readCursor, writeCursor } from "../../platform/cursor.ts";
import { type InvitationPosition, type InvitationRow, selectInvitations } from "./member-queries.ts";
import type { AuthorizedAdmin } from "./types.ts";

export type InvitationPage =
  | { readonly kind: "listed"; readonly page: { readonly items: Invitation[]; readonly nextCursor: string | null } }
  | { readonly kind: "cursor_unknown" };

/** One page of invitations, newest first. */
export async function listInvitations(
  context: Context,
  admin: AuthorizedAdmin,
  filter: { readonly show: "open" | "all"; readonly cursor?: string | undefined; readonly limit: number },
): Promise<InvitationPage> {
  const { show, cursor, limit } = filter;
  const after = cursor === undefined ? null : readCursor(placeSchema, cursor);
  if (cursor !== undefined && after === null) return { kind: "cursor_unknown" };
  const rows = await selectInvitations(context.database, admin, { openOnly: show === "open", after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const now = context.clock.now();
  return {
    kind: "listed",
    page: {
      items: shown.map((row) => toInvitation(row, now)),
      nextCursor: rows.length > limit && last !== undefined ? writeCursor([last.createdAt.toString(), last.id]) : null,
    },
  };
}

export function toInvitation(row: InvitationRow, now: Temporal.Instant): Invitation {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    state: stateOf(row, now),
    invitedBy: { id: row.invitedBy, name: row.inviterName },
    createdAt: row.createdAt.toString(),
    expiresAt: row.expiresAt.toString(),
  };
}

function stateOf(row: InvitationRow, now: Temporal.Instant): Invitation["state"] {
  if (row.acceptedAt !== null) return "accepted";
  if (row.withdrawnAt !== null) return "withdrawn";
  return Temporal.Instant.compare(row.expiresAt, now) <= 0 ? "expired" : "open";
}

const placeSchema = z
  .tuple([instantSchema, z.string().regex(/^\w*$/)])
  .transform(([createdAt, id]): InvitationPosition => ({ createdAt: Temporal.Instant.from(createdAt), id }));
