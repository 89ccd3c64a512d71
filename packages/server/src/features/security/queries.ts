import { securityKindSchema } from "@punctual/contract";
import { and, desc, eq, gt, gte, isNull, lt, max, sql, sum } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Database, Queryable, Transaction } from "../../platform/database/database.ts";
import { people, securityAlerts, securityCounts } from "../../platform/database/schema.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import type { OpenAlert, Span } from "./types.ts";

const counts = securityCounts;
const total = sum(counts.count).mapWith(Number);
const within = (span: Span) => gte(counts.minute, span.from);

/** How many of each kind came in each part of the span; `part` counts from 0. */
export function selectTimelines(db: Database, _admin: AuthorizedAdmin, span: Span) {
  const from = sql`${span.from.toString()}::timestamptz`;
  const part = sql<number>`floor(extract(epoch from ${counts.minute} - ${from}) / ${span.partSeconds}::int)::int`;
  return db
    .select({ kind: counts.kind, part: part.as("part"), count: total })
    .from(counts)
    .where(within(span))
    .groupBy(counts.kind, sql`part`);
}

/** The networks from which the most came, and with what. */
export function selectSources(db: Database, _admin: AuthorizedAdmin, span: Span, limit: number) {
  return db
    .select({ source: counts.source, count: total, kinds: sql<string[]>`array_agg(distinct ${counts.kind})` })
    .from(counts)
    .where(within(span))
    .groupBy(counts.source)
    .orderBy(desc(total), counts.source)
    .limit(limit);
}

/** Whom or what the most were about. */
export function selectSubjects(db: Database, _admin: AuthorizedAdmin, span: Span, limit: number) {
  return db
    .select({ kind: counts.kind, subject: counts.subject, count: total })
    .from(counts)
    .where(and(within(span), sql`${counts.subject} <> ''`))
    .groupBy(counts.kind, counts.subject)
    .orderBy(desc(total), counts.subject)
    .limit(limit);
}

/** Everybody's name and address, to find out whom a stand-in means. */
export function selectPeople(db: Database, _admin: AuthorizedAdmin) {
  return db.select({ id: people.id, name: people.name, email: people.email }).from(people);
}

export interface Recent {
  readonly all: number;
  /** The most upon any one subject. */
  readonly ofOne: number;
}

/** How many of each kind came after `since`; kinds without any are left out. */
export async function countRecent(db: Queryable, since: Temporal.Instant): Promise<ReadonlyMap<string, Recent>> {
  const bySubject = db
    .select({ kind: counts.kind, count: total.as("of_subject") })
    .from(counts)
    .where(gt(counts.minute, since))
    .groupBy(counts.kind, counts.subject)
    .as("by_subject");
  const rows = await db
    .select({
      kind: bySubject.kind,
      all: sum(bySubject.count).mapWith(Number),
      ofOne: max(bySubject.count).mapWith(Number),
    })
    .from(bySubject)
    .groupBy(bySubject.kind);
  return new Map(rows.map(({ kind, all, ofOne }) => [kind, { all, ofOne: ofOne ?? 0 }]));
}

export async function findOpenAlerts(db: Queryable): Promise<readonly OpenAlert[]> {
  const rows = await db.select().from(securityAlerts).where(isNull(securityAlerts.until));
  return rows.map(({ id, kind, count }) => ({ id, kind: securityKindSchema.parse(kind), count }));
}

/** The open ones first, then the newest. */
export function selectAlerts(db: Database, _admin: AuthorizedAdmin, limit: number) {
  return db
    .select()
    .from(securityAlerts)
    .orderBy(sql`${securityAlerts.until} is not null`, desc(securityAlerts.since), securityAlerts.id)
    .limit(limit);
}

export async function findAlert(db: Queryable, id: string) {
  const [row] = await db.select().from(securityAlerts).where(eq(securityAlerts.id, id));
  return row ?? null;
}

/** False when another process has opened one for this kind a moment ago: the index settles it. */
export async function insertAlert(tx: Transaction, alert: typeof securityAlerts.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(securityAlerts).values(alert).onConflictDoNothing().returning({ id: securityAlerts.id });
  return rows.length === 1;
}

export async function updateAlert(
  db: Queryable,
  id: string,
  change: Partial<Pick<typeof securityAlerts.$inferInsert, "count" | "until" | "notifiedAt">>,
): Promise<void> {
  await db.update(securityAlerts).set(change).where(eq(securityAlerts.id, id));
}

export async function findAdmins(db: Queryable): Promise<readonly { id: string; name: string; email: string }[]> {
  return db
    .select({ id: people.id, name: people.name, email: people.email })
    .from(people)
    .where(and(eq(people.role, "admin"), isNull(people.suspendedAt)));
}

/** Removes what is older than `before`; open alerts stay. */
export async function removeOld(db: Database, before: Temporal.Instant): Promise<void> {
  await db.delete(counts).where(lt(counts.minute, before));
  await db.delete(securityAlerts).where(lt(securityAlerts.until, before));
}
