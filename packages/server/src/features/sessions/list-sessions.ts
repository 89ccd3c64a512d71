import type { SessionSummary } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import type { Viewer } from "../access/index.ts";
import { toSummary } from "./get-session.ts";
import { listListedInvitees, listSessionRecords } from "./queries.ts";
import { readCursor, writeCursor } from "./rules.ts";
import type { ListedInvitee, SessionFilter } from "./types.ts";

export type SessionPage =
  | { readonly kind: "page"; readonly items: SessionSummary[]; readonly nextCursor: string | null }
  /** The cursor is not ours, or belongs to other filters. */
  | { readonly kind: "cursor_unknown" };

/** One page of the sessions that the viewer may see: one statement for the sessions, one for their invitees. */
export async function listSessions(
  context: Context,
  viewer: Viewer,
  query: SessionFilter & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<SessionPage> {
  const { cursor, limit, ...filter } = query;
  const after = cursor === undefined ? null : readCursor(cursor, filter);
  if (cursor !== undefined && after === null) return { kind: "cursor_unknown" };
  const now = context.clock.now();
  const records = await listSessionRecords(context.database, viewer, filter, { after, limit: limit + 1, now });
  const shown = records.slice(0, limit);
  const invitees = bySession(
    await listListedInvitees(
      context.database,
      viewer,
      shown.map((record) => record.id),
    ),
  );
  const last = shown.at(-1);
  return {
    kind: "page",
    items: shown.map((record) => {
      const own = invitees.get(record.id) ?? [];
      const listed = own.map(({ id, name, timeZone, status }) => ({ id, name, timeZone, status }));
      return toSummary(record, listed, own[0]?.allRescheduled ?? false, now);
    }),
    nextCursor: records.length > limit && last !== undefined ? writeCursor(last, filter) : null,
  };
}

function bySession(invitees: readonly ListedInvitee[]): Map<string, ListedInvitee[]> {
  const groups = new Map<string, ListedInvitee[]>();
  for (const invitee of invitees) {
    const group = groups.get(invitee.sessionId);
    if (group === undefined) groups.set(invitee.sessionId, [invitee]);
    else group.push(invitee);
  }
  return groups;
}
