import { inArray, sql } from "drizzle-orm";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/database.ts";
import type { OpenDatabase } from "../database/open.ts";
import { plannedStatement } from "../database/planned.ts";
import { callBudgets, type StoredBudget } from "../database/schema.ts";

export interface Versioned {
  readonly budget: StoredBudget;
  readonly version: number;
}

/** Where the budgets of Calendly users are kept, by the last part of their URI. */
export interface BudgetStore {
  readMany(users: readonly string[]): Promise<ReadonlyMap<string, Versioned>>;
  /** Writes over the version that was read, null for none; false when somebody else was quicker. */
  write(user: string, budget: StoredBudget, over: number | null): Promise<boolean>;
}

/**
 * Several processes may serve one Postgres, so they keep their budgets there. PGlite has one process, and calls must not
 * queue for its one connection.
 */
export function createBudgetStore({ database, driver }: OpenDatabase, clock: Clock): BudgetStore {
  if (driver.kind === "pglite") return budgetsInMemory();
  const write = writing(database);
  return {
    async readMany(users) {
      const rows = await database
        .select()
        .from(callBudgets)
        .where(inArray(callBudgets.calendlyUser, [...users]));
      return new Map(rows.map(({ calendlyUser, budget, version }) => [calendlyUser, { budget, version }]));
    },
    async write(user, budget, over) {
      const updatedAt = clock.now().toString();
      const written = await write({ user, budget: JSON.stringify(budget), over, version: (over ?? 0) + 1, updatedAt });
      return written.length === 1;
    },
  };
}

/**
 * The statement that writes a budget over the version that was read. Its commit does not wait for the disk: a database that
 * falls over forgets at most the last moments of a window that lasts a minute.
 */
function writing(database: Database) {
  return plannedStatement(
    database,
    "punctual_write_budget",
    sql`
    with hasty as materialized (select set_config('synchronous_commit', 'off', true))
    insert into ${callBudgets} (calendly_user, budget, version, updated_at)
    select ${sql.placeholder("user")}::text, ${sql.placeholder("budget")}::jsonb, ${sql.placeholder("version")}::integer,
      ${sql.placeholder("updatedAt")}::timestamptz
    from hasty
    on conflict (calendly_user) do update
      set budget = excluded.budget, version = excluded.version, updated_at = excluded.updated_at
      where ${callBudgets}.version = ${sql.placeholder("over")}::integer
    returning version`,
  );
}

export function budgetsInMemory(): BudgetStore {
  const kept = new Map<string, Versioned>();
  return {
    readMany: async (users) =>
      new Map(
        users.flatMap((user) => {
          const found = kept.get(user);
          return found === undefined ? [] : [[user, found] as const];
        }),
      ),
    write: async (user, budget, over) => {
      if ((kept.get(user)?.version ?? null) !== over) return false;
      kept.set(user, { budget, version: (over ?? 0) + 1 });
      return true;
    },
  };
}
