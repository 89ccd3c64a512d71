import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { StartRefused } from "../start-refused.ts";
import type { Database } from "./database.ts";
import { protectTables } from "./row-security.ts";
import { rowsOf } from "./rows.ts";

export { rowsOf } from "./rows.ts";

const migrationsFolder = fileURLToPath(new URL("./migrations", import.meta.url));

/** Any number that nothing else locks on: processes that start together migrate one after the other. */
const migrationLock = 7_208_315_441;

/**
 * Applies the numbered SQL files of `migrations/` that this database does not have yet, all or none, and closes every
 * table to strangers.
 *
 * Files and bookkeeping table are Drizzle's own. The lock is one of the transaction, because poolers in
 * transaction mode (Supabase) give no session to hold a lock in.
 *
 * @throws {StartRefused} when the database is newer than this version of Punctual.
 */
export async function migrateDatabase(database: Database): Promise<void> {
  const migrations = readMigrationFiles({ migrationsFolder });
  await database.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${migrationLock})`);
    await tx.execute(sql`create schema if not exists punctual_migrations`);
    await tx.execute(
      sql`create table if not exists punctual_migrations.applied (id serial primary key, hash text not null, created_at bigint)`,
    );
    const known = new Set(migrations.map((migration) => migration.folderMillis));
    const applied = await appliedMigrations(tx);
    if (applied.some((millis) => !known.has(millis))) {
      throw new StartRefused(
        "This database was migrated by a newer version of Punctual. Run that version, or point DATABASE_URL or DATA_DIR at another database.",
      );
    }
    const newest = applied.at(-1) ?? 0;
    for (const migration of migrations) {
      if (migration.folderMillis <= newest) continue;
      for (const statement of migration.sql) await tx.execute(sql.raw(statement));
      await tx.execute(
        sql`insert into punctual_migrations.applied (hash, created_at) values (${migration.hash}, ${migration.folderMillis})`,
      );
    }
    await protectTables(tx, ["punctual", "punctual_migrations"]);
  });
}

async function appliedMigrations(tx: Pick<Database, "execute">): Promise<readonly number[]> {
  const result = await tx.execute(sql`select created_at from punctual_migrations.applied order by created_at`);
  return rowsOf(result).map((row) => Number(row["created_at"]));
}
