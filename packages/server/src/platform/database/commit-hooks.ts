import type { Database, Transaction } from "./database.ts";

/** What waits for the end of a transaction, or of a savepoint within it. */
interface Scope {
  readonly after: (() => void)[];
  readonly collections: Set<Collection>;
}

interface Collection {
  /** A savepoint is released: what it gathered belongs to the transaction around it. */
  merge(from: Scope, into: Scope): void;
  flush(scope: Scope, tx: Transaction): Promise<void>;
}

const scopes = new WeakMap<object, Scope>();

function scopeOf(tx: Transaction): Scope {
  const scope = scopes.get(tx);
  if (scope === undefined) throw new Error("This needs the transaction that `database.transaction` hands out.");
  return scope;
}

/**
 * Runs `work` once the transaction has committed, and not at all when it rolls back. For hints only: a process that
 * dies in between never runs it.
 *
 * Hints go out here and not by NOTIFY inside the transaction, because Postgres lets only one transaction at a time
 * commit a NOTIFY, and every commit would wait for the disk by itself.
 */
export function afterCommit(tx: Transaction, work: () => void): void {
  scopeOf(tx).after.push(work);
}

/**
 * Makes a function that gathers items during a transaction; `write` gets all of them once, as the last thing before the
 * commit. What it locks is therefore held for a moment, and after every other lock: such transactions wait for each
 * other, and never in a circle. Items of a savepoint that is rolled back are forgotten; when `write` fails, the
 * transaction does.
 */
export function beforeCommit<Item>(
  write: (tx: Transaction, items: readonly Item[]) => Promise<void>,
): (tx: Transaction, item: Item) => void {
  const gathered = new WeakMap<Scope, Item[]>();
  const add = (scope: Scope, items: readonly Item[]) => {
    const known = gathered.get(scope) ?? [];
    gathered.set(scope, known);
    known.push(...items);
    scope.collections.add(collection);
  };
  const collection: Collection = {
    merge: (from, into) => add(into, gathered.get(from) ?? []),
    flush: (scope, tx) => write(tx, gathered.get(scope) ?? []),
  };
  return (tx, item) => add(scopeOf(tx), [item]);
}

/** Lets {@link afterCommit} and {@link beforeCommit} know the transactions of this database. */
export function withCommitHooks(database: Database): Database {
  const begin = database.transaction.bind(database);
  const transaction: Database["transaction"] = async (run, config) => {
    const scope = newScope();
    const result = await begin(async (tx) => {
      watch(tx, scope);
      const result = await run(tx);
      for (const collection of scope.collections) await collection.flush(scope, tx);
      return result;
    }, config);
    for (const hook of scope.after) hook();
    return result;
  };
  database.transaction = transaction;
  return database;
}

function newScope(): Scope {
  return { after: [], collections: new Set() };
}

/** Ties the scope to the transaction, and gives each savepoint within it one of its own. */
function watch(tx: Transaction, scope: Scope): void {
  scopes.set(tx, scope);
  const save = tx.transaction.bind(tx);
  const transaction: Transaction["transaction"] = async (run) => {
    const inner = newScope();
    const result = await save((savepoint) => {
      watch(savepoint, inner);
      return run(savepoint);
    });
    scope.after.push(...inner.after);
    for (const collection of inner.collections) collection.merge(inner, scope);
    return result;
  };
  tx.transaction = transaction;
}
