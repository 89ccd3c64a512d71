import { and, asc, desc, eq, gt, gte, lte, ne, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { auditCheckpoints, auditEntries, auditHeads } from "../../platform/database/schema.ts";
import { insertingRows } from "../../platform/database/write-rows.ts";
import { instantText, organization, origin } from "./rules.ts";
import type { ChainedEntry, Checkpoint, Link } from "./types.ts";

type EntryRow = typeof auditEntries.$inferSelect;

/** Holds the end of the chain until the transaction is over: whoever else wants to append waits. */
export async function lockHead(tx: Transaction): Promise<Link> {
  const select = () => tx.select().from(auditHeads).where(eq(auditHeads.organization, organization)).for("update");
  const [head] = await select();
  if (head !== undefined) return head;
  await tx
    .insert(auditHeads)
    .values({ organization, ...origin })
    .onConflictDoNothing();
  const [made] = await select();
  return made ?? origin;
}

/** The end of the chain. */
export async function findHead(db: Queryable): Promise<Link> {
  const [head] = await db.select().from(auditHeads).where(eq(auditHeads.organization, organization));
  return head ?? origin;
}

export async function moveHead(tx: Transaction, { seq, hash }: Link): Promise<void> {
  await tx.update(auditHeads).set({ seq, hash }).where(eq(auditHeads.organization, organization));
}

const insertEntries = insertingRows(auditEntries, [
  "seq",
  "at",
  "actor",
  "onBehalfOf",
  "action",
  "subject",
  "reason",
  "detail",
  "before",
  "after",
  "requestId",
  "previousHash",
  "hash",
]);

/** Writes entries and moves the head that the caller holds, in one statement. */
export async function insertChained(tx: Transaction, entries: readonly ChainedEntry[]): Promise<void> {
  const last = entries.at(-1);
  if (last === undefined) return;
  const rows = entries.map((entry) => ({ ...entry, at: Temporal.Instant.from(entry.at) }));
  await tx.execute(sql`with moved as (
    update ${auditHeads} set seq = ${last.seq}, hash = ${last.hash} where organization = ${organization}
  ) ${insertEntries(rows)}`);
}

/** Entries of before there was a chain, the oldest first. */
export async function listUnchained(tx: Transaction): Promise<ChainedEntry[]> {
  const rows = await tx.select().from(auditEntries).where(eq(auditEntries.hash, "")).orderBy(asc(auditEntries.seq));
  return rows.map(toChained);
}

/** Gives an entry of before its place. The database lets that be done once. */
export async function placeEntry(tx: Transaction, seq: number, { seq: place, previousHash, hash }: ChainedEntry) {
  await tx
    .update(auditEntries)
    .set({ seq: place, previousHash, hash })
    .where(and(eq(auditEntries.seq, seq), eq(auditEntries.hash, "")));
}

/** A part of the chain in its order: entries after one number, up to and with another. */
export async function listChained(
  db: Queryable,
  part: { readonly after: number; readonly upTo: number; readonly limit: number },
): Promise<ChainedEntry[]> {
  const rows = await db
    .select()
    .from(auditEntries)
    .where(and(gt(auditEntries.seq, part.after), lte(auditEntries.seq, part.upTo)))
    .orderBy(asc(auditEntries.seq))
    .limit(part.limit);
  return rows.map(toChained);
}

/** One entry by its number; null when there is none. */
export async function findChained(db: Queryable, seq: number): Promise<ChainedEntry | null> {
  const [row] = await db.select().from(auditEntries).where(eq(auditEntries.seq, seq));
  return row === undefined ? null : toChained(row);
}

/** Numbers of the first and the last entry that were recorded within a time; null when none was. */
export async function findSpan(
  db: Queryable,
  time: { readonly from: Temporal.Instant | null; readonly to: Temporal.Instant | null },
): Promise<{ readonly first: number; readonly last: number } | null> {
  const [row] = await db
    .select({
      first: sql<number | null>`min(${auditEntries.seq})`.mapWith(auditEntries.seq),
      last: sql<number | null>`max(${auditEntries.seq})`.mapWith(auditEntries.seq),
    })
    .from(auditEntries)
    .where(
      and(
        ne(auditEntries.hash, ""),
        time.from === null ? undefined : gte(auditEntries.at, time.from),
        time.to === null ? undefined : sql`${auditEntries.at} < ${time.to.toString()}::timestamptz`,
      ),
    );
  if (row === undefined || row.first === null || row.last === null) return null;
  return { first: row.first, last: row.last };
}

/** Checkpoints of a part of the chain, in its order. */
export async function listCheckpoints(
  db: Queryable,
  part: { readonly after: number; readonly upTo: number },
): Promise<Checkpoint[]> {
  const rows = await db
    .select()
    .from(auditCheckpoints)
    .where(and(gt(auditCheckpoints.seq, part.after), lte(auditCheckpoints.seq, part.upTo)))
    .orderBy(asc(auditCheckpoints.seq));
  return rows.map(toCheckpoint);
}

/** The newest checkpoint, or the newest at or before an entry; null when there is none. */
export async function findCheckpoint(db: Queryable, upTo?: number): Promise<Checkpoint | null> {
  const [row] = await db
    .select()
    .from(auditCheckpoints)
    .where(upTo === undefined ? undefined : lte(auditCheckpoints.seq, upTo))
    .orderBy(desc(auditCheckpoints.seq))
    .limit(1);
  return row === undefined ? null : toCheckpoint(row);
}

/** Whether a key of that name ever sealed anything. */
export async function hasSealed(db: Queryable, keyId: string): Promise<boolean> {
  const rows = await db
    .select({ seq: auditCheckpoints.seq })
    .from(auditCheckpoints)
    .where(eq(auditCheckpoints.keyId, keyId))
    .limit(1);
  return rows.length > 0;
}

/** Keeps a checkpoint; where another process was quicker, its one stands. */
export async function insertCheckpoint(tx: Transaction, checkpoint: Checkpoint): Promise<void> {
  await tx
    .insert(auditCheckpoints)
    .values({ ...checkpoint, at: Temporal.Instant.from(checkpoint.at) })
    .onConflictDoNothing();
}

function toChained(row: EntryRow): ChainedEntry {
  return { ...row, at: instantText(row.at) };
}

function toCheckpoint(row: typeof auditCheckpoints.$inferSelect): Checkpoint {
  return { ...row, at: instantText(row.at) };
}

/** How many entries have a number behind the end of the chain. */
export async function countBeyond(db: Queryable): Promise<number> {
  const end = sql`coalesce((select ${auditHeads.seq} from ${auditHeads} where ${auditHeads.organization} = ${organization}), 0)`;
  return db.$count(auditEntries, sql`${auditEntries.seq} > ${end}`);
}
