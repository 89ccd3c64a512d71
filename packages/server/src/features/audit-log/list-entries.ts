import type { AuditLogEntry } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import { findEntryRecord, listEntryRecords, nameThings } from "./queries.ts";
import { readCursor, toEntry, writeCursor } from "./rules.ts";
import type { AuditQuery, EntryRecord } from "./types.ts";

export type AuditPage =
  | { readonly kind: "page"; readonly items: AuditLogEntry[]; readonly nextCursor: string | null }
  /** The cursor is not ours, or belongs to other filters. */
  | { readonly kind: "cursor_unknown" };

/** One page of the audit log, newest first, with the names of those that it is about. */
export async function listEntries(
  context: Context,
  admin: AuthorizedAdmin,
  query: AuditQuery & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<AuditPage> {
  const { cursor, limit, ...filter } = query;
  const before = cursor === undefined ? null : readCursor(cursor, filter);
  if (cursor !== undefined && before === null) return { kind: "cursor_unknown" };
  const records = await listEntryRecords(context.database, admin, filter, { before, limit: limit + 1 });
  const shown = records.slice(0, limit);
  const last = shown.at(-1);
  return {
    kind: "page",
    items: await withNames(context, shown),
    nextCursor: records.length > limit && last !== undefined ? writeCursor(last.seq, filter) : null,
  };
}

/** One entry by its number; null when there is none. */
export async function getEntry(context: Context, admin: AuthorizedAdmin, seq: number): Promise<AuditLogEntry | null> {
  const record = await findEntryRecord(context.database, admin, seq);
  const [entry] = record === null ? [] : await withNames(context, [record]);
  return entry ?? null;
}

async function withNames(context: Context, records: readonly EntryRecord[]): Promise<AuditLogEntry[]> {
  const ids = records.flatMap(({ actor, onBehalfOf, subject }) => [actor, onBehalfOf ?? "", subject]);
  const names = await nameThings(context.database, ids);
  return records.map((record) => toEntry(record, names));
}
