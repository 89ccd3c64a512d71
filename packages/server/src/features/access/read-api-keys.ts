import { and, desc, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { apiKeys, clerkUsers, people } from "../../platform/database/schema.ts";
import type { AuthorizedAdmin } from "./types.ts";

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** A key and the admin in whose name it acts, as both are now. */
export interface ApiKeyRecord {
  readonly key: ApiKeyRow;
  readonly person: typeof people.$inferSelect;
  /** True while Clerk's side keeps the admin out; null where no Clerk knows them. */
  readonly barred: boolean | null;
}

const withPerson = (db: Queryable) =>
  db
    .select({ key: apiKeys, person: people, barred: clerkUsers.barred })
    .from(apiKeys)
    .innerJoin(people, eq(people.id, apiKeys.personId))
    .leftJoin(clerkUsers, eq(clerkUsers.id, people.externalId));

/** The place of a key in the list. */
export interface KeyPosition {
  readonly createdAt: Temporal.Instant;
  readonly id: string;
}

/** Keys of the whole programme, newest first. */
export function listKeyRecords(
  db: Queryable,
  _admin: AuthorizedAdmin,
  { after, limit }: { readonly after: KeyPosition | null; readonly limit: number },
): Promise<ApiKeyRecord[]> {
  return withPerson(db)
    .where(
      after === null
        ? undefined
        : sql`(${apiKeys.createdAt}, ${apiKeys.id}) < (${after.createdAt.toString()}::timestamptz, ${after.id})`,
    )
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(limit);
}

export async function findKeyRecord(db: Queryable, _admin: AuthorizedAdmin, id: string): Promise<ApiKeyRecord | null> {
  const [row] = await withPerson(db).where(eq(apiKeys.id, id));
  return row ?? null;
}

/** The same, held until the transaction ends. */
export async function lockKeyRecord(tx: Transaction, admin: AuthorizedAdmin, id: string): Promise<ApiKeyRecord | null> {
  await tx.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.id, id)).for("update");
  return findKeyRecord(tx, admin, id);
}

/** For the gate, which nobody has passed yet: the key of this secret. */
export async function findKeyBySecret(db: Queryable, secretHash: string): Promise<ApiKeyRecord | null> {
  const [row] = await withPerson(db).where(eq(apiKeys.secretHash, secretHash));
  return row ?? null;
}

/** For the gate: the key of this id, which only a signature proves. */
export async function findKeyById(db: Queryable, id: string): Promise<ApiKeyRecord | null> {
  const [row] = await withPerson(db).where(eq(apiKeys.id, id));
  return row ?? null;
}

/** Notes that a key is in use, unless another request did since `before`. */
export async function markKeyUsed(
  db: Queryable,
  id: string,
  { at, before }: { readonly at: Temporal.Instant; readonly before: Temporal.Instant },
): Promise<void> {
  await db
    .update(apiKeys)
    .set({ lastUsedAt: at })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, before))));
}
