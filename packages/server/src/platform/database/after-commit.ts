import type { Database, Transaction } from "./database.ts";

const waiting = new WeakMap<object, (() => void)[]>();

/**
 * Runs `work` once the transaction has committed, and not at all when it rolls back. For hints only: a process that
 * dies in between never runs it.
 *
 * Hints go out here and not by NOTIFY inside the transaction, because Postgres lets only one transaction at a time
 * commit a NOTIFY, and every commit would wait for the disk by itself.
 */
export function afterCommit(tx: Transaction, work: () => void): void {
  const hooks = waiting.get(tx);
  if (hooks === undefined) throw new Error("afterCommit needs the transaction that `database.transaction` hands out.");
  hooks.push(work);
}

/** Lets {@link afterCommit} know the transactions of this database. */
export function withAfterCommit(database: Database): Database {
  const begin = database.transaction.bind(database);
  const transaction: Database["transaction"] = async (run, config) => {
    const hooks: (() => void)[] = [];
    const result = await begin((tx) => {
      waiting.set(tx, hooks);
      return run(tx);
    }, config);
    for (const hook of hooks) hook();
    return result;
  };
  database.transaction = transaction;
  return database;
}
