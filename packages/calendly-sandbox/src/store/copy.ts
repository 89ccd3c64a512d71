import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { createIndexesSql, dropIndexesSql, type TableDefinition } from "./table.ts";
import { SandboxTrouble } from "./trouble.ts";

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Writes the whole of a database into a file of its own, replacing one that stands there. */
export function copyDatabase(database: DatabaseSync, file: string, meta: Readonly<Record<string, string>>): void {
  rmSync(file, { force: true });
  database.exec(`vacuum into ${quoted(file)}`);
  const copy = new DatabaseSync(file);
  try {
    const put = copy.prepare("insert or replace into meta (name, value) values (?, ?)");
    for (const [name, value] of Object.entries(meta)) put.run(name, value);
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
    if (error instanceof SandboxTrouble) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SandboxTrouble(`This is no state of a sandbox (${reason}): take a file that a sandbox wrote.`, {
      kind: "invalid",
      cause: error,
    });
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
    for (const { name, columns } of definitions) {
      const list = ["key", "doc", ...Object.keys(columns)].map((column) => `"${column}"`).join(", ");
      database.exec(`delete from main."${name}"`);
      if (known.has(name)) {
        database.exec(`insert into main."${name}" (${list}) select ${list} from loaded."${name}" order by rowid`);
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
