import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type * as schema from "./schema.ts";

/** The database, whichever driver is behind it: node-postgres or embedded PGlite. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];
/** Either: for queries that may run inside a transaction or alone. */
export type Queryable = Database | Transaction;
