import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { copyDatabase, loadCopy, readCopy, readDocuments, type StateDocument } from "./copy.ts";
import {
  createIndexesSql,
  createTableSql,
  dropIndexesSql,
  openTable,
  type Table,
  type TableDefinition,
} from "./table.ts";
import { definitions } from "./tables.ts";
import { SandboxTrouble } from "./trouble.ts";
import { type Change, watchTable } from "./watch.ts";

type RowOf<Definition> = Definition extends TableDefinition<infer Row> ? Row : never;

export type Tables = { readonly [Name in keyof typeof definitions]: Table<RowOf<(typeof definitions)[Name]>> };

/** The sandbox's state: tables of documents in one SQLite database, a file of its own or a temporary one. */
export interface Store extends Tables {
  /** Runs `work` in one transaction; within another one it joins that. A throw undoes everything. */
  transaction<Result>(work: () => Result): Result;
  /** Runs `work` once what is under way is committed; at once outside a transaction. Dropped on a rollback. */
  afterCommit(work: () => void): void;
  getMeta(name: string): string | null;
  setMeta(name: string, value: string): void;
  /** 1, 2, 3... for each name: the order in which things of a kind came to be. Begins anew when cleared. */
  nextNumber(name: string): number;
  /** Runs `work`, which writes very many rows, in one transaction that makes the indexes after it and not with each row. */
  bulkLoad(work: () => void): void;
  /** Removes every row and every meta value. */
  clear(): void;
  /** Calls `listener` with each committed write of a record, but for those of a bulk load; returns how to stop that. */
  onChange(listener: (change: Change) => void): () => void;
  /** Writes everything into a file, with `meta` beside its own values. Not within a transaction. */
  copyTo(file: string, meta: Readonly<Record<string, string>>): void;
  /** Meta values of a file that `copyTo` wrote. Throws `SandboxTrouble` (`invalid`) for any other. */
  readCopy(file: string): Readonly<Record<string, string>>;
  /** Such a file as JSON, whose records have at most `most` characters. Throws `SandboxTrouble` when they have more. */
  readDocuments(file: string, most: number): StateDocument;
  /** Replaces everything by what such a file holds. */
  loadFrom(file: string): void;
  close(): void;
}

/** Raised when the shape of stored records changes in a way that older files do not fit. */
export const formatVersion = 5;

/** Kilobytes of pages that SQLite may hold in memory; beyond them a state without a file goes to a temporary one. */
const cacheSize = 65_536;

/** A name of "" is SQLite's word for a private database that is gone when it is closed, in memory while it is small. */
const temporary = "";

function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    database.exec(`pragma cache_size = -${cacheSize};`);
    if (file === temporary) {
      database.exec("pragma temp_store = file; pragma journal_mode = memory; pragma synchronous = off;");
    } else {
      // Exclusive: a second process on the same file would deliver every webhook twice.
      database.exec("pragma locking_mode = exclusive; pragma busy_timeout = 500;");
      database.exec("pragma journal_mode = wal; pragma synchronous = normal; pragma temp_store = memory;");
    }
    const version = Number(database.prepare("pragma user_version").get()?.["user_version"] ?? 0);
    if (version !== 0 && version !== formatVersion) {
      throw new SandboxTrouble(
        `The sandbox's state file ${file} was written by another version of the sandbox: move it away and start again.`,
      );
    }
    const verdict = database.prepare("pragma quick_check(1)").get()?.["quick_check"];
    if (verdict !== "ok") throw new Error(String(verdict));
    database.exec(
      `begin immediate; create table if not exists meta (name text primary key, value text not null) without rowid; ${Object.values(
        definitions,
      )
        .map((definition) => createTableSql(definition as TableDefinition<never>))
        .join("\n")} pragma user_version = ${formatVersion}; commit;`,
    );
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens the state in `file`, or in one that nobody keeps for null. Writes survive a killed process (write-ahead log).
 * Throws `SandboxTrouble` when the file is damaged, in use, or not writable.
 */
export function openStore(file: string | null): Store {
  let database: DatabaseSync;
  try {
    if (file !== null) mkdirSync(dirname(file), { recursive: true });
    database = openDatabase(file ?? temporary);
  } catch (error) {
    if (error instanceof SandboxTrouble) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    if (/locked|busy/i.test(reason)) {
      throw new SandboxTrouble(
        `The sandbox's state file ${file} is in use by another process: stop that sandbox, or give this one another file.`,
        { kind: "state_in_use", cause: error },
      );
    }
    if (/not a database|malformed|corrupt|disk image/i.test(reason)) {
      throw new SandboxTrouble(
        `The sandbox's state file ${file} is damaged (${reason}): move it away, and the scenario is seeded afresh.`,
        { cause: error },
      );
    }
    throw new SandboxTrouble(
      `The sandbox's state file ${file} cannot be opened (${reason}): check the path and its rights.`,
      { cause: error },
    );
  }

  let depth = 0;
  let waiting: (() => void)[] = [];
  let loading = false;
  const listeners = new Set<(change: Change) => void>();
  const tell = (change: Change) => {
    afterCommit(() => {
      for (const listener of listeners) listener(change);
    });
  };
  const watch = (name: string, definition: TableDefinition<unknown>) =>
    watchTable(openTable(database, definition), name, definition, () =>
      loading || listeners.size === 0 ? null : tell,
    );
  const tables = Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => [
      name,
      watch(name, definition as TableDefinition<unknown>),
    ]),
  ) as unknown as Tables;
  const readMeta = database.prepare("select value from meta where name = ?");
  const writeMeta = database.prepare("insert or replace into meta (name, value) values (?, ?)");

  function transaction<Result>(work: () => Result): Result {
    if (depth > 0) return work();
    depth += 1;
    database.exec("begin immediate");
    let result: Result;
    try {
      result = work();
      database.exec("commit");
    } catch (error) {
      waiting = [];
      if (database.isTransaction) database.exec("rollback");
      throw error;
    } finally {
      depth -= 1;
    }
    const due = waiting;
    waiting = [];
    for (const effect of due) effect();
    return result;
  }

  function afterCommit(work: () => void): void {
    if (depth === 0) work();
    else waiting.push(work);
  }

  return {
    ...tables,
    transaction,
    afterCommit,
    getMeta(name) {
      const value = readMeta.get(name)?.["value"];
      return typeof value === "string" ? value : null;
    },
    setMeta(name, value) {
      writeMeta.run(name, value);
    },
    nextNumber(name) {
      const number = Number(readMeta.get(name)?.["value"] ?? 0) + 1;
      writeMeta.run(name, String(number));
      return number;
    },
    bulkLoad(work) {
      const all = Object.values(definitions) as TableDefinition<never>[];
      loading = true;
      try {
        transaction(() => {
          database.exec(all.flatMap(dropIndexesSql).join("\n"));
          work();
          database.exec(all.flatMap(createIndexesSql).join("\n"));
        });
      } finally {
        loading = false;
      }
    },
    clear() {
      transaction(() => {
        for (const table of Object.values(tables)) table.clear();
        database.exec("delete from meta");
      });
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    copyTo: (file, meta) => copyDatabase(database, file, meta),
    readCopy: (file) => readCopy(file, formatVersion),
    readDocuments: (file, most) =>
      readDocuments(file, formatVersion, definitions as unknown as Record<string, TableDefinition<never>>, most),
    loadFrom(file) {
      readCopy(file, formatVersion);
      loadCopy(database, file, Object.values(definitions) as TableDefinition<never>[]);
    },
    close() {
      if (database.isOpen) database.close();
    },
  };
}
