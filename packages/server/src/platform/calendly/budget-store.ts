import { and, eq, inArray } from "drizzle-orm";
import type { Clock } from "../clock.ts";
import type { OpenDatabase } from "../database/open.ts";
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
  return {
    async readMany(users) {
      const rows = await database
        .select()
        .from(callBudgets)
        .where(inArray(callBudgets.calendlyUser, [...users]));
      return new Map(rows.map(({ calendlyUser, budget, version }) => [calendlyUser, { budget, version }]));
    },
    async write(calendlyUser, budget, over) {
      const row = { budget, version: (over ?? 0) + 1, updatedAt: clock.now() };
      const written =
        over === null
          ? await database
              .insert(callBudgets)
              .values({ calendlyUser, ...row })
              .onConflictDoNothing()
              .returning({ version: callBudgets.version })
          : await database
              .update(callBudgets)
              .set(row)
              .where(and(eq(callBudgets.calendlyUser, calendlyUser), eq(callBudgets.version, over)))
              .returning({ version: callBudgets.version });
      return written.length === 1;
    },
  };
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
