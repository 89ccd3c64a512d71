import { and, desc, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { Queryable } from "../../platform/database/database.ts";
import {
  apiKeys,
  auditEntries,
  connections,
  eventTypes,
  outgoingEndpoints,
  people,
  sessions,
} from "../../platform/database/schema.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import { wordsOf } from "./rules.ts";
import type { AuditQuery, EntryRecord, Named } from "./types.ts";

/** A page of the log, newest first: entries before one number. */
export function listEntryRecords(
  db: Queryable,
  _admin: AuthorizedAdmin,
  query: AuditQuery,
  page: { readonly before: number | null; readonly limit: number },
): Promise<EntryRecord[]> {
  return db
    .select()
    .from(auditEntries)
    .where(and(found(query), page.before === null ? undefined : lt(auditEntries.seq, page.before)))
    .orderBy(desc(auditEntries.seq))
    .limit(page.limit);
}

export async function findEntryRecord(
  db: Queryable,
  _admin: AuthorizedAdmin,
  seq: number,
): Promise<EntryRecord | null> {
  const [row] = await db.select().from(auditEntries).where(eq(auditEntries.seq, seq));
  return row ?? null;
}

function found({ actor, action, subject, from, to, search }: AuditQuery): SQL | undefined {
  const words = search === undefined ? null : wordsOf(search);
  return and(
    actor === undefined ? undefined : eq(auditEntries.actor, actor),
    action === undefined ? undefined : ofAction(action),
    subject === undefined ? undefined : eq(auditEntries.subject, subject),
    from === undefined ? undefined : gte(auditEntries.at, Temporal.Instant.from(from)),
    to === undefined ? undefined : lt(auditEntries.at, Temporal.Instant.from(to)),
    words === null
      ? search
        ? sql`false`
        : undefined
      : sql`${auditEntries.reason} is not null and to_tsvector('simple', ${auditEntries.reason}) @@ to_tsquery('simple', ${words})`,
  );
}

function ofAction(action: string): SQL {
  return action.includes(".")
    ? eq(auditEntries.action, action)
    : sql`split_part(${auditEntries.action}, '.', 1) = ${action}`;
}

/** What people call the things of these ids, as far as they are here. */
export async function nameThings(db: Queryable, ids: readonly string[]): Promise<Map<string, Named>> {
  const of = (prefix: string) => [...new Set(ids.filter((id) => id.startsWith(`${prefix}_`)))];
  const names = new Map<string, Named>();
  const coach = { id: people.id, name: people.name };
  const add = (rows: readonly ({ readonly id: string } & Partial<Named>)[]) => {
    for (const { id, name, coach, startAt } of rows) {
      names.set(id, { name: name ?? null, coach: coach ?? null, startAt: startAt ?? null });
    }
  };
  if (of("per").length > 0)
    add(
      await db
        .select(coach)
        .from(people)
        .where(inArray(people.id, of("per"))),
    );
  if (of("ses").length > 0) {
    const rows = await db
      .select({ id: sessions.id, name: sessions.name, coach, startAt: sessions.startAt })
      .from(sessions)
      .innerJoin(people, eq(people.id, sessions.coachId))
      .where(inArray(sessions.id, of("ses")));
    add(rows.map(({ startAt, ...row }) => ({ ...row, startAt: startAt.toString() })));
  }
  if (of("con").length > 0) {
    add(
      await db
        .select({ id: connections.id, coach })
        .from(connections)
        .innerJoin(people, eq(people.id, connections.coachId))
        .where(inArray(connections.id, of("con"))),
    );
  }
  if (of("ety").length > 0) {
    add(
      await db
        .select({ id: eventTypes.id, name: eventTypes.name, coach })
        .from(eventTypes)
        .innerJoin(people, eq(people.id, eventTypes.coachId))
        .where(inArray(eventTypes.id, of("ety"))),
    );
  }
  if (of("key").length > 0) {
    add(
      await db
        .select({ id: apiKeys.id, name: apiKeys.name })
        .from(apiKeys)
        .where(inArray(apiKeys.id, of("key"))),
    );
  }
  if (of("oep").length > 0) {
    add(
      await db
        .select({ id: outgoingEndpoints.id, name: outgoingEndpoints.description })
        .from(outgoingEndpoints)
        .where(inArray(outgoingEndpoints.id, of("oep"))),
    );
  }
  return names;
}
