import { createHash } from "node:crypto";
import type { AuditLogEntry } from "@punctual/contract";
import * as z from "zod";
import type { AuditQuery, EntryRecord, Named } from "./types.ts";

const cursorSchema = z.tuple([z.int().min(1), z.string()]);

/** A cursor belongs to the filters that made it. */
export function writeCursor(seq: number, query: AuditQuery): string {
  return Buffer.from(JSON.stringify([seq, fingerprint(query)])).toString("base64url");
}

/** The entry before which the list goes on; null for a cursor that is not one of ours or belongs to other filters. */
export function readCursor(cursor: string, query: AuditQuery): number | null {
  try {
    const parsed = cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return parsed.success && parsed.data[1] === fingerprint(query) ? parsed.data[0] : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function fingerprint({ actor, action, subject, from, to, search }: AuditQuery): string {
  const parts = [actor, action, subject, from, to, search].map((part) => part ?? null);
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 12);
}

/**
 * What is searched for, as Postgres's text search reads it: every word, or the beginning of one. Null when there is no
 * word in it.
 */
export function wordsOf(search: string): string | null {
  const words = search.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length === 0 ? null : words.map((word) => `'${word}':*`).join(" & ");
}

/** An entry as an admin reads it. */
export function toEntry(record: EntryRecord, names: ReadonlyMap<string, Named>): AuditLogEntry {
  const { previousHash: _previous, at, actor, onBehalfOf, subject, ...rest } = record;
  const nameOf = (id: string) => names.get(id)?.name ?? null;
  const { name, coach, startAt } = names.get(subject) ?? { name: null, coach: null, startAt: null };
  return {
    ...rest,
    at: at.toString(),
    actor: { id: actor, kind: kindOf(actor), name: nameOf(actor) },
    onBehalfOf: onBehalfOf === null ? null : { id: onBehalfOf, name: nameOf(onBehalfOf) },
    subject: { id: subject, name, coach, startAt },
  };
}

function kindOf(actor: string): AuditLogEntry["actor"]["kind"] {
  if (actor === "system") return "system";
  return actor.startsWith("key_") ? "key" : "person";
}
