import { mkdir } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { drizzle as drizzlePostgres } from "drizzle-orm/node-postgres";
import { drizzle as drizzlePglite } from "drizzle-orm/pglite";
import pg from "pg";
import type { ServerConfig } from "../config.ts";
import { StartRefused } from "../start-refused.ts";
import { withCommitHooks } from "./commit-hooks.ts";
import type { Database } from "./database.ts";
import { lockDirectory } from "./directory-lock.ts";
import { migrateDatabase } from "./migrate.ts";
import { planEveryTime } from "./planned.ts";
import * as schema from "./schema.ts";

/** The connection behind a database; the queue shares it. */
export type Driver =
  | { readonly kind: "pglite"; readonly pglite: PGlite }
  | {
      readonly kind: "postgres";
      readonly pool: pg.Pool;
      readonly url: string;
      /** False behind a pooler: each transaction may run on another connection, so there is nothing to listen on. */
      readonly keepsSession: boolean;
    };

export interface OpenDatabase {
  readonly database: Database;
  readonly driver: Driver;
  close(): Promise<void>;
}

/**
 * Opens the database and brings its schema up to date.
 *
 * PGlite has one connection: inside `database.transaction` every query must go through `tx`, or it waits
 * for the transaction that waits for it.
 *
 * @throws {StartRefused} when it is in use, damaged, unreachable or from a newer version.
 */
export async function openDatabase(config: ServerConfig["database"]): Promise<OpenDatabase> {
  const open = config.kind === "pglite" ? await openPglite(config.dataDir) : await openPostgres(config.url);
  try {
    await migrateDatabase(open.database);
  } catch (error) {
    await open.close();
    throw error;
  }
  return open;
}

/** A database on a running PGlite; closing it closes the PGlite. */
export function onPglite(pglite: PGlite, release: () => Promise<void> = async () => undefined): OpenDatabase {
  return {
    database: withCommitHooks(drizzlePglite({ client: pglite, schema })),
    driver: { kind: "pglite", pglite },
    close: async () => {
      try {
        if (!pglite.closed) await pglite.close();
      } finally {
        await release();
      }
    },
  };
}

/**
 * PGlite's own settings, and a buffer of 16 MB in place of 128 MB: it is memory of this process, and what is not in it is
 * read from files that the system keeps in memory anyway.
 */
const pgliteSettings = [...PGlite.defaultStartParams, "-c", "shared_buffers=16MB"];

async function openPglite(dataDir: string | null): Promise<OpenDatabase> {
  if (dataDir === null) return onPglite(await PGlite.create({ startParams: pgliteSettings }));
  const release = await lockDirectory(dataDir);
  try {
    await mkdir(dataDir, { recursive: true });
    return onPglite(await PGlite.create(dataDir, { startParams: pgliteSettings }), release);
  } catch (cause) {
    await release();
    throw new StartRefused(
      `The database in ${dataDir} cannot be opened: it looks damaged. Restore the folder from a backup, or move it away to start with an empty one.`,
      { cause },
    );
  }
}

async function openPostgres(url: string): Promise<OpenDatabase> {
  const pool = new pg.Pool({ connectionString: url, max: 10, application_name: "punctual" });
  // An idle connection that the server drops is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  let keepsSession: boolean;
  try {
    keepsSession = await isServerItself(pool);
  } catch (cause) {
    await pool.end();
    throw new StartRefused(
      `Postgres cannot be reached (${reasonOf(cause)}). Check DATABASE_URL, and that the server is running and lets this machine in.`,
      { cause },
    );
  }
  const database = withCommitHooks(drizzlePostgres({ client: pool, schema }));
  if (!keepsSession) planEveryTime(database);
  return { database, driver: { kind: "postgres", pool, url, keepsSession }, close: () => pool.end() };
}

/**
 * Whether the server itself is at the other end, and not a pooler (Supavisor, PgBouncer): a pooler gives its clients
 * process numbers of its own. One in session mode cannot be told from one in transaction mode, and is taken for it.
 */
async function isServerItself(pool: pg.Pool): Promise<boolean> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    return "processID" in client && client.processID === rows[0]?.pid;
  } finally {
    client.release();
  }
}

/** The driver's code (`ECONNREFUSED`, `28P01`): its message may repeat the password of the URL. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return "no answer";
}
