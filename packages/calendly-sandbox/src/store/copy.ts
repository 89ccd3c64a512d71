import { renameSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { createIndexesSql, dropIndexesSql, storedTables, type TableDefinition } from "./table.ts";
import { SandboxTrouble } from "./trouble.ts";

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

function noState(error: unknown): SandboxTrouble {
  const reason = error instanceof Error ? error.message : String(error);
  return new SandboxTrouble(`This is no state of a sandbox (${reason}): take a file that a sandbox wrote.`, {
    kind: "invalid",
    cause: error,
  });
}

/** Writes the whole of a database into a file of its own. One that stands there is replaced once the new one is whole. */
export function copyDatabase(database: DatabaseSync, file: string, meta: Readonly<Record<string, string>>): void {
  const arriving = `${file}.arriving`;
  rmSync(arriving, { force: true });
  try {
    database.exec(`vacuum into ${quoted(arriving)}`);
    const copy = new DatabaseSync(arriving);
    try {
      const put = copy.prepare("insert or replace into meta (name, value) values (?, ?)");
      for (const [name, value] of Object.entries(meta)) put.run(name, value);
    } finally {
      copy.close();
    }
    renameSync(arriving, file);
  } finally {
    rmSync(arriving, { force: true });
  }
}

/** A whole state as JSON: what `readDocuments` gives and a new store can be filled with. */
export interface StateDocument {
  /** The version of the records' shape. */
  readonly format: number;
  readonly meta: Readonly<Record<string, string>>;
  /** Each table's records in the order in which they came; the rest of the database follows from them. */
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
}

/**
 * A copy as JSON, whose records have at most `most` characters together: JSON is read as a whole, and so must fit into
 * memory. Throws `SandboxTrouble`: as `readCopy` does, and `conflict` for a larger state.
 */
export function readDocuments(
  file: string,
  version: number,
  definitions: Readonly<Record<string, TableDefinition<never>>>,
  most: number,
): StateDocument {
  const meta = readCopy(file, version);
  const copy = new DatabaseSync(file, { readOnly: true });
  try {
    const length = ({ name }: TableDefinition<never>) =>
      Number(copy.prepare(`select coalesce(sum(length(doc)), 0) as total from "${name}"`).get()?.["total"]);
    const total = Object.values(definitions).reduce((sum, definition) => sum + length(definition), 0);
    if (total > most) {
      throw new SandboxTrouble(
        `This state is too large for JSON (${Math.ceil(total / 1e6)} MB, of at most ${Math.floor(most / 1e6)}): take it as a file.`,
        { kind: "conflict" },
      );
    }
    const list = ({ name }: TableDefinition<never>): readonly unknown[] =>
      copy
        .prepare(`select doc from "${name}" order by rowid`)
        .all()
        .map((row) => JSON.parse(String(row["doc"])));
    const tables = Object.entries(definitions).map(([name, definition]) => [name, list(definition)]);
    return { format: version, meta, tables: Object.fromEntries(tables) };
  } catch (error) {
    throw error instanceof SandboxTrouble ? error : noState(error);
  } finally {
    copy.close();
  }
}

/** The meta values of a copy. Throws `SandboxTrouble` (`invalid`) when it is none, is damaged, or of another version. */
export function readCopy(file: string, version: number): Readonly<Record<string, string>> {
  let copy: DatabaseSync | null = null;
  try {
    copy = new DatabaseSync(file, { readOnly: true });
    const found = Number(copy.prepare("pragma user_version").get()?.["user_version"] ?? 0);
    if (found !== version) {
      throw new SandboxTrouble("This state was written by another version of the sandbox: seed it again instead.", {
        kind: "invalid",
      });
    }
    const rows = copy.prepare("select name, value from meta").all();
    return Object.fromEntries(rows.map((row) => [String(row["name"]), String(row["value"])]));
  } catch (error) {
    throw error instanceof SandboxTrouble ? error : noState(error);
  } finally {
    copy?.close();
  }
}

/**
 * Replaces every row and meta value by those of a copy, in one transaction: a copy that turns out to be damaged halfway
 * changes nothing. A table that the copy does not know ends empty.
 */
export function loadCopy(database: DatabaseSync, file: string, definitions: readonly TableDefinition<never>[]): void {
  database.exec(`attach ${quoted(file)} as loaded`);
  try {
    const verdict = database.prepare("pragma loaded.quick_check(1)").get()?.["quick_check"];
    if (verdict !== "ok") throw new Error(String(verdict));
    const known = new Set(
      database
        .prepare("select name from loaded.sqlite_master where type = 'table'")
        .all()
        .map((row) => row["name"]),
    );
    database.exec("begin immediate");
    database.exec(definitions.flatMap(dropIndexesSql).join("\n"));
    for (const { name, columns, order } of definitions.flatMap(storedTables)) {
      const list = columns.map((column) => `"${column}"`).join(", ");
      database.exec(`delete from main."${name}"`);
      if (known.has(name)) {
        database.exec(`insert into main."${name}" (${list}) select ${list} from loaded."${name}" order by ${order}`);
      }
    }
    database.exec("delete from main.meta; insert into main.meta (name, value) select name, value from loaded.meta");
    database.exec(definitions.flatMap(createIndexesSql).join("\n"));
    database.exec("commit");
  } catch (error) {
    if (database.isTransaction) database.exec("rollback");
    const reason = error instanceof Error ? error.message : String(error);
    throw new SandboxTrouble(`This state cannot be read (${reason}): take another copy.`, {
      kind: "invalid",
      cause: error,
    });
  } finally {
    database.exec("detach loaded");
  }
}
