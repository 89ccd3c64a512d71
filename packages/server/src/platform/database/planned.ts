import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Database } from "./database.ts";
import { rowsOf } from "./rows.ts";

type Rows = readonly Record<string, unknown>[];

const withoutNames = new WeakSet<Database>();

/** From now on statements have no names on this database: its connections go from hand to hand. */
export function planEveryTime(database: Database): void {
  withoutNames.add(database);
}

/**
 * A statement that Postgres plans once for each connection instead of every time: for the few that come often and whose
 * planning costs more than they do. Its `sql.placeholder`s are given by name.
 *
 * A pooler that hands out another connection for every transaction knows nothing of prepared statements: there statements
 * have no names. Where nobody noticed the pooler, Postgres refuses before anything is done; the statement then goes
 * without a name, and so do all after it.
 */
export function plannedStatement(
  database: Database,
  name: string,
  statement: SQL,
): (values: Readonly<Record<string, unknown>>) => Promise<Rows> {
  const query = new PgDialect().sqlToQuery(statement);
  const prepare = (as: string | undefined) => database._.session.prepareQuery(query, undefined, as, false);
  const planned = prepare(name);
  const unplanned = prepare(undefined);
  let isPlanned = !withoutNames.has(database);
  return async (values) => {
    if (isPlanned) {
      try {
        return rowsOf(await planned.execute({ ...values }));
      } catch (error) {
        if (!isNameTrouble(error)) throw error;
        isPlanned = false;
      }
    }
    return rowsOf(await unplanned.execute({ ...values }));
  };
}

/** `invalid_sql_statement_name` and `duplicate_prepared_statement`, perhaps wrapped by Drizzle. */
function isNameTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && (error.code === "26000" || error.code === "42P05")) return true;
  return isNameTrouble(error.cause);
}
